import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { readBars } from "../../main/adapters/market-file/read-bars.ts";
import { runBacktest } from "../../main/commands/backtest.ts";
import type { BarColumns } from "../../shared/model/market.ts";

const ether = "../shared/data/ohlcv/crypto-1m/ETHUSDT_1m_binance_2022.csv.gz";

it.skipIf(!existsSync(ether))(
  "a stop, a target or a crossing written a second time ends every trade at the same minute and price (skipped where ../shared/data is absent)",
  async () => {
    const set = ["fast=50", "slow=200", "stop=atr:2", "target=atr:3"];
    const { trades } = await runBacktest({ bars: ether, strategy: "sma", set });
    const { columns } = await readBars(ether, {});
    const minuteOf = new Map(Array.from(columns.openTime.subarray(0, columns.length), (time, bar) => [time, bar]));
    const ways = new Set<string>();
    const expected = trades.map(({ entryAt }) => {
      const entry = minuteOf.get(Date.parse(entryAt))!;
      const { way, bar, price } = endOf(columns, entry);
      ways.add(way);
      return [cents(columns.open[entry]!), bar === null ? null : columns.openTime[bar], price];
    });
    expect(trades.length).toBeGreaterThan(100);
    expect([...ways]).toEqual(expect.arrayContaining(["stop", "target", "under"]));
    const minute = (time: string | null): number | null =>
      time === null ? null : Math.floor(Date.parse(time) / 60_000) * 60_000;
    expect(
      trades.map((trade) => [
        cents(Number(trade.entryPrice)),
        minute(trade.exitAt),
        trade.exitPrice === null ? null : cents(Number(trade.exitPrice)),
      ]),
    ).toEqual(expected);
  },
);

interface End {
  readonly way: "stop" | "target" | "under" | "open";
  readonly bar: number | null;
  readonly price: number | null;
}

/** How a long opened at a bar's open ends: its exits work from the next bar on, at or through their price in cents. */
function endOf({ open, high, low, close, length }: BarColumns, entry: number): End {
  const decided = entry - 1;
  const range = wilder(high, low, close, decided);
  const stop = cents(close[decided]! - 2 * range);
  const target = cents(close[decided]! + 3 * range);
  for (let bar = entry + 1; bar < length; bar++) {
    const opening = cents(open[bar]!);
    if (gap(close, bar - 1) < 0 && gap(close, bar - 2) >= 0) return { way: "under", bar, price: opening };
    if (cents(low[bar]!) <= stop) return { way: "stop", bar, price: Math.min(opening, stop) };
    if (cents(high[bar]!) > target) return { way: "target", bar, price: Math.max(opening, target) };
  }
  return { way: "open", bar: null, price: null };
}

const cents = (price: number): number => Math.round(price * 100);

function wilder(high: Float64Array, low: Float64Array, close: Float64Array, last: number): number {
  let average = 0;
  for (let bar = 0; bar <= last; bar++) {
    const before = close[bar - 1] ?? close[bar]!;
    const range = Math.max(high[bar]!, before) - Math.min(low[bar]!, before);
    const weight = Math.min(bar + 1, 14);
    average += (range - average) / weight;
  }
  return average;
}

/** 50 bars' average less 200 bars', in whole units so that equal averages are equal. */
function gap(close: Float64Array, bar: number): number {
  const sum = (bars: number): number =>
    close.subarray(bar - bars + 1, bar + 1).reduce((total, price) => total + cents(price), 0);
  return sum(50) * 4 - sum(200);
}
