import { fromBase64, sameBytes, toBase64, toHex } from "./byte-text.ts";
import { checkSignatures, parseCheckpoint, type SignedCheckpoint, signatureLine } from "./checkpoint.ts";
import { verifyConsistency } from "./merkle-proof.ts";
import type { Primitives, Sign } from "./primitives.ts";
import type { VerifyingKey } from "./verifying-key.ts";

/** What a log asks of a witness in one `add-checkpoint` call (C2SP tlog-witness). */
export interface AddCheckpoint {
  /** The size of the checkpoint that the witness cosigned last, as the log believes. */
  readonly old: number;
  /** Base64 hashes that show the old tree to be a prefix of the new one. */
  readonly proof: readonly string[];
  readonly note: string;
}

/** The most lines of a proof, as the protocol has it. */
const maxProofLines = 63;

/** The body of a request: the old size, the proof, an empty line, the checkpoint. */
export function formatAddCheckpoint({ old, proof, note }: AddCheckpoint): string {
  return `old ${old}\n${proof.map((hash) => `${hash}\n`).join("")}\n${note}`;
}

/** Reads the body of a request; `null` for what is none. */
export function parseAddCheckpoint(body: string): AddCheckpoint | null {
  const end = body.indexOf("\n\n");
  if (end < 0) return null;
  const [first = "", ...proof] = body.slice(0, end).split("\n");
  const match = /^old (0|[1-9]\d*)$/.exec(first);
  const old = Number(match?.[1]);
  if (!match || !Number.isSafeInteger(old) || proof.length > maxProofLines) return null;
  if (proof.some((hash) => fromBase64(hash)?.length !== 32)) return null;
  return { old, proof, note: body.slice(end + 2) };
}

/** What a witness remembers of one journal: the checkpoint it cosigned last. */
export interface Witnessed {
  readonly size: number;
  readonly root: Uint8Array;
}

export type WitnessAnswer =
  | { readonly status: 200; readonly checkpoint: SignedCheckpoint }
  | { readonly status: 400 | 403 | 404 | 422; readonly reason: string }
  /** `size` is what the witness cosigned last: the answer's body. */
  | { readonly status: 409; readonly size: number; readonly reason: string };

/**
 * Judges a request as the protocol prescribes, in its order. `keysOf` names the keys a journal may sign with, `null` for a
 * journal the witness does not know; `latest` what it cosigned last. Who calls has to keep the checkpoint before it answers.
 */
export function judgeAddCheckpoint(
  primitives: Primitives,
  body: string,
  keysOf: (origin: string) => readonly VerifyingKey[] | null,
  latest: (origin: string) => Witnessed | null,
): WitnessAnswer {
  const request = parseAddCheckpoint(body);
  const checkpoint = request ? parseCheckpoint(request.note) : "the request is malformed";
  if (!request || typeof checkpoint === "string") return { status: 400, reason: String(checkpoint) };
  const { origin, size, root } = checkpoint;
  const keys = keysOf(origin);
  if (!keys) return { status: 404, reason: "this witness does not know the journal" };
  if (checkSignatures(primitives, checkpoint, keys).valid.length === 0) {
    return { status: 403, reason: "no key that this witness trusts signed the checkpoint" };
  }
  if (request.old > size) return { status: 400, reason: "the old size exceeds the checkpoint's" };
  const known = latest(origin);
  const conflict = (reason: string): WitnessAnswer => ({ status: 409, size: known?.size ?? 0, reason });
  if (request.old !== (known?.size ?? 0)) return conflict("the old size is not that of the last checkpoint");
  if (known && known.size === size && !sameBytes(known.root, root)) {
    return conflict("another checkpoint of this size was cosigned: the journal was rewritten");
  }
  const proof = request.proof.map((hash) => fromBase64(hash) ?? new Uint8Array(0));
  const holds = known
    ? verifyConsistency(primitives.sha256, known.size, size, proof, known.root, root)
    : proof.length === 0;
  if (!holds) return { status: 422, reason: "the proof does not show that the journal only grew" };
  return { status: 200, checkpoint };
}

/** The key of a witness: `keyId = SHA-256(name ‖ "\n" ‖ 0x04 ‖ publicKey)[0:4]` (C2SP tlog-cosignature). */
export function witnessKey(primitives: Primitives, name: string, publicKey: Uint8Array): VerifyingKey {
  const head = primitives.utf8(`${name}\n`);
  const preimage = Uint8Array.of(...head, 4, ...publicKey);
  return { name, keyId: toHex(primitives.sha256(preimage).subarray(0, 4)), publicKey };
}

/** The key as a line to give to readers: `<name>+<hex keyId>+<base64(0x04 ‖ publicKey)>`. */
export function formatWitnessKey({ name, keyId, publicKey }: VerifyingKey): string {
  return `${name}+${keyId}+${toBase64(Uint8Array.of(4, ...publicKey))}`;
}

/** One `cosignature/v1` line over a checkpoint's text, with its time in POSIX seconds. */
export function cosign(
  primitives: Primitives,
  checkpoint: Pick<SignedCheckpoint, "text">,
  key: VerifyingKey,
  sign: Sign,
  seconds: number,
): string {
  const time = new Uint8Array(8);
  for (let i = 7, rest = seconds; i >= 0; i--, rest = Math.floor(rest / 256)) time[i] = rest % 256;
  const signature = sign(primitives.utf8(`cosignature/v1\ntime ${seconds}\n${checkpoint.text}`));
  return signatureLine(key.name, key.keyId, Uint8Array.of(...time, ...signature));
}
