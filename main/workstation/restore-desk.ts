import type { OrderView } from "../../shared/model/order.ts";
import { toRfc3339 } from "../../shared/model/time.ts";
import type { PaperBroker } from "../adapters/broker-paper/paper-broker.ts";
import { readEvent } from "../audit/event-text.ts";
import type { Engine } from "../engine/engine-face.ts";
import { orderIntent } from "../engine/order-intent.ts";
import type { Journal } from "../ports/journal.ts";
import { restorePositions } from "../simulation/restore-positions.ts";
import type { TraderRegistry } from "../traders/trader-registry.ts";

const atTheVenue = new Set(["accepted", "partially_filled", "pending_cancel", "pending_replace", "triggered"]);
const unanswered = new Set(["submitted", "unknown"]);

/** Events that mean something in their own market only; what they did to cash is known. */
const ofMarket =
  /^(order\.|fill\.|risk\.judged$|account\.(day_rolled|snapshotted|funded)$|position\.reconciled$|config\.changed$)/;

interface RestoreFrom {
  readonly since: number;
  /** UTC milliseconds. */
  readonly now: number;
}

/**
 * Rebuilds a desk from its journal: the same events, applied by the same code, without acting. A recorded market begins
 * before the session that plays it, so times are brought forward to `now` at the latest: the engine's time never goes back. Orders
 * before `since` belong to another market and stay in the record only.
 */
export function restoreDesk(journal: Journal, engine: Engine, traders: TraderRegistry, from: RestoreFrom): void {
  const latest = toRfc3339(from.now);
  for (const stored of journal.read()) {
    const event = readEvent(stored.text);
    const foreign = event.seq < from.since && ofMarket.test(event.type);
    if (!foreign) engine.restore(event.at > latest ? { ...event, at: latest } : event);
    traders.restore(event);
  }
  traders.closeEarlier();
}

/**
 * Gives the paper venue back what it held: positions, and the orders that were working; call it when the venue's reports
 * reach the engine. An order that was sent and never
 * answered died with the venue: it is reported as not found, never sent again.
 */
export function restoreVenue(engine: Engine, broker: PaperBroker, now: number): void {
  restorePositions(broker, engine.positions(), engine.account());
  for (const order of engine.orders().toReversed()) {
    const waitsAtDesk = order.managedBy === "desk" && order.triggeredAt === undefined;
    if (atTheVenue.has(order.status) && !waitsAtDesk) {
      broker.restore(orderIntent(order, order.orderId, order.reason), {
        sentAt: order.createdAt,
        filled: order.filledSize,
        triggered: order.triggeredAt !== undefined,
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
