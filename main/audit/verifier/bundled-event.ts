import { type JournalData, JournalEvent, type JournalValue } from "../../../shared/model/journal-event.ts";
import { maxEventLength } from "../bundle-limits.ts";
import { toHex } from "../byte-text.ts";
import { canonicalize } from "../canonical.ts";
import { leafOf } from "../leaf.ts";
import type { Primitives } from "../primitives.ts";
import { parseStrictJson } from "../strict-json.ts";
import type { EventMaker } from "./event-texts.ts";
import { preimageOfScanned, readMono, type ScannedEvent } from "./scan-event.ts";

/** What the checks know of an event without reading its data. */
export type KnownEvent = Pick<ScannedEvent, "type" | "at" | "mono" | "session">;

/** One event of a bundle as the checks see it. */
export interface BundledEvent {
  /** The number its place in the bundle gives it. */
  readonly seq: number;
  readonly leaf: Uint8Array;
  /** Its text is the canonical form of what it says. */
  readonly canonical: boolean;
  /** Its text is JSON that says no key twice. */
  readonly readable: boolean;
  /** What it says its number is; `undefined` where it says nothing. */
  readonly saysSeq: unknown;
  /** `null` where it is of no known form. */
  readonly known: KnownEvent | null;
  /** Its canonical bytes where they are at hand: a zero, then what it says. */
  readonly scanned: ScannedEvent | null;
  /** Whether it names this leaf as that of the event before it. */
  follows(leaf: Uint8Array): boolean;
  /** The whole event; `null` of one whose form is not known. It is parsed for this, so ask of few. */
  whole(): JournalEvent | null;
  /** Its data, parsed like the {@link whole}; empty of one whose form is not known. */
  data(): JournalData;
}

/** Of every byte its two hex digits, the second one above the first. */
const hexDigits = Uint16Array.from({ length: 256 }, (_, byte) => {
  const digits = byte.toString(16).padStart(2, "0");
  return digits.charCodeAt(0) | (digits.charCodeAt(1) << 8);
});

/** An event that was found canonical and of the known form while the file was read. */
export class KnownBundledEvent implements BundledEvent {
  readonly seq: number;
  readonly leaf: Uint8Array;
  readonly canonical = true;
  readonly readable = true;
  readonly scanned: ScannedEvent;
  readonly #decode: Primitives["decodeUtf8"];
  #event: JournalEvent | null = null;

  constructor(decodeUtf8: Primitives["decodeUtf8"], scanned: ScannedEvent, seq: number, leaf: Uint8Array) {
    this.seq = seq;
    this.scanned = scanned;
    this.#decode = decodeUtf8;
    this.leaf = leaf;
  }

  get known(): KnownEvent {
    return this.scanned;
  }

  get saysSeq(): number {
    return this.scanned.seq;
  }

  whole(): JournalEvent {
    const { arena, from, to } = this.scanned;
    this.#event ??= JSON.parse(this.#decode(arena.subarray(from, to)) ?? "") as JournalEvent;
    return this.#event;
  }

  data(): JournalData {
    return this.whole().data;
  }

  follows(leaf: Uint8Array): boolean {
    const { arena, prevAt } = this.scanned;
    for (let i = 0, at = prevAt; i < 32; i++, at += 2) {
      const digits = (arena[at] as number) | ((arena[at + 1] as number) << 8);
      if (digits !== hexDigits[leaf[i] as number]) return false;
    }
    return true;
  }
}

/** Any other text that stands where an event should: judged by a parser, the schema and the canonical form written anew. */
export class DoubtfulEvent implements BundledEvent {
  readonly seq: number;
  readonly leaf: Uint8Array;
  readonly canonical: boolean;
  readonly readable: boolean;
  readonly known: KnownEvent | null;
  readonly scanned = null;
  readonly #event: JournalEvent | null;
  readonly #says: { readonly seq?: unknown; readonly prev?: unknown };

  constructor(primitives: Primitives, text: string, seq: number) {
    this.seq = seq;
    this.leaf = leafOf(primitives, text);
    const value = readSlowly(text);
    this.readable = value !== undefined;
    this.canonical = value !== undefined && isCanonical(value, text);
    this.#says = typeof value === "object" && value !== null ? value : {};
    const parsed = JournalEvent.safeParse(value);
    this.#event = parsed.success ? (value as JournalEvent) : null;
    this.known = this.#event && { ...this.#event, mono: readMono(this.#event.mono) };
  }

  get saysSeq(): unknown {
    return this.#says.seq;
  }

  whole(): JournalEvent | null {
    return this.#event;
  }

  data(): JournalData {
    return this.#event?.data ?? {};
  }

  follows(leaf: Uint8Array): boolean {
    return this.#says.prev === toHex(leaf);
  }
}

/** Makes events as the checks see them. */
export class BundledEvents implements EventMaker<BundledEvent> {
  readonly #primitives: Primitives;
  #seq: number;

  constructor(primitives: Primitives, first: number) {
    this.#primitives = primitives;
    this.#seq = first;
  }

  known(scanned: ScannedEvent): BundledEvent {
    const { sha256, decodeUtf8 } = this.#primitives;
    return new KnownBundledEvent(decodeUtf8, scanned, this.#seq++, sha256(preimageOfScanned(scanned)));
  }

  doubtful(text: string): BundledEvent {
    return new DoubtfulEvent(this.#primitives, text, this.#seq++);
  }
}

function readSlowly(text: string): unknown {
  try {
    return parseStrictJson(text, { maxLength: maxEventLength, maxDepth: 64 });
  } catch {
    return undefined;
  }
}

function isCanonical(value: unknown, text: string): boolean {
  try {
    return canonicalize(value as JournalValue) === text;
  } catch {
    return false;
  }
}
