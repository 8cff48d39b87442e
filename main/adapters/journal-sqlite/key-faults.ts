import { Fault } from "../../../shared/model/fault.ts";

/** The key that would follow is not kept: the succession cannot go on. */
export function nextKeyLost(): Fault {
  return new Fault(
    "KEYS-NEXT-LOST",
    "security",
    "the keychain does not hold the key this journal committed to as its next",
    "Unlock the keychain this journal began with. If both keys are gone, begin a new journal with keys renew; the old one stays readable.",
  );
}

/** The current key is not kept: only the next one can go on. */
export function currentKeyLost(): Fault {
  return new Fault(
    "KEYS-CURRENT-LOST",
    "security",
    "the keychain does not hold this journal's current key, so it cannot sign for its successor",
    "Unlock the keychain, or if the key is lost for good go on with the committed next one: keys recover.",
  );
}

/** What was to be kept was not given back. */
export function keyNotKept(): Fault {
  return new Fault(
    "KEYS-NOT-KEPT",
    "security",
    "the keychain does not keep what it is given: a key made now would be lost with this session",
    "Check that the keychain is unlocked and may be written, then try again; nothing was changed.",
  );
}

/** No key, or more than one, has this id. */
export function noSuchKey(id: string, known: readonly string[]): Fault {
  return new Fault(
    "KEYS-UNKNOWN",
    "validation",
    `this journal knows no single key ${id}`,
    `Name one of ${known.join(", ")}; proofdesk keys lists them.`,
  );
}

/** The range of a revocation is not one of this journal. */
export function noSuchSeq(from: number, events: number): Fault {
  return new Fault(
    "KEYS-FROM",
    "validation",
    `a key cannot be revoked from event ${from} on in a journal of ${events} events`,
    `Give --from a number from 0 to ${events}.`,
  );
}

/** The profile that was to hold the new journal has one. */
export function successorExists(profileDir: string): Fault {
  return new Fault(
    "KEYS-PROFILE-TAKEN",
    "validation",
    `${profileDir} holds a journal already`,
    "Name a folder that is new or empty with --into.",
  );
}
