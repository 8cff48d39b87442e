import { describe, expect, it } from "vitest";
import type { NewJournalEvent } from "../../shared/model/journal-event.ts";
import type { BarColumns } from "../../shared/model/market.ts";
import { PaperVenueSettings } from "../../shared/model/paper-venue-settings.ts";
import { sha256Hex } from "../adapters/proof-node/node-primitives.ts";
import { canonicalize } from "../audit/canonical.ts";
import { seededRandom } from "../simulation/seeded-random.ts";
import { findStrategy } from "../strategy/registry.ts";
import type { BoundStrategy } from "../strategy/strategy.ts";
import { backtestBars } from "./backtest-bars.ts";
import { noRecord, type RunOptions, runEngine } from "./run-engine.ts";

const minute = 60_000;
const instrument = {
  id: "paper:X/USD",
  venue: "paper",
  symbol: "X/USD",
  name: "X",
  assetClass: "crypto-spot",
  priceIncrement: "0.01",
  sizeIncrement: "0.001",
  multiplier: "1",
  baseCurrency: "X",
  quoteCurrency: "USD",
} as const;

/** Closes become bars that open where the one before closed. */
function bars(closes: readonly number[], volume = 100): BarColumns {
  const opens = closes.map((close, index) => closes[index - 1] ?? close);
  const column = (value: (index: number) => number): Float64Array =>
    Float64Array.from(closes, (_, index) => value(index));
  return {
    length: closes.length,
    openTime: column((index) => 1_700_000_040_000 + index * minute),
    open: column((index) => opens[index]!),
    high: column((index) => Math.max(opens[index]!, closes[index]!) + 0.5),
    low: column((index) => Math.min(opens[index]!, closes[index]!) - 0.5),
    close: column((index) => closes[index]!),
    volume: column(() => volume),
  };
}

function walk(length: number, seed = 1): number[] {
  const random = seededRandom(seed);
  let price = 10_000;
  return Array.from({ length }, () => {
    price += Math.round((random() - 0.5) * 60);
    return price / 100;
  });
}

function options(closes: readonly number[], more: Partial<RunOptions> = {}): Omit<RunOptions, "record"> {
  return {
    columns: bars(closes),
    intervalMs: minute,
    instrument,
    strategy: findStrategy("sma").bind({ fast: 3, slow: 8, side: "both", sizing: "equity:0.5" }),
    traderId: "run-1",
    account: { cash: "10000", leverage: "1" },
    venue: PaperVenueSettings.parse({}),
    limits: { priceBandAtr: "3", atrPeriod: 14, maxOrdersPerSecond: 5, staleAfterMs: 120_000 },
    idSeed: "test",
    sha256: sha256Hex,
    ...more,
  };
}

