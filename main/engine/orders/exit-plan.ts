import type { JournalData } from "../../../shared/model/journal-event.ts";
import type { Bracket, BracketLeg } from "../../../shared/model/order.ts";
import { optionalText } from "../applied-event.ts";
import type { OrderState } from "../order-state.ts";
import { type LegRole, legOf } from "./bracket-rules.ts";

/** The exits that an entry brings: as they were planned, or as their orders were changed last. */
export function exitPlan({ intent, edited }: Pick<OrderState, "intent" | "edited">): Bracket | undefined {
  return edited ?? intent.bracket;
}

/** The leg that an entry's next exit of a role is sent by. */
export function plannedLeg(entry: OrderState, role: LegRole): BracketLeg | undefined {
  const bracket = exitPlan(entry);
  return bracket && legOf({ bracket }, role);
}

const planNames = { "stop-loss": "stopLoss", "take-profit": "takeProfit" } as const;

/**
 * Keeps the prices that an exit's change has given it for the exits that come after it. Where a trailing stop stands belongs
 * to the order that has seen the prices, and is not planned.
 */
export function notePlan(orders: ReadonlyMap<string, OrderState>, { intent }: OrderState, data: JournalData): void {
  const { link } = intent;
  const entry = link?.parent === undefined ? undefined : orders.get(link.parent);
  if (entry === undefined || (link?.role !== "stop-loss" && link?.role !== "take-profit")) return;
  const leg = plannedLeg(entry, link.role);
  // What is left of a released trigger has other prices than the plan.
  if (leg === undefined || leg.type !== intent.type) return;
  const names = leg.type === "trailing-stop" ? trailingNames : priceNames;
  const edits = names.flatMap((name) => {
    const text = optionalText(data, name);
    return text === undefined || text === leg[name] ? [] : [[name, text] as const];
  });
  if (edits.length === 0) return;
  entry.edited = { ...exitPlan(entry), [planNames[link.role]]: { ...leg, ...Object.fromEntries(edits) } };
}

const priceNames = ["limitPrice", "triggerPrice"] as const;
const trailingNames = ["trailingOffset"] as const;
