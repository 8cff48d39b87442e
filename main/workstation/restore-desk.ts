import type { JournalEvent } from "../../shared/model/journal-event.ts";
import type { OrderView } from "../../shared/model/order.ts";
import { toRfc3339 } from "../../shared/model/time.ts";
import type { PaperBroker } from "../adapters/broker-paper/paper-broker.ts";
import type { KeptState } from "../adapters/journal-sqlite/snapshot-file.ts";
import { readEvent } from "../audit/event-text.ts";
import type { Engine } from "../engine/engine-face.ts";
import { orderIntent } from "../engine/order-intent.ts";
import type { Journal } from "../ports/journal.ts";
import type { MarketData } from "../ports/market-data.ts";
import { restorePositions } from "../simulation/restore-positions.ts";
import type { TraderRegistry } from "../traders/trader-registry.ts";
import { bestSince } from "./best-since.ts";
import {
  type DeskMemory,
  type MemoryBasis,
  memoryOf,
  memorySchema,
  RecordReader,
  type Replay,
  recall,
  refuseMemory,
  replayEvent,
} from "./desk-memory.ts";
import { intentFinder } from "./order-history.ts";

const atTheVenue = new Set(["accepted", "partially_filled", "pending_cancel", "pending_replace", "triggered"]);
const unanswered = new Set(["submitted", "unknown"]);

/** What is rebuilt. */
export interface RestoredDesk extends Replay {
  readonly traders: Replay["traders"] & Pick<TraderRegistry, "closeEarlier">;
}

interface RestoreFrom {
  readonly memory: OpenedMemory;
  readonly basis: MemoryBasis;
  /** UTC milliseconds. */
  readonly now: number;
}

/** How a desk came to its state. */
export interface Restored {
  /** The last event of the snapshot that was taken, and why none was. */
  readonly snapshotSeq: number | null;
  readonly ignored: string | null;
  /** Events that were applied one by one. */
  readonly replayed: number;
  readonly ms: number;
  /** What the desk knows now, unless its times were brought forward. */
  readonly known: { readonly seq: number; readonly memory: DeskMemory } | null;
}

/** What was read of a record before its desk is built. */
export interface OpenedMemory {
  readonly record: RecordReader;
  readonly kept: { readonly seq: number; readonly memory: DeskMemory } | null;
  readonly ignored: string | null;
  /** The last event that was read. */
  readonly tip: number;
  /** The events after the snapshot, as they were read; `null` where they were too many to hold. */
  readonly tail: readonly JournalEvent[] | null;
}

/** More events than this are read a second time rather than held. */
const mostHeld = 20_000;

/** Reads a record as far as a desk must before it is built: from its snapshot and the events after it, or from all of them. */
export function openMemory(journal: Journal, snapshots: { read(schema: number): KeptState }): OpenedMemory {
  const found = snapshots.read(memorySchema);
  let kept = "state" in found ? { seq: found.seq, memory: found.state as DeskMemory } : null;
  let ignored = "ignored" in found ? found.ignored : null;
  const findIntent = intentFinder(journal);
  let record: RecordReader;
  try {
    record = new RecordReader(kept?.memory.record ?? null, findIntent);
  } catch (error) {
    // The record itself is whole: no snapshot may keep a desk from starting.
    ignored = `it is not laid out as this program expects: ${(error as Error).message}`;
    kept = null;
    record = new RecordReader(null, findIntent);
  }
  let tip = kept?.seq ?? -1;
  let tail: JournalEvent[] | null = kept === null ? null : [];
  for (const { seq, text } of journal.read({ from: tip + 1 })) {
    const event = readEvent(text);
    record.note(event);
    tip = seq;
    if (tail !== null && tail.length < mostHeld) tail.push(event);
    else tail = null;
  }
  return { record, kept, ignored, tip, tail };
}

