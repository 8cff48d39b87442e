import { fromBase64, sameBytes, toHex } from "../byte-text.ts";
import type { SignedCheckpoint } from "../checkpoint.ts";
import type { Primitives } from "../primitives.ts";
import type { VerifyingKey } from "../verifying-key.ts";

/** The algorithm byte of Ed25519 cosignatures (C2SP tlog-cosignature). */
const cosigning = 4;

/** Reads a witness's key, `<name>+<hex keyId>+<base64(0x04 ‖ publicKey)>`; `null` for what is none. */
export function parseWitnessKey(primitives: Primitives, line: string): VerifyingKey | null {
  const match = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(line.trim());
  const bytes = match && fromBase64(match[3] ?? "");
  if (!match || bytes?.length !== 33 || bytes[0] !== cosigning) return null;
  const name = match[1] ?? "";
  const head = primitives.utf8(`${name}\n`);
  const preimage = new Uint8Array(head.length + 33);
  preimage.set(head);
  preimage.set(bytes, head.length);
  const keyId = toHex(primitives.sha256(preimage).subarray(0, 4));
  return keyId === match[2] ? { name, keyId, publicKey: bytes.slice(1) } : null;
}

/** What a witness said of a checkpoint. */
export interface Cosigned {
  readonly by: VerifyingKey;
  /** POSIX milliseconds; `null` where the signature is false. */
  readonly at: number | null;
}

/** What the known witnesses put under a note. Lines of others are passed over. */
export function cosignaturesOf(
  primitives: Primitives,
  note: SignedCheckpoint,
  witnesses: readonly VerifyingKey[],
): Cosigned[] {
  return note.signatures.flatMap(({ name, keyId, signature }) => {
    const by = witnesses.find((key) => key.name === name && key.keyId === keyId);
    return by ? [{ by, at: cosignedAt(primitives, note, by, signature) }] : [];
  });
}

function cosignedAt(
  primitives: Primitives,
  { text }: SignedCheckpoint,
  { publicKey }: VerifyingKey,
  signature: Uint8Array,
): number | null {
  if (signature.length !== 72) return null;
  let seconds = 0;
  for (const byte of signature.subarray(0, 8)) seconds = seconds * 256 + byte;
  // Beyond the year 9999 no checkpoint is signed, and seconds would lose digits.
  if (seconds > 253_402_300_799) return null;
  const message = primitives.utf8(`cosignature/v1\ntime ${seconds}\n${text}`);
  return primitives.verifyEd25519(publicKey, message, signature.subarray(8)) ? seconds * 1000 : null;
}

/** Whether two notes are about the very same text. */
export function sameCheckpoint(a: SignedCheckpoint, b: SignedCheckpoint): boolean {
  return a.origin === b.origin && a.size === b.size && sameBytes(a.root, b.root);
}
