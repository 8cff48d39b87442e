import { nodePrimitives } from "../../main/adapters/proof-node/node-primitives.ts";
import type { Bundle } from "../../main/audit/bundle.ts";
import { toBase64, toHex } from "../../main/audit/byte-text.ts";
import type { VerificationReport } from "../../main/audit/verifier/verification.ts";
import { type VerifyOptions, verifyBundle } from "../../main/audit/verifier/verify-bundle.ts";
import { type Forgery, first, forge, plainNotes, stranger } from "./forged-bundle.ts";

/** Verifies a document as a reader of its file would. */
export const verify = (
  bundle: unknown,
  remembered?: string,
  options: Omit<VerifyOptions, "remembered"> = {},
): VerificationReport => verifyBundle(nodePrimitives, JSON.stringify(bundle), remembered, options);

/** The codes that fail, each once. */
export const codesOf = (report: VerificationReport): string[] => [
  ...new Set(
    Object.values(report.levels)
      .flat()
      .filter(({ outcome }) => outcome === "fail")
      .map(({ code }) => code),
  ),
];

/** A forged bundle, changed afterwards. */
export const edit = (change: (bundle: Bundle) => void, forgery?: Forgery): Bundle => {
  const bundle = forge(forgery);
  change(bundle);
  return bundle;
};

/** A forged bundle whose last events receive the anchors it lists; `anchors` is given the checkpoints they are of. */
export function anchored(
  anchors: (checkpoints: readonly string[]) => Bundle["anchors"],
  forgery: Forgery = {},
): Bundle {
  const before = forge(forgery);
  const listed = anchors(before.checkpoints);
  const size = before.events.length;
  const events = [...(forgery.events ?? plainNotes), ...listed.map((data) => ({ type: "anchor.received", data }))];
  const checkpoints = [...(forgery.checkpoints ?? [{ size: 2 }, { size }]), { size: size + listed.length }];
  return { ...forge({ ...forgery, events, checkpoints }), anchors: listed };
}
export const note = (data: Record<string, string>) => ({ type: "note.added", data });
/** A session that names its key. */
export const session = (storage: string, key: typeof first) => ({
  type: "session.opened",
  data: { signing: { storage, publicKey: toBase64(key.publicKey) } },
});
/** The first key's replacement. */
export const rotation = (key: typeof first) => ({
  type: "key.rotated",
  data: {
    publicKey: toBase64(key.publicKey),
    replaces: toBase64(first.publicKey),
    nextKeySha256: toHex(nodePrimitives.sha256(stranger.publicKey)),
  },
});

/** A note with another signature. */
export function flip(checkpoint: string): string {
  const at = checkpoint.length - 20;
  return checkpoint.slice(0, at) + (checkpoint[at] === "A" ? "B" : "A") + checkpoint.slice(at + 1);
}
