import { Fault } from "../../../shared/model/fault.ts";

/** The folder of a witness cannot be used as it is. */
export function witnessFault(message: string, remedy: string): Fault {
  return new Fault("WITNESS-STATE", "storage", message, remedy);
}

/** A witness gave no cosignature. */
export function witnessRefused(url: string, why: string, cause?: unknown): Fault {
  return new Fault(
    "ANCHOR-WITNESS",
    "network",
    `the witness at ${url} did not cosign: ${why}`,
    "Try again later; trading does not wait for it. If it says that the journal was rewritten, keep both and ask the firm.",
    { cause },
  );
}
