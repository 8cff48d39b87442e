/** What is particular about one seed's life; most lives have a venue that can do everything and is sure of what it said. */
export interface Life {
  /** A journal that fails keeps what it cannot take in a side log; elsewhere that is on the disk that fails, too. */
  readonly keepsAside: boolean;
  /** The venue is slow, limits messages, halts, keeps queues, and refuses in many words. */
  readonly strict: boolean;
  /** Fills come and go all life long, by which less is seen of everything else. */
  readonly takesBack: boolean;
  /** The venue takes plain orders only: triggers, groups and times in force are the desk's; of two such venues one changes no orders. */
  readonly plain: "amends" | "replaces nothing" | null;
}

const strict: ReadonlySet<number> = new Set([0, 2, 8, 10]);
const losesAside: ReadonlySet<number> = new Set([1, 5, 12, 14]);
const takesBack: ReadonlySet<number> = new Set([3, 7, 11, 15]);

export function lifeOf(seed: number): Life {
  const kind = seed % 16;
  return {
    keepsAside: !losesAside.has(kind),
    strict: strict.has(kind),
    takesBack: takesBack.has(kind),
    plain: kind === 8 || kind === 11 ? "amends" : kind === 10 || kind === 15 ? "replaces nothing" : null,
  };
}
