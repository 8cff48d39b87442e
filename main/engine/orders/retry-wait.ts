/** Between the first refusal and the next attempt; doubled with each further one. */
const firstWaitMs = 250;

/** A wait that a refusal states: the paper venue's own words, and those of HTTP's Retry-After (RFC 9110, section 10.2.3). */
const stated = /retry[ -]after:? (\d{1,9}(?:\.\d{1,9})?) ?(ms|milliseconds|s|sec|seconds)?\b/i;

/** No sentence of a venue keeps an exit back for longer. */
const longestStatedMs = 300_000;

/**
 * How long a venue that has refused something `refusals` times in a row is left alone, milliseconds: ever longer, at most
 * `longestMs`, and not shorter than the wait that its last refusal has `said`, up to five minutes.
 */
export function retryWaitMs(refusals: number, longestMs: number, said: string): number {
  const wait = firstWaitMs * 2 ** Math.min(Math.max(refusals - 1, 0), 30);
  return Math.max(Math.min(wait, longestMs), statedWaitMs(said));
}

/** How long a venue's words ask to be left alone, milliseconds; 0 where they name no time. A number without a unit counts seconds. */
export function statedWaitMs(said: string): number {
  const [, amount, unit] = stated.exec(said) ?? [];
  if (amount === undefined) return 0;
  const waitMs = Math.ceil(Number(amount) * (unit?.toLowerCase().startsWith("m") === true ? 1 : 1000));
  return Math.min(waitMs, longestStatedMs);
}
