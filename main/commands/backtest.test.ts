import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runBacktest } from "./backtest.ts";
import { type RunRequest, readInputs } from "./backtest-inputs.ts";
import { printRun } from "./run-report.ts";

const dir = mkdtempSync(join(tmpdir(), "proofdesk-backtest-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const bars = join(dir, "AAPL_1d.csv");
const closes = [...Array.from({ length: 20 }, () => 100), 99, 101, 102, 103, 97, 95];
writeFileSync(
  bars,
  [
    "date,open,high,low,close,volume",
    ...closes.map(
      (close, i) =>
        `${new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10)},${closes[i - 1] ?? close},110,90,${close},1000`,
    ),
  ].join("\n"),
);
/** A file with trading hours: of Mondays in New York, but for what is said. */
function hoursFile(change: object): string {
  const file = join(dir, `hours-${JSON.stringify(change).length}.json`);
  const sessions = [{ day: 1, open: "09:30", close: "16:00" }];
  writeFileSync(file, JSON.stringify({ zone: "America/New_York", sessions, ...change }));
  return file;
}

const request: RunRequest = { bars, strategy: "sma", set: ["fast=1", "slow=2", "sizing=fixed:2"] };

describe("the backtest command", () => {
  it("returns the document, writes it to a file, and says what it does not charge", async () => {
    const out = join(dir, "run.json");
    const result = await runBacktest({ ...request, out });
    expect(JSON.parse(readFileSync(out, "utf8"))).toEqual(JSON.parse(JSON.stringify(result)));
    expect(result).toMatchObject({ bars: 26, strategy: "sma", instrument: { symbol: "AAPL", sizeIncrement: "1" } });
    expect(result.trades).toMatchObject([{ side: "long", size: "2", entryPrice: "101", exitPrice: "97", pnl: "-8" }]);
    expect(result.notes.join(" ")).toContain("no fees");
    expect(result.notes).toContain("Starts with 10000 USD.");
  });

  it("shows cash that a gap before the fill has taken below zero, at its lowest", async () => {
    const gap = join(dir, "GAP_1d.csv");
    const closes = [10, 9, 11, 12, 11.5, 11];
    const rows = closes.map((close, i) => {
      const open = i === 3 ? 13 : (closes[i - 1] ?? close);
      const [high, low] = [Math.max(open, close), Math.min(open, close)];
      return `2024-01-0${i + 1},${open},${high},${low},${close},5`;
    });
    writeFileSync(gap, ["date,open,high,low,close,volume", ...rows].join("\n"));
    const run = (sizing: string) => runBacktest({ ...request, bars: gap, set: ["fast=1", "slow=2", sizing] });
    const result = await run("sizing=equity:1");
    expect(result.trades[0]).toMatchObject({ size: "909", entryPrice: "13" });
    expect(result.cashBelowZero).toEqual({ lowest: "-1817", at: "2024-01-04T00:00:00.000Z" });
    const lines: string[] = [];
    printRun(result, { out: (line) => void lines.push(line), json: () => undefined, err: () => undefined });
    expect(lines).toContain("Cash fell to -1817 USD, at 2024-01-04T00:00:00.000Z");
    expect(await run("sizing=equity:0.5")).not.toHaveProperty("cashBelowZero");
  });

  it("does not write over the bars it reads, nor over a profile's journal", async () => {
    const journal = join(dir, "journal.db");
    const before = readFileSync(bars, "utf8");
    writeFileSync(journal, "a journal");
    for (const out of [bars, journal, dir, join(dir, "none", "run.json")])
      await expect(runBacktest({ ...request, out })).rejects.toMatchObject({ code: "OUTPUT-PATH" });
    expect([readFileSync(bars, "utf8"), readFileSync(journal, "utf8")]).toEqual([before, "a journal"]);
    rmSync(journal);
  });

  it("counts the entries that were not sent, by the reason", async () => {
    const result = await runBacktest({ ...request, set: [...(request.set ?? []), "stop=atr:100000"] });
    expect(result.trades).toEqual([]);
    expect(result.entriesNotSent).toEqual({ "no entry: an exit would lie at zero or below": 1 });
    const lines: string[] = [];
    printRun(result, { out: (line) => void lines.push(line), json: () => undefined, err: () => undefined });
    expect(lines).toContain("1 × no entry: an exit would lie at zero or below");
    expect(await runBacktest(request)).not.toHaveProperty("entriesNotSent");
  });

  it("tells of orders that the gate refused, and why the first", async () => {
    const result = await runBacktest({ ...request, set: ["fast=1", "slow=2", "sizing=equity:4"] });
    expect(result.trades).toEqual([]);
    expect(result.ordersRefused).toEqual({ orders: 1, first: expect.stringContaining("buying power") });
    const lines: string[] = [];
    printRun(result, { out: (line) => void lines.push(line), json: () => undefined, err: () => undefined });
    expect(lines).toContain(`Refused: 1 order; the first: ${result.ordersRefused?.first}`);
    expect(await runBacktest(request)).not.toHaveProperty("ordersRefused");
  });

  it("says when the file's prices are finer than the default increment, and which one keeps them", async () => {
    const euro = join(dir, "EURUSD_1d.csv");
    writeFileSync(euro, readFileSync(bars, "utf8").replaceAll(",110,90,", ",110.12345,90,"));
    const rounded = (await readInputs({ ...request, bars: euro })).notes.filter((note) => note.includes("rounded"));
    expect(rounded).toEqual([
      "The file's prices have 5 decimals, and EUR/USD trades in steps of 0.01: they are rounded; give --price-increment 0.00001 to keep them.",
    ]);
    for (const fine of [{ bars: euro, priceIncrement: "0.00001" }, {}]) {
      expect((await readInputs({ ...request, ...fine })).notes.join()).not.toContain("rounded");
    }
  });

  it("takes costs, capital, instrument, period and limits from its options", async () => {
    const risk = join(dir, "risk.json");
    writeFileSync(risk, JSON.stringify({ maxNotionalPerOrder: "500" }));
    const costly: RunRequest = {
      ...request,
      cash: "5000",
      feeBps: "10",
      slippageBps: "1",
      spreadBps: "2",
      participation: "0.5",
      latencyMs: 1,
      leverage: "2",
      priceIncrement: "0.05",
      sizeIncrement: "0.1",
      symbol: "XYZ",
      assetClass: "future",
      from: Date.UTC(2024, 0, 2),
      to: Date.UTC(2024, 0, 20),
      seed: 3,
      risk,
    };
    const inputs = await readInputs(costly);
    expect(inputs).toMatchObject({
      account: { cash: "5000", leverage: "2" },
      venue: {
        seed: 3,
        makerFeeBps: "10",
        takerFeeBps: "10",
        slippageBps: "1",
        spreadBps: "2",
        participation: "0.5",
        latencyMs: 1,
      },
      instrument: { symbol: "XYZ", assetClass: "future", priceIncrement: "0.05", sizeIncrement: "0.1" },
      limits: { maxNotionalPerOrder: "500", staleAfterMs: 2 * 86_400_000 },
      columns: { length: 18 },
    });
    expect(inputs.notes).toHaveLength(1);
    expect((await readInputs({ ...costly, cash: "5001" })).settingsHash).not.toBe(inputs.settingsHash);
    expect((await readInputs(costly)).settingsHash).toBe(inputs.settingsHash);
  });

  it("skips bad rows only when told to, counts them and reports each with its line", async () => {
    const bad = join(dir, "BAD.csv");
    writeFileSync(bad, `${readFileSync(bars, "utf8")}\n2024-03-01,1,2,3,4,5\n`);
    await expect(runBacktest({ ...request, bars: bad })).rejects.toMatchObject({ code: "DATA-HIGH-LOW" });
    const result = await runBacktest({ ...request, bars: bad, skipBad: true });
    expect(result.notes).toContain("1 bad rows were skipped.");
    expect(result.skipped).toEqual({ rows: 1, first: [{ line: 28, reason: "high 2 is below low 3" }] });
    const lines: string[] = [];
    printRun(result, { out: (line) => void lines.push(line), json: () => undefined, err: () => undefined });
    expect(lines.slice(-1)).toEqual(["Skipped line 28: high 2 is below low 3"]);
    expect(await runBacktest({ ...request, skipBad: true })).not.toHaveProperty("skipped");
  });

  it.each([
    [{ strategy: "magic" }, "STRATEGY-UNKNOWN"],
    [{ set: ["fast=x"] }, "STRATEGY-PARAMS"],
    [{ set: ["__proto__=1"] }, "STRATEGY-PARAMS"],
    [{ set: ["constructor=1"] }, "STRATEGY-PARAMS"],
    [{ set: ["stop=pct:100"] }, "STRATEGY-PARAMS"],
    [{ participation: "2" }, "RUN-VENUE"],
    [{ cash: "0" }, "RUN-AMOUNT"],
    [{ cash: `0.${"0".repeat(24)}1` }, "RUN-AMOUNT"],
    [{ cash: "1".repeat(41) }, "RUN-AMOUNT"],
    [{ leverage: "1".repeat(41) }, "RUN-AMOUNT"],
    [{ set: ["queue=true"], queueAhead: "1" }, "RUN-QUEUE-TICKS"],
    [{ queueAhead: "1" }, "RUN-QUEUE-AHEAD"],
    [{ leverage: "-1" }, "RUN-AMOUNT"],
    [{ risk: bars }, "RUN-RISK-FILE"],
    [{ hours: bars }, "RUN-HOURS-FILE"],
    [{ hours: hoursFile({ zone: "Nowhere/Town" }) }, "RUN-HOURS-FILE"],
    [{ hours: hoursFile({ sessions: [] }) }, "RUN-HOURS-FILE"],
    [{ risk: join(dir, "nowhere.json") }, "RUN-RISK-FILE"],
    [{ bars: join(dir, "nowhere.csv") }, "DATA-FILE"],
  ])("refuses %j with %s", async (wrong, code) => {
    await expect(runBacktest({ ...request, ...wrong })).rejects.toMatchObject({ code });
  });

  it("fills nothing outside of the hours that it is told of", async () => {
    const tradesOn = async (...days: number[]): Promise<number> => {
      const sessions = days.map((day) => ({ day, open: "09:30", close: "16:00" }));
      return (await runBacktest({ ...request, hours: hoursFile({ sessions }) })).trades.length;
    };
    // The entry is decided on a Monday's close, the file ends on the Friday of that week.
    expect([await tradesOn(1, 2, 3, 4, 5), await tradesOn(1)]).toEqual([1, 0]);
  });

  describe("with limits that keep their place in the venue's queue", () => {
    const second = (i: number): number => Date.UTC(2024, 0, 2, 15) + 1000 * i;
    // Up to 100.20, where the target of an entry at 100.05 lies, and back, again and again, a print of one a second.
    const path = [0, 5, 10, 15, 20, 15, 10, 5].map((cents) => (100 + cents / 100).toFixed(2));
    const tickFile = (name: string, header: string, row: (price: string) => string): string => {
      const file = join(dir, name);
      const rows = Array.from({ length: 400 }, (_, i) => `${second(i)},${row(path[i % path.length] as string)}`);
      writeFileSync(file, [header, ...rows].join("\n"));
      return file;
    };
    const trades = tickFile("AAPL_trades.csv", "timestamp,price,size", (price) => `${price},1`);
    const queued = (ticks: string, queueAhead?: string): RunRequest => ({
      ticks,
      intervalMs: 1000,
      symbol: "AAPL",
      strategy: "sma",
      set: ["fast=1", "slow=2", "sizing=fixed:1", "target=pct:0.15", "queue=true"],
      ...(queueAhead === undefined ? {} : { queueAhead }),
    });

    it("fills them only after what stands ahead, and says how much does", async () => {
      const [first, last] = await Promise.all(["0", "1000"].map((ahead) => runBacktest(queued(trades, ahead))));
      expect(first?.trades.map(({ exitPrice }) => exitPrice)).toContain("100.2");
      expect(last?.trades.map(({ exitPrice }) => exitPrice)).not.toContain("100.2");
      expect(last?.trades.length).toBeGreaterThan(10);
      expect(last?.notes.join(" ")).toContain("until 1000 ahead of them has traded");
      expect((await readInputs(queued(trades, "1000"))).venue).toMatchObject({ queue: true, queueAhead: "1000" });
    });

    it("asks how much stands ahead, and does not take a negative size", async () => {
      await expect(readInputs(queued(trades))).rejects.toMatchObject({ code: "RUN-QUEUE-AHEAD" });
      await expect(readInputs(queued(trades, "-1"))).rejects.toMatchObject({ code: "RUN-VENUE" });
    });

    it("refuses a file that shows no prints, or none with a size", async () => {
      const quotes = tickFile("AAPL_quotes.csv", "timestamp,bid,ask", (price) => `${price},${price}`);
      const sizeless = tickFile("AAPL_sizeless.csv", "timestamp,price,size", (price) => `${price},0`);
      for (const [file, what] of [
        [quotes, "quotes have none"],
        [sizeless, "trades without sizes have none"],
      ] as const) {
        const refused = { code: "VENUE-QUEUE-INPUT", message: expect.stringContaining(what) };
        await expect(readInputs(queued(file, "1"))).rejects.toMatchObject(refused);
        const { set = [], queueAhead: _, ...without } = queued(file, "1");
        await readInputs({ ...without, set: set.slice(0, -1) });
      }
    });
  });

  it("refuses limits that are none", async () => {
    const risk = join(dir, "bad-risk.json");
    writeFileSync(risk, JSON.stringify({ maxOrdersPerSecond: "many" }));
    await expect(runBacktest({ ...request, risk })).rejects.toMatchObject({ code: "RUN-RISK-FILE" });
  });

  it.each([
    [{ maxSizePerOrder: { "btc/usdt": "0.0001" } }, "maxSizePerOrder"],
    [{ correlatedGroups: [{ name: "g", instrumentIds: ["paper:ETH/USDT"], maxExposure: "1" }] }, "correlatedGroups"],
    [{ allowedInstruments: ["BTC"] }, "allowedInstruments"],
  ])("refuses limits of an instrument that the run does not trade: %j", async (limits, setting) => {
    const risk = join(dir, "stranger.json");
    writeFileSync(risk, JSON.stringify(limits));
    const { id } = (await readInputs(request)).instrument;
    await expect(runBacktest({ ...request, risk })).rejects.toMatchObject({
      code: "RUN-RISK-INSTRUMENT",
      message: expect.stringContaining(setting),
      remedy: expect.stringContaining(`Write ${id}`),
    });
    writeFileSync(risk, JSON.stringify({ maxSizePerOrder: { [id]: "0.0001" }, allowedInstruments: [id] }));
    expect((await readInputs({ ...request, risk })).limits.maxSizePerOrder).toEqual({ [id]: "0.0001" });
  });
});
