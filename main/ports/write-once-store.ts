/** What a store outside this machine holds under a name. */
export interface KeptObject {
  /** Which of the versions under this name it is, as the store calls it. */
  readonly versionId: string;
  /** Of its bytes as the store computed it, lower-case hex; `null` where the store kept none. */
  readonly sha256: string | null;
  readonly bytes: number;
  /** `compliance`: nobody can delete it or shorten its time. `governance`: who has the right to can. */
  readonly lock: "compliance" | "governance" | null;
  /** UTC milliseconds, to the second; `null` without a lock. */
  readonly retainUntil: number | null;
}

/** A store that takes an object once and lets nobody take it back before its time. Every call throws Faults that a person can act on. */
export interface WriteOnceStore {
  /** What a person calls it: `s3://bucket/prefix`, with the machine where it is not Amazon's. */
  readonly place: string;
  /** Throws a Fault where the store cannot lock what it takes. */
  requireLock(): Promise<void>;
  /** The newest object of that name, or that version of it; `null` where there is none. */
  head(name: string, versionId?: string): Promise<KeptObject | null>;
  /**
   * Puts an object that cannot be deleted before `retainUntil` (UTC milliseconds); the store compares the bytes with
   * `sha256` (lower-case hex). Answers with the new version, `null` where an object of that name is already there: then
   * nothing was written.
   */
  put(name: string, object: { bytes: Uint8Array; sha256: string; retainUntil: number }): Promise<string | null>;
  /** Locks a version until a later time than it is locked now. */
  lengthen(name: string, versionId: string, retainUntil: number): Promise<void>;
  /** The bytes of that version; of more than `most` only so many that their number tells. */
  get(name: string, versionId: string, most: number): Promise<Uint8Array>;
  close(): void;
}
