import type { Actor } from "../../shared/model/actor.ts";
import { Fault } from "../../shared/model/fault.ts";
import { decimalsOf, formatFixed, parseFixed } from "../../shared/model/fixed.ts";
import type { PositionSide } from "../../shared/model/order.ts";
import { exitSlices } from "../engine/exit-slices.ts";
import { absolute } from "../engine/exposure.ts";
import type { DeskContext } from "./desk-context.ts";
import { type Holding, nameOf, openHoldings, ordersOf, sizeOf } from "./holdings.ts";
import { personOf } from "./person.ts";

const confirmWithinMs = 5_000;
/** The page waits ten seconds for an answer: it gets one in any case. */
const flattenWithinMs = 8_000;
/** How often the engine is told that time passes. */
const stepMs = 50;

/** Asks for the cancel of everything that could still fill and returns how many orders were asked. */
export function cancelWorking(context: DeskContext, reason: string): number {
  const asked = context.engine.cancelAll(personOf("trader"), reason);
  context.wake();
  return asked;
}

/**
 * Cancels the orders of an instrument, or of its long or short position, waits for the confirmations, then offsets what is
 * held: resting orders could open it again, and a venue may refuse the offset while they bind margin. Returns the ids of
 * the offsetting orders.
 */
export async function closePosition(
  context: DeskContext,
  instrumentId: string,
  positionSide: PositionSide | undefined,
  reason: string,
): Promise<string[]> {
  if (positionSide !== undefined && context.info.terms.positionMode === "netting") {
    throw new Fault(
      "DESK-POSITION-SIDE",
      "validation",
      `${instrumentId}: this account holds one net position per instrument, no ${positionSide} one of its own.`,
      "Close the position without naming a side.",
    );
  }
  const wanted = openHoldings(context, instrumentId).filter(
    (holding) => positionSide === undefined || holding.positionSide === positionSide,
  );
  const working = () => wanted.flatMap((holding) => ordersOf(context, holding));
  const asked = new Set<string>();
  // Looks again each time: an exit of an entry that still fills, say, begins to work while the cancels are on their way.
  const isQuiet = (): boolean => {
    for (const holding of wanted) cancelHolding(context, holding, reason, asked);
    return working().length === 0;
  };
  await until(isQuiet, performance.now() + confirmWithinMs);
  const left = working();
  if (left.length > 0) {
    throw new Fault(
      "DESK-CANCEL-UNCONFIRMED",
      "venue",
      `${left.length} working orders of ${instrumentId} were not confirmed as canceled within ${confirmWithinMs / 1000} s.`,
      "Look at the orders in the blotter and close again: nothing has been offset yet.",
    );
  }
  return wanted.flatMap((holding) => offset(context, holding, reason));
}

/**
 * Takes the whole desk to flat as the engine does it: cancels, waits for the confirmations, offsets what is held by then,
 * and looks again. Answers within eight seconds; `left` names every holding in which something is open at that moment.
 */
export async function flatten(
  context: DeskContext,
  actor: Actor = personOf("trader"),
  reason = "flatten",
): Promise<{ closed: number; left: string[] }> {
  const { engine } = context;
  const end = performance.now() + flattenWithinMs;
  const touched = openHoldings(context);
  engine.flatten(actor, reason);
  context.wake();
  while (engine.flattening() !== null && performance.now() < end) {
    await until(() => engine.flattening() === null, Math.min(end, performance.now() + stepMs));
    engine.passTime();
    context.wake();
  }
  const left = openHoldings(context).map(nameOf);
  return { closed: touched.filter((holding) => !left.includes(nameOf(holding))).length, left };
}

/** Asks once for the cancel of each order that could still fill of one holding; one that ends meanwhile is left alone. */
function cancelHolding(context: DeskContext, holding: Holding, reason: string, asked: Set<string>): void {
  const { engine } = context;
  const fresh = ordersOf(context, holding).filter(({ orderId }) => !asked.has(orderId));
  if (fresh.length === 0) return;
  for (const { orderId } of fresh) {
    asked.add(orderId);
    const still = ordersOf(context, holding).some((order) => order.orderId === orderId);
    if (still) engine.cancel(orderId, personOf("trader"), reason);
  }
  context.wake();
}

/** Sends the market orders that close what is held now, none above the instrument's largest; returns their ids. */
function offset(context: DeskContext, { instrumentId, positionSide }: Holding, reason: string): string[] {
  const { engine } = context;
  const instrument = engine.instruments().find(({ id }) => id === instrumentId);
  if (instrument === undefined) return [];
  const held = sizeOf(context, { instrumentId, positionSide });
  const digits = Math.max(decimalsOf(held), decimalsOf(instrument.sizeIncrement));
  const units = parseFixed(held, digits);
  const scale = { instrument, sizeDigits: digits, sizeStep: parseFixed(instrument.sizeIncrement, digits) };
  const orderIds = exitSlices(absolute(units), scale).map((slice) => {
    const { orderId } = engine.submit(
      {
        instrumentId,
        side: units > 0n ? "sell" : "buy",
        type: "market",
        size: formatFixed(slice, digits),
        timeInForce: "GTC",
        postOnly: false,
        reduceOnly: true,
        ...(positionSide === undefined ? {} : { positionSide }),
      },
      personOf("trader"),
      reason,
    );
    return orderId;
  });
  context.wake();
  return orderIds;
}

/** Waits for `done`, at most until `end` on the monotonic clock. */
async function until(done: () => boolean, end: number): Promise<void> {
  while (!done() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
}
