import type { Actor } from "../../shared/model/actor.ts";
import { brakesOf } from "./brakes.ts";
import { DeskFacts } from "./desk-facts.ts";
import type { DeskState } from "./desk-state.ts";
import type { GateView, InstrumentScale } from "./gate.ts";
import type { GateViewSource } from "./gate-source.ts";
import { type Holdings, holdingsOf } from "./holdings.ts";
import type { OrderState } from "./order-state.ts";
import { workingIn } from "./slot-orders.ts";

/** The values the gate may look at for an order of one slot of the ledger; `except` is the order it judges again. */
export function gateView(
  source: GateViewSource,
  scale: InstrumentScale,
  slot: number,
  actor: Actor,
  now: number,
  journalOpen: boolean,
  except?: OrderState,
): GateView {
  const { state, marks } = source;
  const { ledger } = state;
  const price = marks.units(scale.index);
  const { atr, lastAt } = marks.of(scale.index);
  const holdings = holdingsOf(source);
  const gap = ledger.currencies.single && !holdings.isGuess ? "" : accountGap(source, scale.index);
  return {
    now,
    scale,
    state: state.trading.state,
    killSwitch: state.trading.killSwitch,
    mark: price === null || price <= 0n ? null : { price, at: lastAt },
    atr: Number.isNaN(atr) ? null : atr,
    position: ledger.position(slot).size,
    working: workingIn(source.state, slot, except),
    rate: ledger.currencies.rate(ledger.currencyOf(scale.index)),
    marginWeight: holdings.at(slot).weight,
    account: gap === "" ? accountOf(state, holdings, slot) : null,
    accountGap: gap,
    journalOpen,
    feeRate: source.feeRate,
    brakes: brakesOf(state.latches, now, source.signs),
    facts: new DeskFacts(source, scale, slot, now, holdings, except),
    actor,
  };
}

/** Why equity, or what is committed, would be a guess: a guess opens nothing. */
function accountGap({ state, scales, marks }: GateViewSource, instrument: number): string {
  const { ledger, working } = state;
  const gap = ledger.gap();
  if (gap !== "") return gap;
  for (const { index, instrument: listed } of scales) {
    const isAsked = index === instrument;
    if (!isAsked && (working[index] as readonly OrderState[]).length === 0) continue;
    const rateGap = ledger.rateGap(ledger.currencyOf(index));
    if (rateGap !== "") return rateGap;
    if (!isAsked && marks.units(index) === null) return `${listed.id} has no price and has orders working`;
  }
  return "";
}

/** What the account can bear, and what all but one slot takes of it. */
function accountOf({ ledger }: DeskState, holdings: Holdings, slot: number): GateView["account"] {
  const equity = ledger.currencies.single ? ledger.cash + holdings.value : ledger.equity();
  return { equity, buyingPower: ledger.buyingPower(equity), committedElsewhere: holdings.committedBeside(slot) };
}
