import type { DeskState } from "./desk-state.ts";
import type { OrderState } from "./order-state.ts";

/** The working orders of a slot, `except` apart. */
export function workingIn(state: DeskState, slot: number, except?: OrderState): readonly OrderState[] {
  const { ledger } = state;
  const working = state.working[ledger.instrumentOf(slot)] as readonly OrderState[];
  if (!ledger.hedging && except === undefined) return working;
  return working.filter((order) => order.slot === slot && order !== except);
}
