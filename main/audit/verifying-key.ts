import { fromBase64, toBase64, toHex } from "./byte-text.ts";
import type { Primitives } from "./primitives.ts";

/** A public key under the name it signs for; `keyId` is eight hexadecimal digits. */
export interface VerifyingKey {
  readonly name: string;
  readonly keyId: string;
  readonly publicKey: Uint8Array;
}

/** The algorithm byte of Ed25519 in C2SP signed notes. */
const ed25519 = 1;

/** Names a public key: `keyId = SHA-256(name ‖ "\n" ‖ 0x01 ‖ publicKey)[0:4]` (C2SP signed-note). */
export function verifyingKey(primitives: Primitives, name: string, publicKey: Uint8Array): VerifyingKey {
  const head = primitives.utf8(`${name}\n`);
  const preimage = new Uint8Array(head.length + 1 + publicKey.length);
  preimage.set(head);
  preimage[head.length] = ed25519;
  preimage.set(publicKey, head.length + 1);
  return { name, keyId: toHex(primitives.sha256(preimage).subarray(0, 4)), publicKey };
}

/** The key as one line: `<name>+<hex keyId>+<base64(0x01 ‖ publicKey)>`. */
export function formatVkey(key: VerifyingKey): string {
  return `${key.name}+${key.keyId}+${toBase64(Uint8Array.of(ed25519, ...key.publicKey))}`;
}

/** Reads a vkey line; `null` when it is malformed, of another algorithm, or its id does not belong to its key. */
export function parseVkey(primitives: Primitives, text: string): VerifyingKey | null {
  const match = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text);
  const bytes = match && fromBase64(match[3] ?? "");
  if (!match || bytes?.length !== 33 || bytes[0] !== ed25519) return null;
  const key = verifyingKey(primitives, match[1] ?? "", bytes.slice(1));
  return key.keyId === match[2] ? key : null;
}
