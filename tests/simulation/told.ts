import { Decimal } from "decimal.js";
import { readTradeHistory } from "../../main/audit/track-record/trade-history.ts";
import type { Engine } from "../../main/engine/engine-face.ts";
import type { AccountTerms } from "../../shared/model/account-terms.ts";
import type { SimulatedDisk } from "./disk.ts";
import type { InvariantName } from "./invariant-name.ts";
import type { Life } from "./life.ts";

interface Told {
  readonly disk: SimulatedDisk;
  readonly engine: Engine;
  readonly breaks: InvariantName | null;
}

const name: InvariantName = "the track record tells what the books hold";
const Exact = Decimal.clone({ precision: 60 });

function sumOf<T>(list: readonly T[], amountOf: (one: T) => string): Decimal {
  return list.reduce((sum, one) => sum.add(amountOf(one)), new Exact(0));
}

/** What the trades and days that a journal tells of come to other than the desk's own books; `null` where they agree to the last digit. */
export function toldDifference(
  { disk, engine, breaks }: Told,
  { cash, takesBack }: Life,
  terms: AccountTerms,
): string | null {
  const all = disk.read("all");
  const events = breaks === name ? all.filter(({ type }) => type !== "order.filled") : all;
  const [first] = events;
  if (first === undefined) return null;
  const data = { accountId: "sim", currency: "USDT", amount: cash, terms: { ...terms, conversions: [] } };
  const { trades, days } = readTradeHistory([{ ...first, seq: -1, type: "account.funded", data }, ...events]);
  const positions = engine.positions();
  const compared: Record<string, readonly [told: Decimal, held: Decimal]> = {
    "realised PnL": [sumOf(trades, ({ pnl }) => pnl), sumOf(positions, ({ realizedPnl }) => realizedPnl)],
    fees: [sumOf(trades, ({ fees }) => fees), sumOf(positions, ({ fees }) => fees)],
    "open trades": [
      new Exact(trades.filter(({ exitAt, busted }) => exitAt === null && !busted).length),
      new Exact(positions.filter(({ size }) => size !== "0").length),
    ],
  };
  // What was paid for a holding that was taken back whole is in no trade: only the days tell of it.
  if (!takesBack) {
    compared["funding"] = [sumOf(trades, ({ funding }) => funding), sumOf(positions, ({ funding = "0" }) => funding)];
  }
  if (positions.every(({ size }) => size === "0")) {
    const booked = sumOf(days, ({ net }) => net).add(sumOf(days, ({ transfers }) => transfers));
    compared["money of all days"] = [booked, new Exact(engine.account().cash).sub(cash)];
  }
  for (const [what, [told, held]] of Object.entries(compared)) {
    if (!told.eq(held)) return `the record tells ${what} of ${told}, the desk of ${held}`;
  }
  return null;
}
