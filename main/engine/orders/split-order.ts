import { decimalsOf, divideHalfEven, formatFixed, parseFixed, tenTo } from "../../../shared/model/fixed.ts";
import type { JournalData, JournalEventType } from "../../../shared/model/journal-event.ts";
import type { Bracket, BracketLeg } from "../../../shared/model/order.ts";
import type { AppliedEvent } from "../applied-event.ts";
import type { DeskState } from "../desk-state.ts";
import { restoreFault } from "../engine-faults.ts";
import type { InstrumentScale } from "../gate.ts";
import type { OrderState } from "../order-state.ts";
import { isFinished, nextStatus } from "../order-transitions.ts";
import { exitPlan } from "./exit-plan.ts";
import { exposedOf, resize } from "./order-progress.ts";

/** The outcome of an `order.reconciled` that counts anew what the desk keeps of an order, and leaves its state as it is. */
export const splitOutcome = "split";

interface SplitEvent {
  readonly order: OrderState;
  readonly type: JournalEventType;
  readonly data: JournalData;
}

/**
 * What a split makes of an instrument's orders: those that wait at the desk, or for another order to fill, get their size
 * and prices in new units, and every entry the exits that it will bring. What is at the venue the venue changes.
 */
export function splitEvents(state: DeskState, scale: InstrumentScale, ratio: string): SplitEvent[] {
  const reason = `split by ${ratio}`;
  const events: SplitEvent[] = [];
  for (const order of state.orders.values()) {
    const { orderId, intent, status, instrument, atVenue, held } = order;
    if (instrument !== scale.index) continue;
    const isOpen = !isFinished(status);
    const isHeldBack = status === "initialized" && intent.link?.parent !== undefined && !state.isWorking(order);
    const isHere = isOpen && !atVenue && (intent.managedBy === "desk" || isHeldBack);
    const brings = intent.bracket !== undefined && (isOpen || held > 0n);
    if (!isHere && !brings) continue;
    const after = unitsAfter(order, ratio);
    const data = {
      orderId,
      ...(isHere ? after : { size: intent.size, bracket: after["bracket"] as JournalData }),
      reason,
    };
    if (isHere && status !== "initialized" && nextStatus(status, "replaced", order.prior) !== undefined) {
      events.push({ order, type: "order.replaced", data });
    } else {
      events.push({ order, type: "order.reconciled", data: { ...data, outcome: splitOutcome } });
    }
  }
  return events;
}

/** Counts an order anew. Throws a Fault for one that was never intended. */
export function applySplit(state: DeskState, order: OrderState | undefined, event: AppliedEvent): void {
  if (order === undefined) throw restoreFault(event, "its order was never intended");
  resize(order, event.data);
  order.updatedAt = event.at;
  state.noteChange(order);
  order.exposed = exposedOf(order);
  order.view = null;
}

type Prices = Pick<BracketLeg, "limitPrice" | "triggerPrice" | "trailingOffset" | "trailingOffsetType">;

/** Size, prices and exits after one old unit has become `ratio` new ones, in whole increments; decimal text. */
function unitsAfter(order: OrderState, ratio: string): JournalData {
  const { intent, scale } = order;
  const bracket = exitPlan(order);
  const { sizeDigits, sizeStep, priceDigits, priceStep } = scale;
  const digits = decimalsOf(ratio);
  const numerator = parseFixed(ratio, digits);
  const denominator = tenTo(digits);
  const price = (text: string): string => {
    const steps = divideHalfEven(parseFixed(text, priceDigits) * denominator, numerator * priceStep);
    return formatFixed((steps > 0n ? steps : 1n) * priceStep, priceDigits);
  };
  // A distance in percent holds in any unit, and one in increments is what was asked for.
  const prices = ({ limitPrice, triggerPrice, trailingOffset, trailingOffsetType = "price" }: Prices): Prices => ({
    ...(limitPrice === undefined ? {} : { limitPrice: price(limitPrice) }),
    ...(triggerPrice === undefined ? {} : { triggerPrice: price(triggerPrice) }),
    ...(trailingOffset === undefined || trailingOffsetType !== "price"
      ? {}
      : { trailingOffset: price(trailingOffset) }),
  });
  const exits = ({ stopLoss, takeProfit }: Bracket): Bracket => ({
    ...(stopLoss === undefined ? {} : { stopLoss: { ...stopLoss, ...prices(stopLoss) } }),
    ...(takeProfit === undefined ? {} : { takeProfit: { ...takeProfit, ...prices(takeProfit) } }),
  });
  const whole = (parseFixed(intent.size, sizeDigits) * numerator) / (denominator * sizeStep);
  return {
    size: formatFixed((whole > 0n ? whole : 1n) * sizeStep, sizeDigits),
    ...(prices(intent) as JournalData),
    ...(bracket === undefined ? {} : { bracket: exits(bracket) as unknown as JournalData }),
  };
}
