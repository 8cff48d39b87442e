import { ed25519FromSeed, nodePrimitives } from "../../main/adapters/proof-node/node-primitives.ts";
import type { Bundle } from "../../main/audit/bundle.ts";
import { toBase64, toHex } from "../../main/audit/byte-text.ts";
import { canonicalize } from "../../main/audit/canonical.ts";
import { signCheckpoint } from "../../main/audit/checkpoint.ts";
import { leafOf, noPrevious } from "../../main/audit/leaf.ts";
import { MerkleTree } from "../../main/audit/merkle-tree.ts";
import { formatVkey, type VerifyingKey, verifyingKey } from "../../main/audit/verifying-key.ts";
import type { JournalData, JournalEvent, JournalValue } from "../../shared/model/journal-event.ts";

export const origin = "proofdesk/00000000-0000-4000-8000-000000000000";

/** A key pair of a forger, from a number, or from two where one byte has too few. */
export function forgerKey(number: number, more?: number): VerifyingKey & { sign: (message: Uint8Array) => Uint8Array } {
  const seed = new Uint8Array(32).fill(number);
  if (more !== undefined) new DataView(seed.buffer).setUint32(0, more);
  const { publicKey, sign } = ed25519FromSeed(seed);
  return { ...verifyingKey(nodePrimitives, origin, publicKey), sign };
}

export const first = forgerKey(1);
export const second = forgerKey(2);
export const stranger = forgerKey(9);

type Loose = { -readonly [K in keyof JournalEvent]: unknown } & { type: string; data: JournalData };

export interface Forgery {
  /** Types and data after genesis and session; seq, prev and the rest are filled in. */
  readonly events?: readonly { readonly type: string; readonly data: JournalData }[];
  /** Changes an event before it is hashed; a text replaces its canonical bytes. */
  readonly alter?: (event: Loose) => Loose | string;
  readonly checkpoints?: readonly {
    readonly size: number;
    readonly key?: ReturnType<typeof forgerKey>;
    /** Signs the same note as well. */
    readonly also?: ReturnType<typeof forgerKey>;
    readonly root?: Uint8Array;
    readonly origin?: string;
  }[];
}

const opening = [
  {
    type: "journal.genesis",
    data: {
      format: "proofdesk-journal/1",
      origin,
      publicKey: toBase64(first.publicKey),
      keyId: first.keyId,
      nextKeySha256: toHex(nodePrimitives.sha256(second.publicKey)),
      storage: "keychain",
    },
  },
  { type: "session.opened", data: { signing: { storage: "keychain", publicKey: toBase64(first.publicKey) } } },
];
/** What a forged journal holds unless told otherwise. */
export const plainNotes = [2, 3, 4, 5, 6, 7].map((n) => ({
  type: "note.added",
  data: { text: `note ${n}`, size: "0.5" },
}));

/** A bundle by someone who holds the keys: hashes, roots and signatures are right unless told otherwise. */
export function forge({ events = plainNotes, alter = (event) => event, checkpoints }: Forgery = {}): Bundle {
  const texts: string[] = [];
  const leaves: Uint8Array[] = [];
  for (const [seq, { type, data }] of [...opening, ...events].entries()) {
    const last = leaves.at(-1);
    const altered = alter({
      v: 1,
      seq,
      prev: last ? toHex(last) : noPrevious,
      type,
      at: "2026-01-31T12:00:00.000Z",
      mono: String(seq),
      session: "s",
      actor: { kind: "desk", id: "forger" },
      trace: "t",
      cause: null,
      data,
    });
    const text = typeof altered === "string" ? altered : canonicalize(altered as unknown as JournalValue);
    texts.push(text);
    leaves.push(leafOf(nodePrimitives, text));
  }
  const tree = new MerkleTree(nodePrimitives.sha256Into, leaves);
  const signed = checkpoints ?? [{ size: 2 }, { size: texts.length }];
  return {
    format: "proofdesk-bundle/1",
    origin,
    range: { from: 0, to: texts.length - 1 },
    vkeys: [formatVkey(first)],
    events: texts,
    macs: null,
    checkpoints: signed.map(({ size, key = first, also, root, origin: name = origin }) => {
      const checkpoint = { origin: name, size, root: root ?? tree.root(Math.min(size, texts.length)) };
      const [note = "", more = ""] = [key, also].flatMap((signer) =>
        signer ? [signCheckpoint(nodePrimitives.utf8, checkpoint, signer, signer.sign)] : [],
      );
      return note + (more.split("\n\n")[1] ?? "");
    }),
    inclusion: [],
    consistency: [],
    anchors: [],
    redactions: [],
    claims: { period: {}, account: {}, metrics: [], daily: [], orders: [], preset: { id: "", sha256: "" } },
  };
}
