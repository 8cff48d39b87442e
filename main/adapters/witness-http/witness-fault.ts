import { Fault } from "../../../shared/model/fault.ts";

/** The folder of a witness cannot be used as it is. */
export function witnessFault(message: string, remedy: string): Fault {
  return new Fault("WITNESS-STATE", "storage", message, remedy);
}

/** What was asked of a witness is nothing that one can be. */
export function witnessChoice(message: string, remedy: string): Fault {
  return new Fault("WITNESS-CHOICE", "validation", message, remedy);
}

/** A witness gave no cosignature. */
/** A witness cosigns only what a key it was given has signed. */
export function keyUnknown(url: string, said: string): Fault {
  return new Fault(
    "ANCHOR-WITNESS",
    "network",
    `the witness at ${url} did not cosign: it knows no key of this journal (${said})`,
    "Give it the journal's present line of vkeys: Compliance shows it under Signing keys, and it changes with every rotation. A journal without a keychain has a new key every session, which no witness can know.",
  );
}

export function witnessRefused(url: string, why: string, cause?: unknown): Fault {
  return new Fault(
    "ANCHOR-WITNESS",
    "network",
    `the witness at ${url} did not cosign: ${why}`,
    "Try again later; trading does not wait for it. If it says that the journal was rewritten, keep both and ask the firm.",
    { cause },
  );
}
