import { type Bundle, type BundleClaims, bundleFormat } from "./bundle.ts";
import { toBase64 } from "./byte-text.ts";
import { parseCheckpoint } from "./checkpoint.ts";
import { readEvent } from "./event-text.ts";
import { leafOf } from "./leaf.ts";
import { MerkleTree } from "./merkle-tree.ts";
import type { Primitives } from "./primitives.ts";
import { redactionsOf } from "./redaction.ts";
import { followKeys } from "./verifier/announced-keys.ts";
import { formatVkey } from "./verifying-key.ts";

/** What a bundle is made of: the whole journal's texts in order, its checkpoints, and the range that is asked for. */
export interface BundleSource {
  readonly origin: string;
  /** Every stored event from seq 0 on. */
  readonly texts: readonly string[];
  /** Sizes ascending; the last one covers all texts. */
  readonly notes: readonly string[];
  readonly from: number;
  /** Inclusive. */
  readonly to: number;
  readonly claims: BundleClaims;
}

type Anchors = Bundle["anchors"];

/** What the journal says it received from outside, in the form of a bundle. */
function anchorsIn(texts: readonly string[]): Anchors {
  return texts.flatMap((text) => {
    if (!text.endsWith('"type":"anchor.received","v":1}')) return [];
    const { kind, size, token } = readEvent(text).data;
    return typeof kind === "string" && typeof size === "number" && typeof token === "string"
      ? [{ kind, size, token }]
      : [];
  });
}

/** A part ends with the first checkpoint that covers it, or with the first behind that one which somebody outside holds. */
function lastCarried(checkpoints: readonly { readonly size: number }[], covering: number, anchors: Anchors): number {
  const anchored = new Set(anchors.map(({ size }) => size));
  const first = checkpoints.findIndex(({ size }, place) => place >= covering && anchored.has(size));
  return first < 0 ? covering : first;
}

/**
 * Makes the proof of a range. The whole journal travels as it is, for its roots can be recomputed; a part carries the
 * checkpoints from its first event on, a proof for each event under the last of them, and the links between them.
 */
export function composeBundle(primitives: Primitives, source: BundleSource): Bundle {
  const { origin, texts, notes, from, to, claims } = source;
  const whole = from === 0 && to === texts.length - 1;
  const checkpoints = notes.flatMap((note) => {
    const parsed = parseCheckpoint(note);
    return typeof parsed === "object" && parsed.size <= texts.length && (whole || parsed.size > from)
      ? [{ note, size: parsed.size }]
      : [];
  });
  const covering = checkpoints.findIndex(({ size }) => size > to);
  const anchors = anchorsIn(texts);
  const carried =
    whole || covering < 0 ? checkpoints : checkpoints.slice(0, lastCarried(checkpoints, covering, anchors) + 1);
  const carriedSizes = new Set(carried.map(({ size }) => size));
  const announcing = texts.filter((text) =>
    /"type":"(journal\.genesis|key\.(rotated|revoked)|session\.opened)","v":1\}$/.test(text),
  );
  const { keys } = followKeys(primitives, origin, announcing.map(readEvent));
  const bundle: Bundle = {
    format: bundleFormat,
    origin,
    range: { from, to },
    vkeys: keys.map(formatVkey),
    events: texts.slice(from, to + 1),
    macs: null,
    checkpoints: carried.map(({ note }) => note),
    inclusion: [],
    consistency: [],
    anchors: anchors.filter(({ size }) => carriedSizes.has(size)).sort((a, b) => a.size - b.size),
    redactions: texts
      .slice(from, to + 1)
      .flatMap((text) => (text.endsWith('"type":"note.added","v":1}') ? redactionsOf(readEvent(text)) : [])),
    claims,
  };
  const size = carried.at(-1)?.size;
  if (whole || size === undefined) return bundle;
  const tree = new MerkleTree(
    primitives.sha256,
    texts.slice(0, size).map((text) => leafOf(primitives, text)),
  );
  bundle.inclusion = bundle.events.map((_, i) => ({
    seq: from + i,
    size,
    proof: tree.inclusionProof(from + i, size).map(toBase64),
  }));
  bundle.consistency = carried.slice(0, -1).map((older, i) => {
    const newer = carried[i + 1]?.size ?? size;
    return { from: older.size, to: newer, proof: tree.consistencyProof(older.size, newer).map(toBase64) };
  });
  return bundle;
}
