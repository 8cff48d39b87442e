import { par } from "../../shared/model/ratio.ts";
import type { InstrumentScale } from "./gate.ts";
import type { Counts, GateFacts, OtherHolding, OtherTotals, ScopeBook } from "./gate-facts.ts";
import type { GateViewSource } from "./gate-source.ts";
import type { OrderState } from "./order-state.ts";
import type { ActorCounts, TradeTally } from "./portfolio/trade-tally.ts";
import { flat } from "./position.ts";
import { SlotHolding } from "./slot-holding.ts";
import { workingIn } from "./slot-orders.ts";

/** The order that is judged. */
export interface Judged {
  readonly source: GateViewSource;
  readonly slot: number;
  readonly now: number;
  readonly except: OrderState | undefined;
}

/** What the orders that count hold and have working, and what their trades have come to; all else is the account's. */
export function scopeBook(account: GateFacts, judged: Judged, name: string, counts: ActorCounts): ScopeBook {
  const { source, slot, now, except } = judged;
  const { state, marks } = source;
  const tally = state.trades.part(name, counts);
  const trades = tally.at(now);
  let others: readonly OtherHolding[] | null = null;
  const held = (): readonly OtherHolding[] => (others ??= holdings(judged, tally, counts));
  const facts: GateFacts = {
    others: held,
    totals: () => totalsOf(held()),
    sameInstrument: () => grossOf(held(), ({ index }) => index === state.ledger.instrumentOf(slot)),
    grossOf: (which) => grossOf(held(), which),
    scope: (inner, which) => account.scope(inner, which),
    trades: () => trades,
    dayStartEquity() {
      const result = tally.result(marks);
      if (result === null) throw new RangeError("what these orders hold has no price or no rate");
      return state.ledger.equity() - result;
    },
    quote: () => account.quote(),
    equityPeak: () => account.equityPeak(),
    dayEnd: (at) => account.dayEnd(at),
    cancelsAfter: (since) => account.cancelsAfter(since),
    passedAfter: (since) => account.passedAfter(since),
    restingAgainst: (side) => account.restingAgainst(side),
    linkedStop: (intent) => account.linkedStop(intent),
    stops: () => account.stops(),
    slotStops: () => account.slotStops(),
  };
  const working = workingIn(state, slot, except).filter(({ actor }) => counts(actor));
  return { position: tally.sizeIn(slot), working, facts };
}

/** Every other slot in which the orders that count hold something, or may. */
function holdings({ source, slot: own }: Judged, tally: TradeTally, counts: ActorCounts): OtherHolding[] {
  const { state, scales, marks } = source;
  const { ledger } = state;
  const found: OtherHolding[] = [];
  for (let slot = 0; slot < ledger.positions.length; slot++) {
    if (slot === own) continue;
    const size = tally.sizeIn(slot);
    const orders = workingIn(state, slot).filter(({ actor }) => counts(actor));
    if (size === 0n && orders.length === 0) continue;
    const index = ledger.instrumentOf(slot);
    const holding = new SlotHolding(scales[index] as InstrumentScale, slot, ledger.account.leverage);
    const rate = ledger.currencies.rate(ledger.currencyOf(index)) ?? par;
    const units = marks.units(index);
    if (units === null) throw new RangeError(`${holding.scale.instrument.id} has no price and is held`);
    holding.take({ ...flat, size }, orders, 0, marks.last[index] as number, units, rate);
    holding.worth();
    found.push(holding);
  }
  return found;
}

function grossOf(others: readonly OtherHolding[], counts: Counts): bigint {
  return others.reduce((sum, { scale, gross }) => (counts(scale) ? sum + gross : sum), 0n);
}

function totalsOf(others: readonly OtherHolding[]): OtherTotals {
  const sums = { ifBought: 0n, ifSold: 0n, gross: 0n, waiting: 0n, open: 0, begin: 0 };
  for (const { ifBought, ifSold, gross, waiting, isOpen, begins } of others) {
    sums.ifBought += ifBought;
    sums.ifSold += ifSold;
    sums.gross += gross;
    sums.waiting += waiting;
    if (isOpen || begins > 0) sums.open++;
    sums.begin += begins;
  }
  return sums;
}
