import type { JournalData } from "../../shared/model/journal-event.ts";
import { toBase64, toHex } from "./byte-text.ts";
import type { VerifyingKey } from "./verifying-key.ts";

/** The form of a journal, as its genesis names it. */
export const journalFormat = "proofdesk-journal/1";

/** What was built and how it is set up; hashes are lower-case hex, `unknown` where the build does not carry them. */
export interface BuildInfo {
  readonly version: string;
  readonly gitSha: string;
  readonly buildHash: string;
  readonly configHash: string;
}

/** Where the private half of the signing key lives; `session` keys end with the process. */
export type KeyStorage = "keychain" | "session";

/** The last checkpoint of the journal whose place another takes because its keys were lost; `root` is base64. */
export interface Predecessor {
  readonly origin: string;
  readonly size: number;
  readonly root: string;
}

/** The data of `journal.genesis`: whose journal this is, its first key, and the commitment to the next one. */
export function genesisData(
  key: VerifyingKey,
  nextKeyHash: Uint8Array,
  storage: KeyStorage,
  predecessor: Predecessor | null = null,
): JournalData {
  return {
    format: journalFormat,
    origin: key.name,
    publicKey: toBase64(key.publicKey),
    keyId: key.keyId,
    nextKeySha256: toHex(nextKeyHash),
    storage,
    ...(predecessor ? { predecessor: { ...predecessor } } : {}),
  };
}

/** The data of `session.opened`. No outside clock is asked yet, so the offset of this one and its error are unknown, and said so. */
export function sessionOpenedData(key: VerifyingKey, storage: KeyStorage, build: BuildInfo, note: string): JournalData {
  return {
    app: { ...build },
    clock: { offset: "unknown", error: "unknown" },
    signing: { storage, publicKey: toBase64(key.publicKey), keyId: key.keyId, note },
  };
}
