import { stateNote } from "../../shared/model/breaker.ts";
import { parseFixed } from "../../shared/model/fixed.ts";
import type { TradingState } from "../../shared/model/risk.ts";
import { type AppliedEvent, optionalText, textField } from "./applied-event.ts";
import { restoreFault } from "./engine-faults.ts";
import { IntendedFact } from "./facts.ts";
import type { InstrumentScale } from "./gate.ts";
import { intentOf } from "./order-intent.ts";
import type { OrderChange } from "./order-transitions.ts";

/** The change of an order that an event tells of. */
export const changes: { readonly [type: string]: OrderChange } = {
  "order.denied": "denied",
  "order.submitted": "submitted",
  "order.accepted": "accepted",
  "order.rejected": "rejected",
  "order.triggered": "triggered",
  "order.partially_filled": "partially_filled",
  "order.filled": "filled",
  "order.cancel_requested": "cancel_requested",
  "order.canceled": "canceled",
  "order.replace_requested": "replace_requested",
  "order.replaced": "replaced",
  "order.expired": "expired",
  "order.unknown": "unknown",
  "fill.busted": "fill_busted",
  "fill.corrected": "fill_corrected",
};

/** Refusals have no event of their own: they are reconciliations that lead an order back to where it was. */
export const refusals: { readonly [outcome: string]: OrderChange } = {
  cancel_rejected: "cancel_rejected",
  replace_rejected: "replace_rejected",
};

/** What the desk may do at all, and why. */
export interface Trading {
  readonly state: TradingState;
  readonly killSwitch: boolean;
  readonly reason: string;
}

/** The trading state after an event that changes it. */
export function tradingAfter(before: Trading, { type, data }: AppliedEvent): Trading {
  if (type === "risk.state_changed" && stateNote(data) !== null) return before;
  const reason = textField(data, "reason");
  if (type === "kill_switch.engaged") return { state: "halted", killSwitch: true, reason };
  if (type === "kill_switch.released") return { ...before, killSwitch: false, reason };
  return { ...before, state: textField(data, "to") as TradingState, reason };
}

/** Reads a journaled intent. Throws a Fault for an instrument that is not among the `scales`. */
export function readIntended(scales: ReadonlyMap<string, InstrumentScale>, event: AppliedEvent): IntendedFact {
  const intent = intentOf(event.data);
  const scale = scales.get(intent.instrumentId);
  if (!scale) throw restoreFault(event, `this desk does not list ${intent.instrumentId}`);
  const price = optionalText(event.data, "decisionPrice");
  return new IntendedFact(intent, scale, price === undefined ? null : parseFixed(price, scale.priceDigits));
}
