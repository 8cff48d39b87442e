import { Fault } from "../../shared/model/fault.ts";
import type { DeskContext } from "./desk-context.ts";
import { personOf } from "./person.ts";

const confirmWithinMs = 5_000;
/** The page waits ten seconds for an answer: it gets one in any case. */
const flattenWithinMs = 8_000;
/** Between two attempts to close what a gate or a venue refused to close. */
const retryAfterMs = 250;

/** Asks for the cancel of everything that could still fill and returns how many orders were asked. */
export function cancelWorking(context: DeskContext, reason: string, instrumentId?: string): number {
  const asked = context.engine.cancelAll(personOf("trader"), reason, instrumentId);
  context.wake();
  return asked;
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
  await until(() => context.engine.openOrders(instrumentId).length === 0, performance.now() + confirmWithinMs);
  const left = context.engine.openOrders(instrumentId);
  if (left.length > 0) {
    throw new Fault(
      "DESK-CANCEL-UNCONFIRMED",
      "venue",
      `${left.length} working orders of ${instrumentId} were not confirmed as canceled within ${confirmWithinMs / 1000} s.`,
      "Look at the orders in the blotter and close again: nothing has been offset yet.",
    );
  }
  return offset(context, instrumentId, reason);
}

/**
 * Takes the whole desk to flat: in every instrument with an open order or a position, whatever order made it, cancels,
 * waits for the confirmations, offsets what is held by then, and looks again. Answers within eight seconds; `left` names
 * every instrument in which something is open at that moment.
 */
export async function flatten(context: DeskContext): Promise<{ closed: number; left: string[] }> {
  const end = performance.now() + flattenWithinMs;
  const touched = new Set(openInstruments(context));
  const exits = new Set<string>();
  const attempt = async (instrumentId: string): Promise<void> => {
    const others = () => context.engine.openOrders(instrumentId).filter(({ orderId }) => !exits.has(orderId));
    while (isOpen(context, instrumentId) && performance.now() < end) {
      if (others().length > 0) {
        cancelWorking(context, "flatten", instrumentId);
        await until(() => others().length === 0, end);
        continue;
      }
      if (context.engine.openOrders(instrumentId).length === 0) {
        const exit = offset(context, instrumentId, "flatten");
        if (exit !== null) exits.add(exit);
      }
      await until(() => !isOpen(context, instrumentId) || others().length > 0, performance.now() + retryAfterMs);
    }
  };
  // An instrument that cannot be closed keeps no other from being closed; what it leaves open is in the answer.
  await Promise.allSettled([...touched].map(attempt));
  const left = openInstruments(context);
  return { closed: [...touched].filter((instrumentId) => !left.includes(instrumentId)).length, left };
}

function openInstruments(context: DeskContext): string[] {
  return context.engine
    .instruments()
    .map(({ id }) => id)
    .filter((id) => isOpen(context, id));
}

/** Whether the instrument holds a position or an order that could still make one. */
function isOpen(context: DeskContext, instrumentId: string): boolean {
  return positionOf(context, instrumentId) !== "0" || context.engine.openOrders(instrumentId).length > 0;
}

function positionOf(context: DeskContext, instrumentId: string): string {
  return context.engine.positions().find((one) => one.instrumentId === instrumentId)?.size ?? "0";
}

/** Sends the market order that closes what is held now; `null` where nothing is. */
function offset(context: DeskContext, instrumentId: string, reason: string): string | null {
  const size = positionOf(context, instrumentId);
  if (size === "0") return null;
  const long = !size.startsWith("-");
  const { orderId } = context.engine.submit(
    {
      instrumentId,
      side: long ? "sell" : "buy",
      type: "market",
      size: long ? size : size.slice(1),
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

/** Waits for `done`, at most until `end` on the monotonic clock. */
async function until(done: () => boolean, end: number): Promise<void> {
  while (!done() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
}
