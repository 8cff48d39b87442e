import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import type { JournalEvent, NewJournalEvent } from "../../shared/model/journal-event.ts";
import { type OpenJournalOptions, openJournal } from "../adapters/journal-sqlite/open-journal.ts";
import { openSecretStore } from "../adapters/secrets-keychain/open-secret-store.ts";
import type { Journal } from "../ports/journal.ts";
import { seededRandom } from "../simulation/seeded-random.ts";
import { runBacktest } from "./backtest.ts";
import { readInputs } from "./backtest-inputs.ts";
import { type PaperOptions, runPaper } from "./paper.ts";

const dir = mkdtempSync(join(tmpdir(), "proofdesk-paper-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const env = { ...process.env, PROOFDESK_KEYCHAIN: "off" };
const begins = Date.UTC(2024, 0, 1);

/** A file of one-minute bars on a seeded walk. */
function barFile(name: string, bars: number, seed = 1): string {
  const random = seededRandom(seed);
  let price = 10_000;
  const rows = ["timestamp,open,high,low,close,volume"];
  for (let i = 0; i < bars; i++) {
    const open = price;
    price += Math.round((random() - 0.5) * 60);
    const [high, low] = [Math.max(open, price) + 5, Math.min(open, price) - 5];
    rows.push(
      [new Date(begins + i * 60_000).toISOString(), ...[open, high, low, price].map((cents) => cents / 100), 50].join(),
    );
  }
  const file = join(dir, name);
  writeFileSync(file, `${rows.join("\n")}\n`);
  return file;
}

const short = barFile("BTCUSDT_1m.csv", 400);
const set = ["fast=3", "slow=8", "side=both", "sizing=equity:0.5"];
let profiles = 0;

function options(more: Partial<PaperOptions> = {}): PaperOptions {
  return { bars: short, strategy: "sma", set, profileDir: join(dir, `profile-${profiles++}`), env, ...more };
}

async function withJournal<T>(profileDir: string, act: (journal: Journal) => Promise<T> | T): Promise<T> {
  const { store: secrets } = await openSecretStore({ service: "Proofdesk", env });
  const clock: OpenJournalOptions["clock"] = { now: () => Date.now(), mono: () => process.hrtime.bigint() };
  const build = { version: "0", gitSha: "0", buildHash: "0", configHash: "0" };
  const journal = await openJournal({ profileDir, secrets, clock, build });
  try {
    return await act(journal);
  } finally {
    await journal.close();
  }
}

const eventsOf = (profileDir: string): Promise<JournalEvent[]> =>
  withJournal(profileDir, (journal) => [...journal.read()].map((stored) => JSON.parse(stored.text) as JournalEvent));

/** What a run over `short` with the usual options says of itself when it begins. */
async function startEvent(more: object = {}): Promise<NewJournalEvent> {
  const { fileSha256, settingsHash } = await readInputs(options());
  const params = { fast: 3, slow: 8, side: "both", sizing: "equity:0.5", stop: "none", target: "none" };
  const instrumentIds = ["paper:BTC/USDT"];
  const data = {
    traderId: "run-1",
    name: "sma",
    strategy: "sma",
    params,
    instrumentIds,
    fileSha256,
    settingsHash,
    runId: "run-1",
    ...more,
  };
  return {
    type: "trader.started",
    at: begins,
    actor: { kind: "desk", id: "paper" },
    trace: "run-1",
    cause: null,
    data,
  };
}

const event = (type: NewJournalEvent["type"], data: NewJournalEvent["data"], trace = "t"): NewJournalEvent => ({
  type,
  at: begins + 3600_000,
  actor: { kind: "trader", id: "run-1" },
  trace,
  cause: null,
  data,
});

describe("a paper run", () => {
  it("makes the trades of a backtest and writes down every step of each order, intent and verdict first", async () => {
    const run = options();
    const result = await runPaper(run);
    const backtest = await runBacktest(run);
    expect(result.trades.length).toBeGreaterThan(10);
    expect(result.tradesHash).toBe(backtest.tradesHash);
    expect(result.metrics).toEqual(backtest.metrics);
    expect(result.run).toEqual({ id: "run-1", repeatedEvents: 0 });
    expect(result.notes).toContain("Starts with 10000 USDT.");
    expect(result.notes).toContain("Simulated with no fees, no spread, no slippage, no latency, orders fill whole.");
    const events = await eventsOf(run.profileDir);
    expect(result.journal.events).toBeGreaterThan(4 * result.trades.length);
    expect(result.journal).toMatchObject({ profile: run.profileDir, origin: expect.stringMatching(/^proofdesk\//) });
    const started = events.find((each) => each.type === "trader.started");
    expect(started?.data).toMatchObject({
      traderId: "run-1",
      fileSha256: expect.any(String),
      settingsHash: expect.any(String),
    });
    const stopped = events.find((each) => each.type === "trader.stopped");
    expect(stopped?.data).toMatchObject({ tradesHash: result.tradesHash });
    const first = events.find((each) => each.type === "order.intended");
    const life = events.filter((each) => each.data["orderId"] === first?.data["orderId"]);
    expect(life.map((each) => each.type)).toEqual([
      "order.intended",
      "risk.judged",
      "order.submitted",
      "order.accepted",
      "order.filled",
    ]);
  });

  it("writes its document to a file, too, as a backtest does, and refuses a place before anything is opened", async () => {
    const out = join(dir, "run.json");
    const result = await runPaper(options({ out }));
    expect(JSON.parse(readFileSync(out, "utf8"))).toEqual(JSON.parse(JSON.stringify(result)));
    const run = options();
    for (const wrong of [short, dir, join(dir, "none", "run.json"), join(run.profileDir, "journal.db")])
      await expect(runPaper({ ...run, out: wrong })).rejects.toMatchObject({ code: "OUTPUT-PATH" });
    expect(existsSync(run.profileDir)).toBe(false);
  });

  it("that has finished is followed by a new one on the account as it stands", async () => {
    const run = options();
    const first = await runPaper(run);
    const second = await runPaper(run);
    expect(second.run).toEqual({ id: "run-2", repeatedEvents: 0 });
    expect(second.metrics.finalEquity).not.toBe(first.metrics.finalEquity);
    const stands = /^Starts with \d+\.\d+ USDT and a position of -?\d+\.\d+, the account as it stands/;
    expect(second.notes[0]).toMatch(new RegExp(`${stands.source}\\.$`));
    const third = await runPaper({ ...run, cash: "5000" });
    expect(third.notes[0]).toMatch(new RegExp(`${stands.source}: --cash is what a new one opens with\\.$`));
    const open = first.trades.at(-1);
    expect(open).toMatchObject({ exitAt: null });
    const held = { side: open?.side, size: open?.size, entryPrice: open?.entryPrice };
    expect(second.trades[0]).toMatchObject(held);
    const orders = (await eventsOf(run.profileDir)).filter((each) => each.type === "order.intended");
    expect(new Set(orders.map((each) => each.data["orderId"])).size).toBe(orders.length);
  });

  it("of another instrument takes the cash and leaves the other's position aside, and says so", async () => {
    const profile = options();
    const first = await runPaper(profile);
    const lastTrace = (await eventsOf(profile.profileDir)).findLast((each) => each.type === "order.filled")?.trace;
    const other = { ...profile, bars: barFile("ETHUSD_1m.csv", 200, 5) };
    const second = await runPaper(other);
    expect([first.instrument.quoteCurrency, second.instrument.quoteCurrency]).toEqual(["USDT", "USD"]);
    expect(second.notes).toContain("The account is in USDT; USD is declared at par with it.");
    expect(second.notes).toContain("The open position in paper:BTC/USDT is left aside: this run has no price for it.");
    const fills = (await eventsOf(profile.profileDir)).filter((each) => each.type === "order.filled");
    const firstRunsLast = fills.findLast((each) => each.trace === lastTrace);
    const account = firstRunsLast?.data["account"] as { cash: string } | undefined;
    const cash = Number(account?.cash);
    const made = second.trades.reduce((sum, trade) => sum + Number(trade.pnl), 0);
    expect(second.metrics.finalEquity).toBeCloseTo(cash + made, 8);
  });

  it("goes on after being killed at any moment, with the same orders and the same trades", async () => {
    const bars = barFile("SOLUSDT_1m.csv", 2500, 9);
    const withExits = [...set, "stop=atr:2", "target=atr:3"];
    const run = options({ bars, set: withExits });
    const args = ["main/cli.ts", "paper", "--bars", bars, "--strategy", "sma", "--profile", run.profileDir, "--json"];
    // Paced to about ten seconds, so that the fastest machine is still at it when the kill comes.
    const words = [...args, "--speed", "15000", ...withExits.flatMap((each) => ["--set", each])];
    for (const waitMs of [150, 400]) {
      const child = spawn(process.execPath, words, { env, stdio: ["ignore", "ignore", "pipe"] });
      await new Promise((resolve) => child.stderr.once("data", resolve));
      await sleep(500 + waitMs);
      child.kill("SIGKILL");
      await new Promise((resolve) => child.once("close", resolve));
    }
    const result = await runPaper(run);
    expect(result.run.id).toBe("run-1");
    expect(result.tradesHash).toBe((await runBacktest(run)).tradesHash);
    const events = await eventsOf(run.profileDir);
    expect(events.filter((each) => each.type === "trader.started")).toHaveLength(1);
    const ids = events.filter((each) => each.type === "order.filled").map((each) => each.data["fillId"]);
    expect(new Set(ids).size).toBe(ids.length);
  }, 240_000);

  it("books funding and liquidations as a backtest does, writes them down, and repeats them after a restart", async () => {
    const margined = {
      assetClass: "crypto-perp",
      fundingRate: "0.001",
      leverage: "20",
      initialMargin: "0.05",
      maintenanceMargin: "0.049",
      set: ["fast=20", "slow=120", "side=both", "sizing=equity:18"],
      bars: barFile("ETHUSDT_1m.csv", 1500, 3),
    } as const;
    const run = options(margined);
    const paper = await runPaper(run);
    const backtest = await runBacktest(run);
    expect(paper.tradesHash).toBe(backtest.tradesHash);
    expect(paper.metrics).toEqual(backtest.metrics);
    expect(paper.excursions).toEqual(backtest.excursions);
    expect(paper.equity.at(-1)?.[1]).toBeCloseTo(paper.metrics.finalEquity, 6);
    const events = await eventsOf(run.profileDir);
    const kinds = new Set(events.map(({ type, data }) => `${type} ${String(data["kind"])}`));
    expect([...kinds]).toEqual(expect.arrayContaining(["account.funded funding", "position.reconciled liquidation"]));
    const pnl = paper.trades.reduce((sum, trade) => sum + Number(trade.pnl), 0);
    expect(paper.metrics.finalEquity).toBeCloseTo(10_000 + pnl + (paper.metrics.funding ?? 0), 6);
    const second = await runPaper({ ...run, bars: short, set });
    expect(second.equity[0]?.[1]).toBeCloseTo(paper.metrics.finalEquity, 6);
  });

  it("refuses to go on when repeating it does not give what the journal holds, and names the event", async () => {
    const run = options();
    await withJournal(run.profileDir, async (journal) => {
      journal.append(event("account.funded", { accountId: "paper", currency: "USDT", amount: "10000" }, "account"));
      journal.append(await startEvent());
      journal.append(event("account.day_rolled", { day: 1, equity: "1" }));
    });
    await expect(runPaper(run)).rejects.toMatchObject({
      code: "RUN-DIVERGED",
      message: expect.stringContaining("event 4 "),
    });
    await expect(runPaper({ ...run, set: ["fast=4", "slow=8"] })).resolves.toMatchObject({ run: { id: "run-2" } });
  });

  it("that is given up for another one is ended in the record, its orders too", async () => {
    const run = options();
    const intent = {
      orderId: "old",
      instrumentId: "paper:BTC/USDT",
      side: "buy",
      type: "limit",
      size: "0.5",
      limitPrice: "1",
      timeInForce: "GTC",
      postOnly: false,
      reduceOnly: false,
      reason: "test",
      decisionPrice: null,
    };
    await withJournal(run.profileDir, async (journal) => {
      journal.append(await startEvent({ settingsHash: "of other settings" }));
      journal.append(event("order.intended", { ...intent, orderId: "unsent" }));
      journal.append(event("order.intended", intent));
      journal.append(event("order.submitted", { orderId: "old", venue: "paper" }));
      journal.append(event("order.accepted", { orderId: "old", venueOrderId: "P-old" }));
    });
    expect((await runPaper(run)).run).toEqual({ id: "run-2", repeatedEvents: 0 });
    const events = await eventsOf(run.profileDir);
    const ended = events.filter((each) => each.data["orderId"] === "old" || each.data["orderId"] === "unsent");
    expect(ended.slice(-2).map((each) => each.type)).toEqual(["order.canceled", "order.canceled"]);
    const stopped = events.find((each) => each.type === "trader.stopped");
    expect(stopped?.data).toEqual({ traderId: "run-1", reason: "given up: another run was started" });
  });

  it("opens nothing on a desk whose kill switch is engaged", async () => {
    const run = options();
    await withJournal(run.profileDir, (journal) => {
      journal.append(event("kill_switch.engaged", { reason: "enough" }));
    });
    expect((await runPaper(run)).trades).toEqual([]);
  });

  it("keeps the market's pace when a speed is given", async () => {
    const bars = barFile("ADAUSDT_1m.csv", 30);
    const startedAt = performance.now();
    await runPaper(options({ bars, speed: 6000 }));
    expect(performance.now() - startedAt).toBeGreaterThan(290);
  });
});
