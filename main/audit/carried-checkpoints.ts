import { Fault } from "../../shared/model/fault.ts";
import { checkSignatures, parseCheckpoint } from "./checkpoint.ts";
import type { Primitives } from "./primitives.ts";
import type { KeyHistory } from "./verifier/announced-keys.ts";
import { standingOf } from "./verifier/key-standing.ts";

/** A signed note and how many events it covers. */
export interface SizedNote {
  readonly note: string;
  readonly size: number;
}

/** What decides which checkpoints a bundle carries. */
export interface CarriedRange {
  /** The journal's notes, sizes ascending. */
  readonly notes: readonly string[];
  readonly events: number;
  readonly from: number;
  /** Inclusive. */
  readonly to: number;
  readonly whole: boolean;
  /** Sizes of checkpoints that somebody outside the machine holds. */
  readonly anchored: ReadonlySet<number>;
  readonly keys: KeyHistory;
}

/**
 * The checkpoints that travel with a range. A part ends with the first one that covers it, or with the first behind that
 * which somebody outside holds, and at any rate with one that a key signed which still counts: the part does not show what
 * was revoked behind it. Throws a Fault `EXPORT-REVOKED` where there is none.
 */
export function carriedCheckpoints(primitives: Primitives, range: CarriedRange): readonly SizedNote[] {
  const { notes, events, from, to, whole, anchored } = range;
  const checkpoints = notes.flatMap((note) => {
    const parsed = parseCheckpoint(note);
    return typeof parsed === "object" && parsed.size <= events && (whole || parsed.size > from)
      ? [{ note, size: parsed.size }]
      : [];
  });
  if (whole) return checkpoints;
  const covering = checkpoints.findIndex(({ size }) => size > to);
  if (covering < 0) return checkpoints;
  const held = checkpoints.findIndex(({ size }, place) => place >= covering && anchored.has(size));
  const sizes = checkpoints.map(({ size }) => size);
  const last = [held, covering]
    .filter((place) => place >= 0)
    .map((place) => checkpoints.findIndex(({ note }, at) => at >= place && counts(primitives, note, range.keys, sizes)))
    .find((place) => place >= 0);
  if (last === undefined) throw withdrawn(to);
  return checkpoints.slice(0, last + 1);
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