/**
 * Rebuilds a desk from its journal: the same events, applied by the same code, without acting; or from a snapshot of what
 * they came to and the events after it, which makes the same desk. A recorded market begins before the session that plays
 * it, so times are brought forward to its begin, or to `now`, at the latest: the engine's time never goes back.
 */
export function restoreDesk(
  journal: Journal,
  desk: RestoredDesk,
  { memory: { record, kept, ignored, tip, tail }, basis, now }: RestoreFrom,
): Restored {
  const began = performance.now();
  const latest = basis.playedFrom ?? toRfc3339(now);
  const refusal = kept === null ? ignored : refuseMemory(kept.memory, basis, latest);
  const taken = kept !== null && refusal === null ? kept : null;
  if (taken !== null) recall(desk, taken.memory);
  let clamped = false;
  let seen = tip;
  for (const event of eventsAfter(journal, taken?.seq ?? -1, taken === null ? null : tail)) {
    clamped ||= basis.playedFrom === null && event.at > latest;
    if (event.seq > tip) record.note(event);
    seen = event.seq;
    replayEvent(desk, event, basis.since, latest);
  }
  const known = clamped ? null : { seq: seen, memory: memoryOf(desk, record, basis) };
  desk.traders.closeEarlier();
  return {
    snapshotSeq: taken?.seq ?? null,
    ignored: refusal,
    replayed: seen - (taken?.seq ?? -1),
    ms: performance.now() - began,
    known,
  };
}

/** The events after `seq`: those that are held, and from the journal what follows them. */
function* eventsAfter(journal: Journal, seq: number, held: readonly JournalEvent[] | null): Generator<JournalEvent> {
  yield* held ?? [];
  for (const { text } of journal.read({ from: (held?.at(-1)?.seq ?? seq) + 1 })) yield readEvent(text);
}

/**
 * Gives the paper venue back what it held: positions, and the orders that were working; call it when the venue's reports
 * reach the engine. A trailing stop goes on from the best price that the market has had meanwhile: anew from the present one
 * it would lose more than it stood for. An order that was sent and never answered died with the venue: it is reported as not
 * found, never sent again.
 */
export function restoreVenue(
  engine: Engine,
  broker: PaperBroker,
  { instruments, history, intervalMs }: Pick<MarketData, "instruments" | "history" | "intervalMs">,
  now: number,
): void {
  restorePositions(broker, engine.positions(), engine.account());
  const best = ({ type, instrumentId, side, createdAt, beganAt = createdAt }: OrderView): number => {
    const instrument = instruments.findIndex(({ id }) => id === instrumentId);
    if (type !== "trailing-stop" || instrument < 0) return Number.NaN;
    return bestSince(history(instrument), intervalMs, side, beganAt);
  };
  for (const order of engine.orders().toReversed()) {
    const waitsAtDesk = order.managedBy === "desk" && order.triggeredAt === undefined;
    if (atTheVenue.has(order.status) && !waitsAtDesk) {
      broker.restore(orderIntent(order, order.orderId, order.reason), {
        sentAt: order.beganAt ?? order.createdAt,
        filled: order.filledSize,
        triggered: order.triggeredAt !== undefined,
        best: best(order),
        seenUntil: now,
      });
      takeUp(order, engine, broker, now);
    }
    if (unanswered.has(order.status) && broker.findOrder(order.orderId) === undefined) {
      engine.report({
        orderId: order.orderId,
        at: now,
        kind: "rejected",
        code: "VENUE-NOT-FOUND",
        reason: "sent before the desk stopped; the venue does not know it",
      });
    }
  }
  engine.resume();
}

/** What was asked of the venue and not answered died with it: the cancel is asked for again, the amendment has failed. */
function takeUp({ orderId, status }: OrderView, engine: Engine, broker: PaperBroker, now: number): void {
  if (status === "pending_cancel") broker.cancel(orderId);
  if (status !== "pending_replace") return;
  const reason = "asked for before the desk stopped; the order stands as it was";
  engine.report({ orderId, at: now, kind: "replace-rejected", reason });
}
