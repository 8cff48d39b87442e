import { timingSafeEqual } from "node:crypto";
import { type LeafMac, leafMac } from "./leaf-mac.ts";
import type { MacKeys } from "./mac-keys.ts";
import { brokenChain } from "./storage-fault.ts";

/** The marks of a row as they are stored. */
export interface MarkedRow {
  readonly mac: Uint8Array | null;
  readonly mac_version: number | null;
}

/** Checks the macs of rows in order. Rows that nobody can check, for want of a kept key, are counted. */
export class RowMacs {
  readonly #from: number | null;
  readonly #macs: ReadonlyMap<number, LeafMac>;
  /** Whether the session that wrote the rows at hand said that it had none of this keychain's keys. */
  #sessionKey: boolean;
  /** The first of the rows at hand that a session without a keychain may have written before it recorded that it began. */
  #early: number | null = null;
  checked = 0;
  unchecked = 0;

  constructor(keys: Pick<MacKeys, "from" | "kept"> | null, sessionKey: boolean) {
    this.#from = keys?.from ?? null;
    this.#macs = new Map([...(keys?.kept ?? [])].map(([version, key]) => [version, leafMac(key)]));
    this.#sessionKey = sessionKey;
  }

  /** A session was opened and said where its key lives. */
  enterSession(storage: unknown): void {
    this.#sessionKey = storage === "session";
    if (this.#sessionKey) this.#early = null;
  }

  /** Throws a Fault `STORAGE-CHAIN` where the mac is missing or is not that of the leaf. */
  check(seq: number, leaf: Uint8Array, { mac, mac_version: version }: MarkedRow): void {
    const where = `event ${seq}`;
    const known = version === null ? undefined : this.#macs.get(version);
    if (known) {
      if (this.#early !== null) throw withoutMac(this.#early);
      if (mac?.length !== 32 || !timingSafeEqual(mac, known(Buffer.from(leaf)))) {
        throw brokenChain(where, "its row was not written by this desk: its mac is false");
      }
      this.checked += 1;
      return;
    }
    const excused = this.#from === null || seq < this.#from || (version !== null && this.#sessionKey);
    // What an earlier session could not store is merged before the next one records that it began.
    if (!excused && version === 0) this.#early ??= seq;
    else if (!excused) throw withoutMac(seq);
    this.unchecked += 1;
  }
}

/** A row that a desk with a keychain did not write, as a Fault `STORAGE-CHAIN`. */
export function withoutMac(seq: number): Error {
  return brokenChain(`event ${seq}`, "its row carries no mac of a key that this desk keeps");
}
