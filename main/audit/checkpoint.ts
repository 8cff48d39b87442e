import { fromBase64, toBase64, toHex } from "./byte-text.ts";
import type { Primitives, Sign } from "./primitives.ts";
import type { VerifyingKey } from "./verifying-key.ts";

/** The state of a journal at one size. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

export interface NoteSignature {
  readonly name: string;
  readonly keyId: string;
  readonly signature: Uint8Array;
}

/** A parsed C2SP signed note: what was signed, by whom; nothing in it is checked yet. */
export interface SignedCheckpoint extends Checkpoint {
  /** The signed text: three lines with their newlines. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const maxNoteLength = 8192;
const maxSignatures = 16;

/** The text that is signed: origin, decimal size, base64 root, a line each. */
export function checkpointText(checkpoint: Checkpoint): string {
  return `${checkpoint.origin}\n${checkpoint.size}\n${toBase64(checkpoint.root)}\n`;
}

/** Who signs: a key and the function that signs with its private half. */
export interface Signer {
  readonly key: VerifyingKey;
  readonly sign: Sign;
}

/** One line of a note: `— name base64(keyId ‖ signature)`. */
export function signatureLine(name: string, keyId: string, signature: Uint8Array): string {
  const id = [0, 2, 4, 6].map((at) => Number.parseInt(keyId.slice(at, at + 2), 16));
  return `— ${name} ${toBase64(Uint8Array.of(...id, ...signature))}\n`;
}

/** Signs a checkpoint: its text, an empty line, and a line for each signer. */
export function signCheckpoint(
  utf8: Primitives["utf8"],
  checkpoint: Checkpoint,
  key: VerifyingKey,
  sign: Sign,
  others: readonly Signer[] = [],
): string {
  const text = checkpointText(checkpoint);
  const message = utf8(text);
  const lines = [{ key, sign }, ...others].map((one) => signatureLine(one.key.name, one.key.keyId, one.sign(message)));
  return `${text}\n${lines.join("")}`;
}

/** Reads a signed note; answers with the reason where it is not one. Signatures of unknown algorithms are kept as they are. */
export function parseCheckpoint(note: string): SignedCheckpoint | string {
  if (note.length > maxNoteLength) return `the note is longer than ${maxNoteLength} characters`;
  if (!note.endsWith("\n")) return "the note does not end with a newline";
  const [origin = "", sizeText = "", rootText = "", empty, ...lines] = note.slice(0, -1).split("\n");
  if (empty !== "" || lines.length === 0) return "the note is not three lines, an empty line and its signatures";
  if (lines.length > maxSignatures) return `the note has more than ${maxSignatures} signatures`;
  if (!/^[^\s+]+$/.test(origin)) return "the origin is not a name";
  const size = Number(sizeText);
  if (!/^[1-9]\d*$/.test(sizeText) || !Number.isSafeInteger(size)) return "the size is not a positive integer";
  const root = fromBase64(rootText);
  if (root?.length !== 32) return "the root is not base64 of 32 bytes";
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const match = /^— ([^\s+]+) ([A-Za-z0-9+/=]+)$/u.exec(line);
    const bytes = match && fromBase64(match[2] ?? "");
    if (!match || !bytes || bytes.length < 5) return "a signature line is malformed";
    signatures.push({ name: match[1] ?? "", keyId: toHex(bytes.subarray(0, 4)), signature: bytes.slice(4) });
  }
  return { origin, size, root, text: checkpointText({ origin, size, root }), signatures };
}

/** Which of the given keys signed the checkpoint, and which of them put a wrong signature under it. */
export function checkSignatures(
  primitives: Primitives,
  checkpoint: SignedCheckpoint,
  keys: readonly VerifyingKey[],
): { readonly valid: VerifyingKey[]; readonly invalid: VerifyingKey[] } {
  const message = primitives.utf8(checkpoint.text);
  const valid: VerifyingKey[] = [];
  const invalid: VerifyingKey[] = [];
  for (const { name, keyId, signature } of checkpoint.signatures) {
    const known = keys.filter((key) => key.name === name && key.keyId === keyId);
    const signer = known.find(
      (key) => signature.length === 64 && primitives.verifyEd25519(key.publicKey, message, signature),
    );
    if (signer) valid.push(signer);
    else if (known[0]) invalid.push(known[0]);
  }
  return { valid, invalid };
}
