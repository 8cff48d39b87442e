import { Fault } from "../../shared/model/fault.ts";
import type { OrderView } from "../../shared/model/order.ts";
import type { DeskContext } from "./desk-context.ts";
import { personOf } from "./person.ts";

const confirmWithinMs = 5_000;
const working = new Set([
  "submitted",
  "accepted",
  "partially_filled",
  "pending_cancel",
  "pending_replace",
  "triggered",
]);

export function workingOrders(context: DeskContext, instrumentId?: string): OrderView[] {
  return context.engine
    .orders()
    .filter(
      (order) => working.has(order.status) && (instrumentId === undefined || order.instrumentId === instrumentId),
    );
}

/** Asks for the cancel of working orders and returns how many were asked. An order that is on its way out is not asked twice. */
export function cancelWorking(context: DeskContext, reason: string, instrumentId?: string): number {
  const open = workingOrders(context, instrumentId).filter((order) => order.status !== "pending_cancel");
  for (const order of open) context.engine.cancel(order.orderId, personOf("trader"), reason);
  context.wake();
  return open.length;
}

/**
 * Cancels the instrument's orders, waits for the confirmations, then offsets the position: resting orders could open it
 * again, and a venue may refuse the offset while they bind margin. Returns the id of the offsetting order, `null` where
 * nothing was open.
 */
export async function closePosition(
  context: DeskContext,
  instrumentId: string,
  reason: string,
): Promise<string | null> {
  cancelWorking(context, reason, instrumentId);
  await until(() => workingOrders(context, instrumentId).length === 0, confirmWithinMs);
  const left = workingOrders(context, instrumentId);
  if (left.length > 0) {
    throw new Fault(
      "DESK-CANCEL-UNCONFIRMED",
      "venue",
      `${left.length} working orders of ${instrumentId} were not confirmed as canceled within ${confirmWithinMs / 1000} s.`,
      "Look at the orders in the blotter and close again: nothing has been offset yet.",
    );
  }
  const position = context.engine.positions().find((one) => one.instrumentId === instrumentId);
  if (!position || position.size === "0") return null;
  const long = !position.size.startsWith("-");
  const { orderId } = context.engine.submit(
    {
      instrumentId,
      side: long ? "sell" : "buy",
      type: "market",
      size: long ? position.size : position.size.slice(1),
      timeInForce: "GTC",
      postOnly: false,
      reduceOnly: true,
    },
    personOf("trader"),
    reason,
  );
  context.wake();
  return orderId;
}

/** Closes every position and says what is left after the venue had time to answer. */
export async function flatten(context: DeskContext): Promise<{ closed: number; left: string[] }> {
  const open = context.engine.positions().filter((position) => position.size !== "0");
  const attempts = await Promise.allSettled(open.map((one) => closePosition(context, one.instrumentId, "flatten")));
  const isFlat = (instrumentId: string): boolean =>
    (context.engine.positions().find((one) => one.instrumentId === instrumentId)?.size ?? "0") === "0";
  await until(() => open.every((one) => isFlat(one.instrumentId)), confirmWithinMs);
  const left = open.filter((one) => !isFlat(one.instrumentId)).map((one) => one.instrumentId);
  const closed = attempts.length - left.length;
  return { closed, left };
}

async function until(done: () => boolean, withinMs: number): Promise<void> {
  const end = performance.now() + withinMs;
  while (!done() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
}