describe("a backtest", () => {
  it("buys at the open after a cross over, sells at the open after a cross under, and says what it made", async () => {
    const flat = Array.from({ length: 15 }, () => 100);
    const closes = [...flat, 99, 101, 102, 103, 97, 95, 94];
    const strategy = findStrategy("sma").bind({ fast: 1, slow: 2, sizing: "fixed:2" });
    const document = await backtestBars(
      options(closes, { strategy, venue: PaperVenueSettings.parse({ takerFeeBps: "10", makerFeeBps: "10" }) }),
    );
    // under at 99, over at 101 (bar 16): in at the open of bar 17, 101; under at 97 (bar 19): out at the open of bar 20, 97
    expect(document.trades).toEqual([
      {
        side: "long",
        size: "2",
        entryAt: "2023-11-14T22:31:00.000Z",
        entryPrice: "101",
        exitAt: "2023-11-14T22:34:00.000Z",
        exitPrice: "97",
        fees: "0.396",
        pnl: "-8.396",
        returnPct: "-4.156436",
      },
    ]);
    expect(document.metrics).toMatchObject({
      finalEquity: 9991.604,
      trades: 1,
      fees: 0.396,
      winRatePct: 0,
      expectancy: -8.396,
    });
    expect(document.metrics.exposurePct).toBeCloseTo((3 / 22) * 100, 9);
    expect(document.metrics.profitFactor).toBe(0);
    expect(document.tradesHash).toBe(sha256Hex(canonicalize(document.trades as never)));
    expect([document.bars, document.from, document.to]).toEqual([
      22,
      "2023-11-14T22:14:00.000Z",
      "2023-11-14T22:35:00.000Z",
    ]);
    expect(document.equity).toHaveLength(22);
    expect(document.equity.at(-1)).toEqual([1_700_000_040_000 + 22 * minute, 9991.604]);
  });

  it("repeats itself to the last digit, also with a venue that delays, slips, rejects and fills in parts", async () => {
    const venue = PaperVenueSettings.parse({
      seed: 7,
      latencyMs: 20_000,
      latencyJitterMs: 90_000,
      spreadBps: "2",
      slippageBps: "1",
      takerFeeBps: "5",
      participation: "0.2",
      rejectRate: 0.1,
    });
    const run = options(walk(2000), { venue });
    const first = await backtestBars(run);
    const { barsPerSecond: _, ...again } = await backtestBars(run);
    expect(first).toMatchObject(again);
    expect(first.trades.length).toBeGreaterThan(20);
    const other = await backtestBars({ ...run, venue: { ...venue, seed: 8 } });
    expect(other.tradesHash).not.toBe(first.tradesHash);
  });

  it("ends with an equity that its trades add up to, and lists what is still open without an exit", async () => {
    const { trades, metrics, equity } = await backtestBars(options(walk(3000, 3)));
    const open = trades.filter((trade) => trade.exitAt === null);
    expect(open).toHaveLength(1);
    expect(open[0]).toBe(trades.at(-1));
    const made = trades.reduce((sum, trade) => sum + Number(trade.pnl), 0);
    expect(metrics.finalEquity).toBeCloseTo(10_000 + made, 6);
    expect(equity.at(-1)![1]).toBeCloseTo(metrics.finalEquity, 8);
    expect(metrics.trades).toBe(trades.length - 1);
    for (const [index, trade] of trades.slice(1).entries()) expect(trade.entryAt).toBe(trades[index]!.exitAt);
  });

  it("opens nothing above the notional limit of its gate, and says nothing was traded", async () => {
    const limits = { ...options([]).limits, maxNotionalPerOrder: "10" };
    const { trades, metrics } = await backtestBars(options(walk(500), { limits }));
    expect(trades).toEqual([]);
    expect(metrics).toMatchObject({ finalEquity: 10_000, profitFactor: null, winRatePct: null, sharpe: null, fees: 0 });
  });

  it("leaves no order working: what was decided on the last close is cancelled", async () => {
    const closes = [...Array.from({ length: 20 }, () => 100), 99, 102];
    const strategy = findStrategy("sma").bind({ fast: 1, slow: 2, sizing: "fixed:1" });
    const types: string[] = [];
    const run = {
      ...options(closes, { strategy, venue: PaperVenueSettings.parse({ latencyMs: 10 }) }),
      record: {
        open: () => true,
        append: (event: NewJournalEvent) => types.push(event.type) - 1,
        settle: () => types.length - 1,
      },
    };
    const result = await runEngine(run);
    expect(result.fills).toEqual([]);
    expect(types.at(-1)).toBe("order.canceled");
  });

  it("stops on a strategy that throws and on a record that fails, instead of reporting half a run", async () => {
    const broken: BoundStrategy = {
      ...options([]).strategy,
      start: () => ({
        onBar(bar) {
          if (bar.openTime > 1_700_000_040_000) throw new Error("division by zero");
        },
      }),
    };
    await expect(backtestBars(options(walk(10), { strategy: broken }))).rejects.toMatchObject({
      code: "RUN-TRADER-FAILED",
      message: expect.stringContaining("division by zero"),
    });
    const record = { ...noRecord, failure: new Error("disk full") };
    await expect(runEngine({ ...options(walk(10)), record })).rejects.toThrow("disk full");
  });

  it("feeds each bar when its time has come", async () => {
    const paced: number[] = [];
    const pace = async (openTime: number): Promise<void> => void paced.push(openTime);
    const run = options(walk(300));
    const { tradesHash } = await backtestBars({ ...run, pace });
    expect(paced).toEqual([...run.columns.openTime]);
    expect(tradesHash).toBe((await backtestBars(run)).tradesHash);
  });
});
