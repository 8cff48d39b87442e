import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readBars } from "../../main/adapters/market-file/read-bars.ts";
import { sha256Hex } from "../../main/adapters/proof-node/node-primitives.ts";
import { backtestBars } from "../../main/backtest/backtest-bars.ts";
import { runBacktest } from "../../main/commands/backtest.ts";
import { type RunRequest, readInputs } from "../../main/commands/backtest-inputs.ts";
import { runPaper } from "../../main/commands/paper.ts";
import { decimalOf, toStep } from "../../main/simulation/exact-price.ts";
import { MONEY_DIGITS, parseFixed, tenTo } from "../../shared/model/fixed.ts";
import { replayedHash } from "./replayed-hash.ts";

const data = "../shared/data";
const bitcoin = `${data}/ohlcv/crypto-1m/BTCUSDT_1m_binance_2024.csv.gz`;
const apple = `${data}/ohlcv/stocks-daily/AAPL_1d_2019_2025_yahoo_adjusted.csv`;
const dir = mkdtempSync(join(tmpdir(), "proofdesk-agreement-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const env = { ...process.env, PROOFDESK_KEYCHAIN: "off" };
const set = (fast: number, slow: number, side: string, sizing: string): string[] => [
  `fast=${fast}`,
  `slow=${slow}`,
  `side=${side}`,
  `sizing=${sizing}`,
];

const crypto: RunRequest = {
  bars: bitcoin,
  strategy: "sma",
  set: set(10, 30, "both", "equity:0.5"),
  to: Date.UTC(2024, 1, 13),
};
const share: RunRequest = { bars: apple, strategy: "sma", set: set(50, 200, "long", "equity:0.95") };
const exits = { ...crypto, set: [...set(10, 30, "both", "risk:0.002"), "stop=atr:2", "target=atr:3"] };
const ether: RunRequest = {
  bars: `${data}/ohlcv/crypto-1m/ETHUSDT_1m_binance_2022.csv.gz`,
  strategy: "sma",
  set: [...set(50, 200, "long", "equity:0.95"), "stop=atr:2", "target=atr:3"],
};
const prints: RunRequest = {
  ticks: `${data}/ticks/lean_SPY_20131007_trade.zip`,
  strategy: "sma",
  set: [...set(5, 20, "both", "fixed:10"), "stop=atr:2", "target=atr:3", "queue=true"],
  queueAhead: "100",
};
const costs = {
  feeBps: "7.5",
  slippageBps: "1.5",
  spreadBps: "2",
  participation: "0.05",
  latencyMs: 250,
  leverage: "2",
};

describe.skipIf(!existsSync(data))("on real bars (skipped where ../shared/data is absent)", () => {
  it.each([
    ["bitcoin minutes", crypto],
    ["bitcoin minutes with every cost", { ...crypto, ...costs }],
    ["apple days", share],
    ["bitcoin minutes with stops and targets", exits],
    ["bitcoin minutes with stops, targets and every cost", { ...exits, ...costs }],
    ["ether minutes with stops and targets", ether],
    ["a day of trades, limits in the queue", prints],
    ["a day of trades with latency", { ...prints, latencyMs: 40, participation: "0.5" }],
  ])("paper and backtest make the same trades: %s", async (name, request) => {
    const backtest = await runBacktest(request);
    const paper = await runPaper({ ...request, profileDir: join(dir, name), env });
    expect(backtest.trades.length).toBeGreaterThan(2);
    expect(paper.tradesHash).toBe(backtest.tradesHash);
    expect(paper.trades).toEqual(backtest.trades);
    expect(paper.equity).toEqual(backtest.equity);
    expect(paper.metrics).toEqual(backtest.metrics);
    expect(replayedHash(join(dir, name), paper)).toBe(backtest.tradesHash);
  });

  it.each([
    ["bitcoin minutes with stops and targets", exits],
    ["a day of trades", prints],
  ])("a clock that goes on bar by bar makes the same trades as one that runs at once: %s", async (_, request) => {
    const { notes: _notes, ...inputs } = await readInputs(request);
    const run = { ...inputs, traderId: "run-1", idSeed: "agreement", sha256: sha256Hex };
    const atOnce = await backtestBars(run);
    let clock = 0;
    const paced = await backtestBars({
      ...run,
      async pace(openTime) {
        // What a timer does: the next bar comes in a later turn, when its time has come.
        await new Promise((resolve) => setImmediate(resolve));
        expect(openTime).toBeGreaterThan(clock);
        clock = openTime;
      },
    });
    expect(atOnce.trades.length).toBeGreaterThan(5);
    expect(paced.tradesHash).toBe(atOnce.tradesHash);
  });

  it.each([
    ["bitcoin minutes", { ...crypto, to: Date.UTC(2024, 1, 20) }, 10, 30, true, [1n, 2n], 8],
    ["apple days", share, 50, 200, false, [95n, 100n], 0],
  ] as const)(
    "a plain loop of whole numbers makes the same trades: %s",
    async (_, request, fast, slow, both, share_, digits) => {
      const { trades, metrics } = await runBacktest(request);
      const { columns } = await readBars(String(request.bars), "to" in request ? { to: request.to } : {});
      const expected = plainCrossover({ columns, fast, slow, both, share: share_, digits });
      expect(trades.map((trade) => [parseFixed(trade.size, digits), parseFixed(trade.pnl, MONEY_DIGITS)])).toEqual(
        expected.trades,
      );
      expect(metrics.finalEquity).toBeCloseTo(expected.equity, 8);
    },
  );

  it("backtrader fills the same crossings of a close over its 15-day average at the same prices", async () => {
    const expected = JSON.parse(readFileSync(`${data}/backtests/sma15_cross_2006_expected.json`, "utf8"));
    const days: RunRequest = {
      bars: `${data}/backtests/2006-day-001.txt`,
      strategy: "sma",
      set: set(1, 15, "long", "fixed:1"),
    };
    const plain = (texts: readonly string[]): number[] => texts.map(Number);
    for (const run of [runBacktest(days), runPaper({ ...days, profileDir: join(dir, "backtrader"), env })]) {
      const { trades, metrics } = await run;
      expect(trades.map((trade) => Number(trade.entryPrice))).toEqual(plain(expected.BUYEXEC));
      expect(trades.flatMap((trade) => trade.exitPrice ?? []).map(Number)).toEqual(plain(expected.SELLEXEC));
      expect(metrics.finalEquity).toBe(Number(expected.stocklike.final_value));
    }
  });
});

interface PlainRun {
  readonly columns: Awaited<ReturnType<typeof readBars>>["columns"];
  readonly fast: number;
  readonly slow: number;
  readonly both: boolean;
  readonly share: readonly [bigint, bigint];
  /** Decimals of a size. */
  readonly digits: number;
}

/** The strategy and its fills written a second time, without engine, gate or venue: prices and cash as whole numbers. */
function plainCrossover({ columns, fast, slow, both, share, digits }: PlainRun): {
  trades: bigint[][];
  equity: number;
} {
  const fine = 18;
  const closes = Array.from(columns.close, (close) => {
    const { units, digits: places } = decimalOf(close);
    return units * tenTo(fine - places);
  });
  const cents = (price: number): bigint =>
    toStep(decimalOf(price), { numerator: 1n, denominator: 1n }, 1n, 2, "nearest");
  const money = tenTo(MONEY_DIGITS - 2 - digits);
  const trades: bigint[][] = [];
  let cash = 10_000n * tenTo(MONEY_DIGITS);
  let position = 0n;
  let entry = 0n;
  let wanted: { readonly exit: boolean; readonly size: bigint } | null = null;
  let [fastSum, slowSum, before] = [0n, 0n, 0n];
  const close = (price: bigint): void => {
    trades.push([position < 0n ? -position : position, (price - entry) * position * money]);
    cash += position * price * money;
    position = 0n;
  };
  closes.forEach((price, i) => {
    const open = cents(columns.open[i]!);
    if (wanted?.exit && position !== 0n) close(open);
    if (wanted && wanted.size !== 0n) {
      position = wanted.size;
      entry = open;
      cash -= position * open * money;
    }
    wanted = null;
    fastSum += price - (closes[i - fast] ?? 0n);
    slowSum += price - (closes[i - slow] ?? 0n);
    const gap = i < slow - 1 ? 0n : fastSum * BigInt(slow) - slowSum * BigInt(fast);
    const side = gap > 0n ? 1n : gap < 0n ? -1n : 0n;
    if (side * before < 0n) {
      const last = cents(columns.close[i]!);
      const size = (share[0] * (cash + position * last * money)) / (share[1] * last * money);
      wanted = { exit: true, size: side > 0n ? size : both ? -size : 0n };
    }
    before = side;
  });
  const last = cents(columns.close[columns.length - 1]!);
  const equity = cash + position * last * money;
  if (position !== 0n) close(last);
  return { trades, equity: Number(equity) / 10 ** MONEY_DIGITS };
}
