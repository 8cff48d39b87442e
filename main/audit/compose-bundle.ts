import { type Bundle, type BundleClaims, bundleFormat } from "./bundle.ts";
import { toBase64 } from "./byte-text.ts";
import { carriedCheckpoints, mostCarried, type SizedNote, sizedNotes } from "./carried-checkpoints.ts";
import { cutPage, type EventPage, type EventTexts, leavesOf, numbered, pagesOf } from "./event-page.ts";
import { readEvent } from "./event-text.ts";
import { MerkleTree } from "./merkle-tree.ts";
import type { Primitives } from "./primitives.ts";
import { anchorOf } from "./received-anchors.ts";
import { redactionsOf } from "./redaction.ts";
import { followKeys } from "./verifier/announced-keys.ts";
import { formatVkey } from "./verifying-key.ts";

/** What a bundle is made of: the journal's texts in order, its checkpoints, and the range that is asked for. */
interface Source {
  readonly origin: string;
  /** Sizes ascending; the last one covers all texts. */
  readonly notes: Iterable<SizedNote>;
  readonly from: number;
  /** Inclusive. */
  readonly to: number;
  /** How many checkpoints the bundle carries at most; default {@link mostCarried}. */
  readonly most?: number;
}

export interface BundleSource extends Omit<Source, "notes"> {
  readonly notes: readonly string[];
  /** Every stored event from seq 0 on. */
  readonly texts: readonly string[];
  readonly claims: BundleClaims;
}

/** The same with events that are read once, as they come. */
export interface StreamedSource extends Source {
  /** All there are, those of {@link bundledTypes} told. */
  readonly pages: Iterable<EventPage>;
  /** How many there are. */
  readonly events: number;
  /** The texts that announce keys, in order. */
  readonly keyTexts: readonly string[];
  /** Asked when every event has been read. */
  readonly claims: () => BundleClaims;
}

/** One member of a bundle; a list is read once, before the next member is asked for. */
export type BundleMember =
  | readonly ["events", Iterable<EventTexts>]
  | {
      readonly [Key in Exclude<keyof Bundle, "events">]: readonly [
        Key,
        Bundle[Key] extends readonly (infer Member)[] ? Iterable<Member> : Bundle[Key],
      ];
    }[Exclude<keyof Bundle, "events">];

/** What a bundle says beside its events, it says of events of these types. */
export const bundledTypes: ReadonlySet<string> = new Set(["anchor.received", "export.created", "note.added"]);

/** Reads the events once and keeps of each what the members behind the events need; of a part, every leaf. */
class Pass {
  readonly anchors: Bundle["anchors"] = [];
  readonly redactions: Bundle["redactions"] = [];
  /** Seqs of the exports. */
  readonly exports: number[] = [];
  readonly #leaves: Uint8Array | null;
  readonly #primitives: Primitives;
  readonly #source: StreamedSource;

  constructor(primitives: Primitives, source: StreamedSource, whole: boolean) {
    this.#primitives = primitives;
    this.#source = source;
    this.#leaves = whole ? null : new Uint8Array(32 * source.events);
  }

  *events(): Generator<EventTexts> {
    const { pages, from, to } = this.#source;
    for (const page of pages) {
      this.#leaves?.set(leavesOf(this.#primitives, page), 32 * page.first);
      for (const [seq, text] of page.told) {
        const anchor = text.endsWith('"type":"anchor.received","v":1}') ? anchorOf(readEvent(text)) : null;
        if (anchor !== null) this.anchors.push(anchor);
        if (text.endsWith('"type":"export.created","v":1}')) this.exports.push(seq);
        if (seq < from || seq > to) continue;
        if (text.endsWith('"type":"note.added","v":1}')) this.redactions.push(...redactionsOf(readEvent(text)));
      }
      const first = Math.max(from, page.first);
      const last = Math.min(to, page.first + page.events - 1);
      if (first <= last) yield cutPage(page, first, last);
    }
  }

  /** The tree over the first `size` texts. */
  tree(size: number): MerkleTree {
    return new MerkleTree(this.#primitives.sha256Into, this.#leaves?.subarray(0, 32 * size) ?? new Uint8Array(0));
  }
}

/**
 * Makes the proof of a range, member by member, so that a long journal is never in memory at once. The whole journal travels
 * as it is, for its roots can be recomputed; a part carries the checkpoints from its first event on, a proof for each event
 * under the last of them, and the links between them. Throws a Fault `EXPORT-REVOKED`.
 */
export function* bundleMembers(primitives: Primitives, source: StreamedSource): Generator<BundleMember> {
  const { origin, events, notes, from, to } = source;
  const whole = from === 0 && to === events - 1;
  const pass = new Pass(primitives, source, whole);
  const keys = followKeys(primitives, origin, source.keyTexts.map(readEvent));
  yield ["format", bundleFormat];
  yield ["origin", origin];
  yield ["range", { from, to }];
  yield ["vkeys", keys.keys.map(formatVkey)];
  yield ["events", pass.events()];
  yield ["macs", null];
  const anchored = new Set(pass.anchors.map((anchor) => anchor.size));
  const { most = mostCarried } = source;
  const part = { notes, events, from, to, whole, anchored, keys, exports: pass.exports, most };
  const carried = carriedCheckpoints(primitives, part);
  const carriedSizes = new Set(carried.map(({ size }) => size));
  const size = whole ? undefined : carried.at(-1)?.size;
  const tree = size === undefined ? null : pass.tree(size);
  yield ["checkpoints", carried.map(({ note }) => note)];
  yield ["inclusion", tree === null ? [] : inclusionProofs(tree, from, to)];
  yield [
    "consistency",
    tree === null
      ? []
      : carried.slice(0, -1).map((older, i) => {
          const newer = carried[i + 1]?.size ?? tree.size;
          return { from: older.size, to: newer, proof: tree.consistencyProof(older.size, newer).map(toBase64) };
        }),
  ];
  yield ["anchors", pass.anchors.filter((anchor) => carriedSizes.has(anchor.size)).sort((a, b) => a.size - b.size)];
  yield ["redactions", pass.redactions];
  yield ["claims", source.claims()];
}

function* inclusionProofs(tree: MerkleTree, from: number, to: number): Generator<Bundle["inclusion"][number]> {
  for (let seq = from; seq <= to; seq++) {
    yield { seq, size: tree.size, proof: tree.inclusionProof(seq, tree.size).map(toBase64) };
  }
}

/** Whether an event announces, replaces or revokes a key, from the end of its text. */
export const announcesKey = (text: string): boolean =>
  /"type":"(journal\.genesis|key\.(rotated|revoked)|session\.opened)","v":1\}$/.test(text);

/** The same as one object, for who has the texts in memory. */
export function composeBundle(primitives: Primitives, { texts, claims, ...source }: BundleSource): Bundle {
  const keyTexts = texts.filter(announcesKey);
  const pages = pagesOf(numbered(texts), bundledTypes);
  const streamed = {
    ...source,
    notes: sizedNotes(source.notes),
    pages,
    events: texts.length,
    keyTexts,
    claims: () => claims,
  };
  const members: [string, unknown][] = [];
  for (const [key, value] of bundleMembers(primitives, streamed)) {
    if (key === "events") members.push([key, Array.from(value, ({ texts: some }) => some).flat()]);
    else members.push([key, isList(value) ? [...value] : value]);
  }
  return Object.fromEntries(members) as unknown as Bundle;
}

/** Whether a member's value is a list. */
export function isList(value: BundleMember[1]): value is Extract<BundleMember[1], Iterable<unknown>> & object {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}
