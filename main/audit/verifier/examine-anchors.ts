import type { BundleHead } from "../bundle.ts";
import { fromBase64, toBase64 } from "../byte-text.ts";
import { parseCheckpoint, type SignedCheckpoint } from "../checkpoint.ts";
import type { Primitives } from "../primitives.ts";
import { cosignaturesOf, sameCheckpoint } from "./cosignature.ts";
import type { Givens } from "./givens.ts";

/** What one anchor of a bundle is worth, of a note that several cosigned what each of them says. */
export interface ExaminedAnchor {
  readonly kind: string;
  readonly size: number;
  /** As the bundle lists it. */
  readonly token: string;
  /** `holds`: someone the reader trusts says so. `unproven`: it is well formed, and only its maker can say more. */
  readonly outcome: "holds" | "unproven" | "false";
  /** The time it gives the checkpoint, milliseconds; only of what holds. */
  readonly at: number | null;
  /** Who made it; only of what holds. */
  readonly by: string | null;
  readonly text: string;
}

type Judged = Pick<ExaminedAnchor, "outcome" | "at" | "by" | "text">;

const isFalse = (text: string): Judged => ({ outcome: "false", at: null, by: null, text });
const unproven = (text: string): Judged => ({ outcome: "unproven", at: null, by: null, text });

function examineCosignature(
  primitives: Primitives,
  checkpoint: SignedCheckpoint,
  token: Uint8Array,
  { witnesses }: Givens,
): readonly Judged[] {
  const note = parseCheckpoint(primitives.decodeUtf8(token) ?? "");
  if (typeof note === "string") return [isFalse(`it is no signed note: ${note}`)];
  if (!sameCheckpoint(note, checkpoint)) return [isFalse("it speaks of another checkpoint")];
  const cosigned = cosignaturesOf(primitives, note, witnesses);
  const wrong = cosigned.find(({ at }) => at === null);
  if (wrong) return [isFalse(`the cosignature of ${wrong.by.name} does not verify`)];
  if (cosigned.length === 0) {
    const names = note.signatures.map(({ name }) => name).slice(0, 4);
    return [unproven(`${names.join(", ")} cosigned it; the reader gave no key of theirs`)];
  }
  return cosigned.map(({ at, by: { name } }) => ({
    outcome: "holds",
    at,
    by: name,
    text: `${name} saw this checkpoint and none that contradicts it`,
  }));
}

function examineReceipt(primitives: Primitives, { origin, size, root }: SignedCheckpoint, token: Uint8Array): Judged {
  const text = primitives.decodeUtf8(token);
  if (text === null) return isFalse("it is no text");
  const quotes =
    text.includes(origin) && new RegExp(`(?<!\\d)${size}(?!\\d)`).test(text) && text.includes(toBase64(root));
  return quotes
    ? unproven("a receipt that quotes the checkpoint: compare it with the copy of who received it")
    : isFalse("it does not quote the checkpoint");
}

function examineTimestamp(
  { utf8 }: Primitives,
  { text }: SignedCheckpoint,
  token: Uint8Array,
  { readTimestamp }: Givens,
): Judged {
  if (readTimestamp === null)
    return unproven("a timestamp token, which is not read here: the verify command reads it, with --authority ROOT");
  const read = readTimestamp(token, utf8(text));
  if ("isFalse" in read) return isFalse(read.isFalse);
  if ("unpinned" in read) return unproven(read.unpinned);
  return { outcome: "holds", ...read, text: `${read.by} says that this checkpoint was there` };
}

function examine(
  primitives: Primitives,
  { kind, size, token: text }: BundleHead["anchors"][number],
  checkpointOf: CheckpointOf,
  givens: Givens,
): readonly Judged[] {
  const checkpoint = checkpointOf(size);
  if (!checkpoint) return [isFalse("the bundle has no checkpoint of that size")];
  const token = fromBase64(text);
  if (!token) return [isFalse("its token is no base64")];
  switch (kind) {
    case "cosignature":
      return examineCosignature(primitives, checkpoint, token, givens);
    case "receipt":
      return [examineReceipt(primitives, checkpoint, token)];
    case "rfc3161":
      return [examineTimestamp(primitives, checkpoint, token, givens)];
    default:
      return [isFalse(`there is no such kind of anchor as ${JSON.stringify(kind.slice(0, 40))}`)];
  }
}

/** Finds the checkpoint over so many events. */
export type CheckpointOf = (size: number) => SignedCheckpoint | undefined;

/**
 * Examines every anchor of a bundle against the checkpoint it is about and against whom the reader trusts. A note under which
 * several stand whom the reader knows is one anchor by each of them.
 */
export function examineAnchors(
  primitives: Primitives,
  anchors: BundleHead["anchors"],
  checkpointOf: CheckpointOf,
  givens: Givens,
): ExaminedAnchor[] {
  return anchors.flatMap((anchor) =>
    examine(primitives, anchor, checkpointOf, givens).map((judged) => ({
      kind: anchor.kind.slice(0, 40),
      size: anchor.size,
      token: anchor.token,
      ...judged,
    })),
  );
}
