import { Fault } from "../../../shared/model/fault.ts";
import type { Bundle, BundleClaims } from "../../audit/bundle.ts";
import { composeBundle } from "../../audit/compose-bundle.ts";
import { readEvent } from "../../audit/event-text.ts";
import type { StoredCheckpoint, StoredEvent } from "../../ports/journal.ts";
import { nodePrimitives } from "./node-primitives.ts";

/** What a proof is made from: a journal, or a reader that another thread opened beside it. */
export interface ProofRecord {
  read(range: { readonly from: number; readonly to: number }): Iterable<StoredEvent>;
  readCheckpoints(): StoredCheckpoint[];
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

/** What the journal itself says of the period and the account; nothing is computed, so nothing else is claimed. */
function claimsOf(texts: readonly string[], from: number, to: number): BundleClaims {
  const account = texts
    .slice(0, to + 1)
    .findLast((text) => /"type":"account\.(snapshotted|funded)","v":1\}$/.test(text));
  const at = (seq: number): string => readEvent(texts[seq] ?? "{}").at;
  return {
    period: { from: at(from), to: at(to) },
    account: account === undefined ? {} : { ...(readEvent(account).data as Record<string, never>) },
    metrics: [],
    daily: [],
    orders: [],
    preset: presetOf(texts, to),
  };
}

/** The preset that the account is under at the end of the range; empty where it is under none. */
function presetOf(texts: readonly string[], to: number): BundleClaims["preset"] {
  const text = texts.slice(0, to + 1).findLast((one) => one.endsWith('"type":"preset.applied","v":1}'));
  const { presetId, sha256 } = text === undefined ? {} : readEvent(text).data;
  return { id: String(presetId ?? ""), sha256: String(sha256 ?? "") };
}

function textsOf(record: ProofRecord, events: number): string[] {
  return Array.from(record.read({ from: 0, to: events - 1 }), ({ text }) => text);
}

function compose(record: ProofRecord, origin: string, texts: readonly string[], from: number, to: number): Bundle {
  const notes = record.readCheckpoints().map(({ note }) => note);
  return composeBundle(nodePrimitives, { origin, texts, notes, from, to, claims: claimsOf(texts, from, to) });
}

/** A range of a record as a bundle, composed in memory. Throws a Fault `EXPORT-RANGE`. */
export function bundleOf(record: ProofRecord, { origin, events, from, to }: ProofRange): Bundle {
  const texts = textsOf(record, events);
  checkRange(from, to, texts.length);
  return compose(record, origin, texts, from, to);
}

/** All of a record as it lies there, with every checkpoint up to `events` and `events` in its range, also where some are gone. */
export function wholeBundleOf(record: ProofRecord, origin: string, events: number): Bundle {
  const texts = textsOf(record, events);
  const checkpoints = record.readCheckpoints().filter(({ size }) => size <= events);
  return {
    ...compose(record, origin, texts, 0, texts.length - 1),
    range: { from: 0, to: events - 1 },
    checkpoints: checkpoints.map(({ note }) => note),
  };
}
