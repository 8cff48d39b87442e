import { Fault } from "../../shared/model/fault.ts";
import { checkSignatures, parseCheckpoint } from "./checkpoint.ts";
import type { Primitives } from "./primitives.ts";
import type { KeyHistory } from "./verifier/announced-keys.ts";
import { firstOver, standingOf } from "./verifier/key-standing.ts";

/** A signed note and how many events it covers. */
export interface SizedNote {
  readonly note: string;
  readonly size: number;
}

/** What decides which checkpoints a bundle carries. */
export interface CarriedRange {
  /** The journal's notes, sizes ascending. */
  readonly notes: Iterable<SizedNote>;
  readonly events: number;
  readonly from: number;
  /** Inclusive. */
  readonly to: number;
  readonly whole: boolean;
  /** Sizes of checkpoints that somebody outside the machine holds. */
  readonly anchored: ReadonlySet<number>;
  readonly keys: KeyHistory;
  /** Seqs of the events that record an export, ascending. */
  readonly exports: readonly number[];
  /** How many a bundle carries at most, as a rule {@link mostCarried}. */
  readonly most: number;
}

/** Far below what a verifier reads: each costs it about 0.7 kB of memory and a signature to check, in a part a proof beside it. */
export const mostCarried = 50_000;

/** Notes with the sizes that they name; what is none is left out. */
export function sizedNotes(notes: readonly string[]): readonly SizedNote[] {
  return notes.flatMap((note) => {
    const parsed = parseCheckpoint(note);
    return typeof parsed === "object" ? [{ note, size: parsed.size }] : [];
  });
}

/**
 * The checkpoints that travel with a range. A part ends with the first one that covers it, or with the first behind that
 * which somebody outside holds, and at any rate with one that a key signed which still counts: the part does not show what
 * was revoked behind it. Of very many some are left out: those that stay cover the same events. Throws a Fault `EXPORT-REVOKED` where there is none.
 */
export function carriedCheckpoints(primitives: Primitives, range: CarriedRange): readonly SizedNote[] {
  const { notes, events, from, whole } = range;
  const checkpoints: SizedNote[] = [];
  for (const sized of notes) if (sized.size <= events && (whole || sized.size > from)) checkpoints.push(sized);
  return thinned(whole ? checkpoints : checkpoints.slice(0, lastOfPart(primitives, checkpoints, range) + 1), range);
}

/** The place of the checkpoint with which a part ends. */
function lastOfPart(
  primitives: Primitives,
  checkpoints: readonly SizedNote[],
  { to, anchored, keys }: CarriedRange,
): number {
  const covering = checkpoints.findIndex(({ size }) => size > to);
  if (covering < 0) return checkpoints.length - 1;
  const held = checkpoints.findIndex(({ size }, place) => place >= covering && anchored.has(size));
  const sizes = checkpoints.map(({ size }) => size);
  const last = [held, covering]
    .filter((place) => place >= 0)
    .map((place) => checkpoints.findIndex(({ note }, at) => at >= place && counts(primitives, note, keys, sizes)))
    .find((place) => place >= 0);
  if (last === undefined) throw withdrawn(to);
  return last;
}

/**
 * At most so many checkpoints: the first, the last two, those over a change of keys and those that somebody outside holds;
 * then, as far as there is room, those that ended an export, which a reader may remember; then others at even distances.
 */
function thinned(
  checkpoints: readonly SizedNote[],
  { anchored, keys, exports, most }: CarriedRange,
): readonly SizedNote[] {
  if (checkpoints.length <= most) return checkpoints;
  const sizes = checkpoints.map(({ size }) => size);
  const over = (seqs: readonly number[]): number[] =>
    seqs.map((seq) => firstOver(sizes, seq)).filter((place) => place < sizes.length);
  const held = sizes.flatMap((size, place) => (anchored.has(size) ? [place] : []));
  const changes = over(keys.rotations.map(({ seq }) => seq));
  const stay = new Set([0, sizes.length - 2, sizes.length - 1, ...held, ...changes]);
  for (const candidates of [over(exports), sizes.keys()]) {
    const others = [...new Set(candidates)].filter((place) => !stay.has(place));
    const room = Math.min(others.length, Math.max(0, most - stay.size));
    for (let i = 0; i < room; i++) stay.add(others[Math.floor((i * others.length) / room)] as number);
  }
  return checkpoints.filter((_, place) => stay.has(place));
}

/** Whether a key signed it that counts there by all that the journal says. */
function counts(primitives: Primitives, note: string, keys: KeyHistory, sizes: readonly number[]): boolean {
  // The desk checks its signatures elsewhere: only what was revoked since makes a difference.
  if (keys.keys.every(({ revokedFrom }) => revokedFrom === null)) return true;
  const checkpoint = parseCheckpoint(note);
  return (
    typeof checkpoint === "object" &&
    checkSignatures(primitives, checkpoint, keys.keys).valid.some(
      (key) => standingOf(keys, key, checkpoint.size, sizes) === "counts",
    )
  );
}

function withdrawn(to: number): Fault {
  return new Fault(
    "EXPORT-REVOKED",
    "security",
    `only keys that were revoked signed the checkpoints over event ${to}`,
    "Open the desk on this profile once, so that it signs a checkpoint with its present key, and export again.",
  );
}
