import { Fault } from "../../../shared/model/fault.ts";
import type { Bundle, BundleClaims, BundleHead } from "../../audit/bundle.ts";
import { withinLimits } from "../../audit/bundle-budget.ts";
import { bundleLimits } from "../../audit/bundle-limits.ts";
import { type SizedNote, sizedNotes } from "../../audit/carried-checkpoints.ts";
import {
  announcesKey,
  type BundleMember,
  bundledTypes,
  bundleMembers,
  composeBundle,
  isList,
} from "../../audit/compose-bundle.ts";
import { type EventPage, numbered, pagesOf, textAt } from "../../audit/event-page.ts";
import { readEvent } from "../../audit/event-text.ts";
import { FigureReader, type Figures, mostOrdersAndFills } from "../../audit/track-record/claimed-figures.ts";
import { tradingTypes } from "../../audit/track-record/trade-history.ts";
import type { Composed } from "../../audit/verifier/verify-bundle.ts";
import type { StoredCheckpoint, StoredEvent } from "../../ports/journal.ts";
import { JsonBytes } from "./json-bytes.ts";
import { nodePrimitives } from "./node-primitives.ts";

/** What a proof is made from: a journal, or a reader that another thread opened beside it. */
export interface ProofRecord {
  read(range: { readonly from: number; readonly to: number }): Iterable<StoredEvent>;
  /** Sizes ascending. */
  readCheckpoints(): Iterable<StoredCheckpoint>;
  /** The events that announce keys, where they are found without a search. */
  readKeyEvents?(): StoredEvent[];
  /**
   * The first events by the page, those of some types told, each of which names the one before it; `hashed` also has every
   * text compared with its leaf. Throws a Fault `STORAGE-CHAIN` at the first that does not hold.
   */
  readLinked?(events: number, told: ReadonlySet<string>, hashed: boolean): Iterable<EventPage>;
}

/** Which part of a record: events `from` to `to`, inclusive, of the first `events`; what came later is not looked at. */
export interface ProofRange {
  readonly origin: string;
  readonly events: number;
  readonly from: number;
  readonly to: number;
  /** Whether days, orders and metrics are claimed as well, of a range that begins with the first event. */
  readonly figures?: boolean;
}

/** Refuses a range that a journal of `events` events does not have. Throws a Fault `EXPORT-RANGE`. */
export function checkRange(from: number, to: number, events: number): void {
  if (Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && from <= to && to < events) return;
  throw new Fault(
    "EXPORT-RANGE",
    "validation",
    `there is no range ${from} to ${to} in a journal of ${events} events`,
    `Choose the first and the last event between 0 and ${events - 1}, the first not after the last.`,
  );
}

const accountTypes = ["account.snapshotted", "account.funded"];
const presetType = "preset.applied";
/** What a bundle is made of beside its events is read in events of these types. */
const toldTypes: ReadonlySet<string> = new Set([...bundledTypes, ...accountTypes, presetType]);

const isOf = (type: string, text: string): boolean => text.endsWith(`"type":"${type}","v":1}`);

/** The most characters of figures: what else is claimed has its place beside them. */
const mostFigures = bundleLimits.maxElement - 100_000;
const tradingText = new RegExp(`"type":"(?:${tradingTypes})","v":1\\}$`);

/** Days, orders and metrics of events `0` to `to`. Throws a Fault `EXPORT-LIMIT` where they are too many to claim. */
function figuresOf(record: ProofRecord, to: number): Figures {
  const reader = new FigureReader();
  for (const { text } of record.read({ from: 0, to })) {
    if (tradingText.test(text)) reader.take(readEvent(text));
    if (reader.isBeyond) throw tooManyFigures(`${mostOrdersAndFills} orders and fills`);
  }
  const { figures } = reader;
  const { length } = JSON.stringify(figures);
  if (length > mostFigures) throw tooManyFigures(`${mostFigures} characters of figures`);
  return figures;
}

function tooManyFigures(most: string): Fault {
  return new Fault(
    "EXPORT-LIMIT",
    "validation",
    `there is more than ${most}, the most that a bundle claims`,
    "Export without claims, and hand the track record over beside the bundle.",
  );
}

/** What the journal itself says of the period and the account; figures are worked out where they are asked for. */
class ClaimsFound {
  readonly #from: number;
  readonly #to: number;
  readonly #figures: Figures;
  #begins = "{}";
  #ends = "{}";
  #account: string | null = null;
  #preset: string | null = null;

  constructor(from: number, to: number, figures: Figures = { metrics: [], daily: [], orders: [] }) {
    this.#from = from;
    this.#to = to;
    this.#figures = figures;
  }

