import type { JournalValue } from "../../../shared/model/journal-event.ts";
import { type JournalData, JournalEvent, journalEventTypes } from "../../../shared/model/journal-event.ts";
import { maxEventLength } from "../bundle.ts";
import { fromHex } from "../byte-text.ts";
import { canonicalize } from "../canonical.ts";
import { leafHexOf } from "../leaf.ts";
import type { Primitives } from "../primitives.ts";
import { parseStrictJson } from "../strict-json.ts";
import { scanEvent } from "./scan-event.ts";

const knownTypes: ReadonlySet<string> = new Set(journalEventTypes);

/** What the checks know of an event without reading its data. */
export interface KnownEvent {
  readonly type: JournalEvent["type"];
  readonly at: string;
  readonly mono: string;
  readonly session: string;
  readonly prev: string;
  readonly seq: number;
}

/** One event of a bundle as the checks see it. */
export class BundledEvent {
  /** The number its place in the bundle gives it. */
  readonly seq: number;
  readonly text: string;
  readonly leafHex: string;
  /** Its text is the canonical form of what it says. */
  readonly canonical: boolean;
  /** Its text is JSON that says no key twice. */
  readonly readable: boolean;
  /** What it says its number and the hash before it are; `undefined` where it says nothing. */
  readonly says: { readonly seq?: unknown; readonly prev?: unknown };
  /** `null` where it is of no known form. */
  readonly known: KnownEvent | null;
  #leaf: Uint8Array | null = null;
  #event: JournalEvent | null = null;

  constructor(primitives: Primitives, text: string, seq: number) {
    this.seq = seq;
    this.text = text;
    this.leafHex = leafHexOf(primitives, text);
    const frame = scanEvent(text);
    if (frame !== null && knownTypes.has(frame.type)) {
      this.canonical = true;
      this.readable = true;
      this.says = frame;
      this.known = frame as KnownEvent;
      return;
    }
    const value = readSlowly(text);
    this.readable = value !== undefined;
    this.canonical = value !== undefined && isCanonical(value, text);
    this.says = typeof value === "object" && value !== null ? value : {};
    const parsed = JournalEvent.safeParse(value);
    this.known = parsed.success ? (parsed.data as KnownEvent) : null;
  }

  get leaf(): Uint8Array {
    this.#leaf ??= fromHex(this.leafHex) as Uint8Array;
    return this.#leaf;
  }

  /** The whole event; only of one whose form is known. */
  get event(): JournalEvent | null {
    if (this.known === null) return null;
    this.#event ??= JSON.parse(this.text) as JournalEvent;
    return this.#event;
  }

  get data(): JournalData {
    return this.event?.data ?? {};
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
