import { formatFixed, MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import type { AccountView, PositionView } from "../../../shared/model/portfolio.ts";
import type { InstrumentScale } from "../gate.ts";
import type { Ledger } from "../ledger.ts";
import type { Marks } from "../marks.ts";
import { averageText } from "../notional.ts";
import { flat, type Position } from "../position.ts";
import { liquidationOf, marginOf } from "./margin.ts";

const money = (units: bigint): string => formatFixed(units, MONEY_DIGITS);

/** Open positions and those that have been closed, in the order of the instruments, a long before a short. */
export function positionViews(ledger: Ledger, marks: Marks): PositionView[] {
  return ledger.positions.flatMap((position, slot) =>
    position === flat ? [] : [positionView(ledger, marks, slot, position)],
  );
}

function positionView(ledger: Ledger, marks: Marks, slot: number, position: Position): PositionView {
  const instrument = ledger.instrumentOf(slot);
  const scale = ledger.scales[instrument] as InstrumentScale;
  const { size, cost } = position;
  const mark = marks.units(instrument);
  const value = ledger.value(slot);
  const margin = marginOf(ledger, slot);
  const liquidationPrice = liquidationOf(ledger, slot);
  return {
    instrumentId: scale.instrument.id,
    ...(ledger.hedging ? { positionSide: slot % 2 === 0 ? ("long" as const) : ("short" as const) } : {}),
    size: formatFixed(size, scale.sizeDigits),
    ...(size === 0n ? {} : { averagePrice: averageText(scale, cost, size) }),
    ...(mark === null ? {} : { markPrice: formatFixed(mark, scale.priceDigits) }),
    notional: money(value),
    realizedPnl: money(position.realized),
    unrealizedPnl: money(value - cost),
    fees: money(position.fees),
    ...(position.funding === 0n ? {} : { funding: money(position.funding) }),
    ...(margin === null || size === 0n ? {} : { initialMargin: money(margin.initial) }),
    ...(margin === null || margin.maintenance === 0n ? {} : { maintenanceMargin: money(margin.maintenance) }),
    ...(liquidationPrice === null ? {} : { liquidationPrice }),
    ...(position.openedAt === null ? {} : { openedAt: position.openedAt }),
  };
}

/** The account in its currency; what has no rate is left out of the sums and listed. */
export function accountView(ledger: Ledger): AccountView {
  const { account, currencies, balances } = ledger;
  const equity = ledger.equity();
  const sum = { realized: 0n, unrealized: 0n, fees: 0n, funding: 0n, initial: 0n, maintenance: 0n };
  ledger.positions.forEach((position, slot) => {
    if (position === flat) return;
    const own = (amount: bigint): bigint =>
      currencies.toOwn(ledger.currencyOf(ledger.instrumentOf(slot)), amount) ?? 0n;
    const margin = marginOf(ledger, slot);
    sum.realized += own(position.realized);
    sum.unrealized += own(ledger.value(slot) - position.cost);
    sum.fees += own(position.fees);
    sum.funding += own(position.funding);
    sum.initial += margin?.initial ?? 0n;
    sum.maintenance += margin?.maintenance ?? 0n;
  });
  const named = balances.flatMap((balance, number) => {
    const currency = currencies.names[number];
    return currency === undefined || balance === 0n ? [] : [{ currency, amount: money(balance), number }];
  });
  const unconverted = named.filter(({ number }) => currencies.rate(number) === null);
  const listed = ({ currency, amount }: (typeof named)[number]) => ({ currency, amount });
  return {
    accountId: account.id,
    currency: account.currency,
    cash: money(ledger.cash),
    ...(named.some(({ number }) => number > 0) ? { balances: named.map(listed) } : {}),
    ...(unconverted.length > 0 ? { unconverted: unconverted.map(listed) } : {}),
    equity: money(equity),
    equityPeak: money(ledger.peak.value()),
    buyingPower: money(ledger.buyingPower(equity)),
    initialMargin: money(sum.initial),
    maintenanceMargin: money(sum.maintenance),
    freeMargin: money(equity - sum.initial),
    realizedPnl: money(sum.realized),
    unrealizedPnl: money(sum.unrealized),
    fees: money(sum.fees),
    funding: money(sum.funding),
    dayPnl: money(equity - ledger.dayStartEquity),
    leverage: account.leverage,
  };
}