  /** Takes the next page, from the first event on. */
  note(page: EventPage): void {
    const holds = (seq: number): boolean => seq >= page.first && seq < page.first + page.events;
    if (holds(this.#from)) this.#begins = textAt(nodePrimitives, page, this.#from);
    if (holds(this.#to)) this.#ends = textAt(nodePrimitives, page, this.#to);
    for (const [seq, text] of page.told) {
      if (seq > this.#to) return;
      if (accountTypes.some((type) => isOf(type, text))) this.#account = text;
      else if (isOf(presetType, text)) this.#preset = text;
    }
  }

  get claims(): BundleClaims {
    const { presetId, sha256 } = this.#preset === null ? {} : readEvent(this.#preset).data;
    return {
      period: { from: readEvent(this.#begins).at, to: readEvent(this.#ends).at },
      account: this.#account === null ? {} : { ...(readEvent(this.#account).data as Record<string, never>) },
      // Numbers, text and null alone: JSON as it is.
      ...(this.#figures as unknown as Pick<BundleClaims, keyof Figures>),
      preset: { id: String(presetId ?? ""), sha256: String(sha256 ?? "") },
    };
  }
}

function textsOf(record: ProofRecord, events: number): string[] {
  return Array.from(record.read({ from: 0, to: events - 1 }), ({ text }) => text);
}

/** The events that announce keys, of all there are: nothing else is held. */
function announcements(all: Iterable<StoredEvent>): StoredEvent[] {
  const found: StoredEvent[] = [];
  for (const stored of all) if (announcesKey(stored.text)) found.push(stored);
  return found;
}

/** All events of a record by the page, as they lie there. */
const asStored = (record: ProofRecord, events: number): Iterable<EventPage> =>
  pagesOf(record.read({ from: 0, to: events - 1 }), toldTypes);

/**
 * A range of a record as a bundle, member by member, read once. Where the record can, its chain is followed meanwhile. The
 * leaves of a part are hashed for its proofs; who checks a whole bundle hashes them anyway. Throws Faults `EXPORT-RANGE`,
 * `EXPORT-LIMIT`, `EXPORT-REVOKED` and `STORAGE-CHAIN`.
 */
export function membersOf(record: ProofRecord, range: ProofRange): Iterable<BundleMember> {
  const { events, from, to } = range;
  const whole = from === 0 && to === events - 1;
  const pages = record.readLinked?.(events, toldTypes, !whole) ?? asStored(record, events);
  const notes = sizedNotes(Array.from(record.readCheckpoints(), ({ note }) => note));
  return withinLimits(membersFrom(pages, record, range, notes));
}

function membersFrom(
  pages: Iterable<EventPage>,
  record: ProofRecord,
  { origin, events, from, to, figures = false }: ProofRange,
  notes: Iterable<SizedNote>,
): Iterable<BundleMember> {
  checkRange(from, to, events);
  const found = figures ? new ClaimsFound(from, to, figuresOf(record, to)) : new ClaimsFound(from, to);
  function* noted(): Generator<EventPage> {
    for (const page of pages) {
      found.note(page);
      yield page;
    }
  }
  const announcing = record.readKeyEvents?.() ?? announcements(record.read({ from: 0, to: events - 1 }));
  return bundleMembers(nodePrimitives, {
    origin,
    events,
    from,
    to,
    notes,
    keyTexts: announcing.filter(({ seq }) => seq < events).map(({ text }) => text),
    pages: noted(),
    claims: () => found.claims,
  });
}

/** The signed notes over up to `events` events, one after the other. */
function* notesOf(record: ProofRecord, events: number): Generator<string> {
  for (const { size, note } of record.readCheckpoints()) if (size <= events) yield note;
}

/** The checkpoints of a record by their sizes alone, for who needs no note. */
function* sizesOf(record: ProofRecord): Generator<SizedNote> {
  for (const { size } of record.readCheckpoints()) yield { size, note: "" };
}

/** All of a record as it lies there, with every checkpoint up to `events` and `events` in its range, also where some are gone. */
export function wholeBundleOf(record: ProofRecord, origin: string, events: number): Bundle {
  const texts = textsOf(record, events);
  const notes = [...notesOf(record, events)];
  const to = texts.length - 1;
  const found = new ClaimsFound(0, to);
  for (const page of pagesOf(numbered(texts), toldTypes)) found.note(page);
  return {
    ...composeBundle(nodePrimitives, { origin, texts, notes, from: 0, to, claims: found.claims }),
    range: { from: 0, to: events - 1 },
    checkpoints: notes,
  };
}

/** Bytes of the JSON of most events. */
const usualText = 1 << 14;

/**
 * All of a record as it lies there, read twice: once for what a bundle of it would say beside its events, and once for the
 * events, which nobody keeps, nor the notes of its checkpoints.
 */
export function wholeRecord(record: ProofRecord, origin: string, events: number): Composed {
  const all = { from: 0, to: events - 1 };
  const head: Record<string, unknown> = {};
  let found = 0;
  const range = { origin, events, ...all };
  for (const [key, value] of membersFrom(asStored(record, events), record, range, sizesOf(record))) {
    if (key === "events") for (const some of value) found += some.events;
    else if (key === "checkpoints") head[key] = [];
    else if (key !== "inclusion") head[key] = isList(value) ? [...value] : value;
  }
  function* texts(): Generator<string> {
    for (const { text } of record.read(all)) yield text;
  }
  const json = new JsonBytes(usualText);
  const jsonOf = (text: string): Uint8Array => {
    json.text(text);
    json.json("\0");
    return json.take();
  };
  const notes = notesOf(record, events);
  return { head: head as BundleHead, notes, events: found, texts: texts(), jsonOf, inclusion: [] };
}
