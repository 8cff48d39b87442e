/** What is particular about one seed's life; most lives have a venue that can do everything and is sure of what it said. */
export interface Life {
  /** What the account begins with, decimal text, and how much it may borrow; a poor one is liquidated now and then. */
  readonly cash: string;
  readonly leverage: string;
  readonly liquidates: boolean;
  /** UTC milliseconds. */
  readonly begins: number;
  /** A journal that fails keeps what it cannot take in a side log; elsewhere that is on the disk that fails, too. */
  readonly keepsAside: boolean;
  /** Prices and sizes come in other steps now and then. */
  readonly regauges: boolean;
  /** The venue is the desk's own: nothing comes between them, it dies with the desk and is given back what the journal tells. */
  readonly paper: boolean;
  /** The desk holds a few ended orders only, and finds the others in its journal. */
  readonly forgets: boolean;
  /** The venue is slow, limits messages, halts, keeps queues, and refuses in many words. */
  readonly strict: boolean;
  /** Fills come and go all life long, by which less is seen of everything else. */
  readonly takesBack: boolean;
  /** Little is traded, and orders fill in many parts. */
  readonly thin: boolean;
  /** The venue takes plain orders only: triggers, groups and times in force are the desk's; of two such venues one changes no orders. */
  readonly plain: "amends" | "replaces nothing" | null;
}

const strict: ReadonlySet<number> = new Set([0, 2, 8, 10]);
const paper: ReadonlySet<number> = new Set([0, 6, 13]);
const poor: ReadonlySet<number> = new Set([9, 13]);
const regauges: ReadonlySet<number> = new Set([2, 4, 7]);
const forgets: ReadonlySet<number> = new Set([3, 4, 6, 8, 11]);
const takesBack: ReadonlySet<number> = new Set([3, 7, 11, 15]);
const thin: ReadonlySet<number> = new Set([7, 15]);

/**
 * In the morning, or three minutes before something ends: the trading day in Chicago, that in UTC, or the day of a DAY order.
 */
const beginnings = ["08:00", "22:57", "16:57", "23:57"] as const;
/** Lives like those of the first seeds. */
const plainest: ReadonlySet<number> = new Set([1, 5, 12, 14]);

export function lifeOf(seed: number): Life {
  const kind = seed % 16;
  const isPlainest = plainest.has(kind);
  const beginning = isPlainest ? beginnings[0] : beginnings[Math.floor(seed / 16) % beginnings.length];
  return {
    begins: Date.parse(`2026-01-05T${beginning}:00Z`),
    keepsAside: !isPlainest,
    cash: poor.has(kind) ? "12" : "1000000",
    leverage: poor.has(kind) ? "60" : "2",
    liquidates: poor.has(kind),
    regauges: regauges.has(kind),
    paper: paper.has(kind),
    forgets: forgets.has(kind),
    strict: strict.has(kind),
    takesBack: takesBack.has(kind),
    thin: thin.has(kind),
    plain: kind === 8 || kind === 11 ? "amends" : kind === 10 || kind === 15 ? "replaces nothing" : null,
  };
}
