import { Fault } from "../../../shared/model/fault.ts";
import type { Bundle, BundleClaims, BundleHead } from "../../audit/bundle.ts";
import { announcesKey, type BundleMember, bundleMembers, composeBundle, isList } from "../../audit/compose-bundle.ts";
import { readEvent } from "../../audit/event-text.ts";
import type { Composed } from "../../audit/verifier/verify-bundle.ts";
import type { StoredCheckpoint, StoredEvent } from "../../ports/journal.ts";
import { nodePrimitives } from "./node-primitives.ts";

/** What a proof is made from: a journal, or a reader that another thread opened beside it. */
export interface ProofRecord {
  read(range: { readonly from: number; readonly to: number }): Iterable<StoredEvent>;
  readCheckpoints(): StoredCheckpoint[];
  /** The events that announce keys, where they are found without a search. */
  readKeyEvents?(): StoredEvent[];
}

/** Which part of a record: events `from` to `to`, inclusive, of the first `events`; what came later is not looked at. */
export interface ProofRange {
  readonly origin: string;
  readonly events: number;
  readonly from: number;
  readonly to: number;
}

/** Refuses a range that a journal of `events` events does not have. Throws a Fault `EXPORT-RANGE`. */
export function checkRange(from: number, to: number, events: number): void {
  if (Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && from <= to && to < events) return;
  throw new Fault(
    "EXPORT-RANGE",
    "validation",
    `there is no range ${from} to ${to} in a journal of ${events} events`,
    `Choose --from and --to between 0 and ${events - 1}.`,
  );
}

const accountEnds = ['"type":"account.snapshotted","v":1}', '"type":"account.funded","v":1}'];

/** What the journal itself says of the period and the account; nothing is computed, so nothing else is claimed. */
class ClaimsFound {
  readonly #from: number;
  readonly #to: number;
  #begins = "{}";
  #ends = "{}";
  #account: string | null = null;
  #preset: string | null = null;

  constructor(from: number, to: number) {
    this.#from = from;
    this.#to = to;
  }

  /** Takes the next text, from the first event on. */
  note(text: string, seq: number): void {
    if (seq > this.#to) return;
    if (seq === this.#from) this.#begins = text;
    if (seq === this.#to) this.#ends = text;
    if (accountEnds.some((end) => text.endsWith(end))) this.#account = text;
    else if (text.endsWith('"type":"preset.applied","v":1}')) this.#preset = text;
  }

  get claims(): BundleClaims {
    const { presetId, sha256 } = this.#preset === null ? {} : readEvent(this.#preset).data;
    return {
      period: { from: readEvent(this.#begins).at, to: readEvent(this.#ends).at },
      account: this.#account === null ? {} : { ...(readEvent(this.#account).data as Record<string, never>) },
      metrics: [],
      daily: [],
      orders: [],
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

/** A range of a record as a bundle, member by member, read once. Throws a Fault `EXPORT-RANGE`. */
export function membersOf(record: ProofRecord, { origin, events, from, to }: ProofRange): Iterable<BundleMember> {
  checkRange(from, to, events);
  const found = new ClaimsFound(from, to);
  const all = { from: 0, to: events - 1 };
  function* texts(): Generator<string> {
    for (const { seq, text } of record.read(all)) {
      found.note(text, seq);
      yield text;
    }
  }
  const announcing = record.readKeyEvents?.() ?? announcements(record.read(all));
  return bundleMembers(nodePrimitives, {
    origin,
    events,
    from,
    to,
    notes: record.readCheckpoints().map(({ note }) => note),
    keyTexts: announcing.filter(({ seq }) => seq < events).map(({ text }) => text),
    texts: texts(),
    claims: () => found.claims,
  });
}

/** All of a record as it lies there, with every checkpoint up to `events` and `events` in its range, also where some are gone. */
export function wholeBundleOf(record: ProofRecord, origin: string, events: number): Bundle {
  const texts = textsOf(record, events);
  const checkpoints = record.readCheckpoints().filter(({ size }) => size <= events);
  const to = texts.length - 1;
  const found = new ClaimsFound(0, to);
  for (const [seq, text] of texts.entries()) found.note(text, seq);
  const notes = checkpoints.map(({ note }) => note);
  return {
    ...composeBundle(nodePrimitives, { origin, texts, notes, from: 0, to, claims: found.claims }),
    range: { from: 0, to: events - 1 },
    checkpoints: checkpoints.map(({ note }) => note),
  };
}

/**
 * All of a record as it lies there, read twice: once for what a bundle of it would say beside its events, and once for the
 * events, which nobody keeps.
 */
export function wholeRecord(record: ProofRecord, origin: string, events: number): Composed {
  const all = { from: 0, to: events - 1 };
  const head: Record<string, unknown> = {};
  let found = 0;
  for (const [key, value] of membersOf(record, { origin, events, ...all })) {
    if (key === "events") for (const _ of value) found += 1;
    else if (key !== "inclusion") head[key] = isList(value) ? [...value] : value;
  }
  const checkpoints = record.readCheckpoints().filter(({ size }) => size <= events);
  head["checkpoints"] = checkpoints.map(({ note }) => note);
  function* texts(): Generator<string> {
    for (const { text } of record.read(all)) yield text;
  }
  return { head: head as BundleHead, events: found, texts: texts(), inclusion: [] };
}
