/** How many members an array of a bundle may have. */
export const mostMembers = {
  vkeys: 300_000,
  events: 50_000_000,
  checkpoints: 200_000,
  inclusion: 50_000_000,
  consistency: 200_000,
  anchors: 10_000,
  redactions: 100_000,
} as const;

/** The most characters of one event's text. */
export const maxEventLength = 1_048_576;

/** What a reader accepts of a file before it looks inside; `maxHeld` bounds all that is not events and inclusion proofs. */
export const bundleLimits = {
  maxBytes: 64_000_000_000,
  maxDepth: 32,
  maxElement: 8_000_000,
  maxHeld: 200_000_000,
} as const;
