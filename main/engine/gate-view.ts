import type { Actor } from "../../shared/model/actor.ts";
import { brakesOf } from "./brakes.ts";
import { DeskFacts } from "./desk-facts.ts";
import { absolute, worstPosition } from "./exposure.ts";
import type { GateView, InstrumentScale } from "./gate.ts";
import type { GateViewSource } from "./gate-source.ts";
import type { OrderState } from "./order-state.ts";
import { par } from "./portfolio/currencies.ts";
import { marginWeight } from "./portfolio/margin.ts";
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
  const atr = marks.atr[scale.index] as number;
  const gap = accountGap(source, scale.index);
  return {
    now,
    scale,
    state: state.trading.state,
    killSwitch: state.trading.killSwitch,
    mark: price === null || price <= 0n ? null : { price, at: marks.lastAt[scale.index] as number },
    atr: Number.isNaN(atr) ? null : atr,
    position: ledger.position(slot).size,
    working: workingIn(source.state, slot, except),
    rate: ledger.currencies.rate(ledger.currencyOf(scale.index)),
    marginWeight: marginWeight(scale.instrument, ledger.account.leverage),
    account: gap === "" ? accountOf(source, slot) : null,
    accountGap: gap,
    journalOpen,
    feeRate: source.feeRate,
    brakes: brakesOf(state.latches, now, source.signs),
    facts: new DeskFacts(source, scale, slot, now, except),
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
function accountOf(source: GateViewSource, slot: number): GateView["account"] {
  const { ledger } = source.state;
  let committedElsewhere = 0n;
  for (let other = 0; other < ledger.positions.length; other++) {
    if (other === slot) continue;
    const { size } = ledger.position(other);
    const instrument = ledger.instrumentOf(other);
    const orders = workingIn(source.state, other);
    if (size === 0n && orders.length === 0) continue;
    let worst = absolute(size);
    for (const side of ["buy", "sell"] as const) {
      const reach = absolute(worstPosition(size, side, orders));
      if (reach > worst) worst = reach;
    }
    const scale = source.scales[instrument] as InstrumentScale;
    const worth = worst * (source.marks.units(instrument) ?? 0n) * scale.notionalFactor;
    const rate = ledger.currencies.rate(ledger.currencyOf(instrument)) ?? par;
    const weight = marginWeight(scale.instrument, ledger.account.leverage);
    committedElsewhere += ceilDivide(worth * rate.numerator * weight.numerator, rate.denominator * weight.denominator);
  }
  const equity = ledger.equity();
  return { equity, buyingPower: ledger.buyingPower(equity), committedElsewhere };
}

/** Rounded up, because it is taken from what the account can bear. */
function ceilDivide(numerator: bigint, denominator: bigint): bigint {
  return denominator === 1n ? numerator : (numerator + denominator - 1n) / denominator;
}
