/** The few functions of the outside world that proofs need, passed in because this room is pure. */
export interface Primitives {
  readonly utf8: (text: string) => Uint8Array;
  /** Bytes as text, a byte order mark included; `null` for what is no UTF-8. */
  readonly decodeUtf8: (bytes: Uint8Array) => string | null;
  readonly isUtf8: (bytes: Uint8Array) => boolean;
  readonly sha256: (bytes: Uint8Array) => Uint8Array;
  /**
   * The same, written to a place of `into`, for who makes so many that an array for each would cost as much as the hash.
   * Returns where it ends.
   */
  readonly sha256Into: (bytes: Uint8Array, into: Uint8Array, at: number) => number;
  /** SHA-256 of a text's UTF-8 as lower-case hex, where the platform has a shorter way than by its bytes. */
  readonly sha256HexOfText?: (text: string) => string;
  /** Ed25519 as in RFC 8032; `publicKey` is the raw 32 bytes. Answers false, never throws, for what it cannot check. */
  readonly verifyEd25519: (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;
}

/** Signs a message with the key in use; 64 bytes of Ed25519. */
export type Sign = (message: Uint8Array) => Uint8Array;
