import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { typed } from "./typed.ts";

let folder: string;
const at = (name: string): string => join(folder, name);
const run = ["--strategy", "sma", "--set", "fast=3", "--set", "slow=8", "--set", "side=both", "--fee-bps", "5"];

/** A wave of 600 one-minute bars: enough crossings for a few dozen trades. */
function writeBars(file: string): void {
  const rows = Array.from({ length: 600 }, (_, i) => {
    const price = (n: number): number => 100 + 5 * Math.sin(n / 9) + Math.sin(n / 2.3);
    const [open, close] = [price(i), price(i + 1)];
    const row = [open, Math.max(open, close) + 0.2, Math.min(open, close) - 0.2, close].map((value) =>
      value.toFixed(2),
    );
    return `${1_700_000_000 + i * 60},${row.join(",")},1000`;
  });
  writeFileSync(file, ["timestamp,open,high,low,close,volume", ...rows, ""].join("\n"));
}

beforeAll(() => {
  process.env["PROOFDESK_KEYCHAIN"] = "off";
  folder = mkdtempSync(join(tmpdir(), "proofdesk-record-"));
  writeBars(at("BTCUSDT_1m.csv"));
});
afterAll(() => {
  delete process.env["PROOFDESK_KEYCHAIN"];
  rmSync(folder, { recursive: true, force: true });
});

describe("a record made, exported and checked on the command line", () => {
  test("paper and backtest trade the same, as documents and as tables", async () => {
    const paper = await typed("paper", "--bars", at("BTCUSDT_1m.csv"), ...run, "--profile", at("p"), "--json");
    expect(paper.code, paper.stderr).toBe(0);
    const onPaper = JSON.parse(paper.stdout);
    expect(onPaper).toMatchObject({ bars: 600, strategy: "sma", journal: { profile: at("p") } });
    expect(onPaper.metrics.trades).toBeGreaterThan(10);
    const out = at("run.json");
    const backtest = await typed("backtest", "--bars", at("BTCUSDT_1m.csv"), ...run, "--out", out);
    expect(backtest.code, backtest.stderr).toBe(0);
    expect(backtest.stdout).toContain(`Trades hash   ${onPaper.tradesHash}`);
    expect(backtest.stdout).toMatch(/^Instrument {4}BTC\/USDT \(crypto-spot\)$/m);
    expect(JSON.parse(readFileSync(out, "utf8")).tradesHash).toBe(onPaper.tradesHash);
  });

  test("the journal is sound in place, and the bundle verifies", async () => {
    const audit = await typed("audit", "--profile", at("p"));
    expect(audit.code, audit.stdout).toBe(0);
    expect(audit.stdout).toMatch(/^integrity:\n(.*\n)* {2}PASS V05/m);
    const exported = await typed("export", "--profile", at("p"), "--out", at("b.json"), "--json");
    expect(exported.code, exported.stderr).toBe(0);
    expect(JSON.parse(exported.stdout)).toMatchObject({ file: at("b.json"), signing: "session" });
    const verified = await typed("verify", at("b.json"));
    expect(verified.code, verified.stdout).toBe(0);
    expect(verified.stdout).toMatch(/^integrity:$[\s\S]*^time:$[\s\S]*^completeness:$/m);
    expect(JSON.parse((await typed("verify", at("b.json"), "--json")).stdout).levels.integrity.length).toBeGreaterThan(
      5,
    );
  });

  test("a changed digit is named and exits 1, a file that is none exits 2", async () => {
    const bundle = readFileSync(at("b.json"), "utf8");
    const changed = bundle.replace(/\\"price\\":\\"1(\d+)/, '\\"price\\":\\"2$1');
    expect(changed).not.toBe(bundle);
    writeFileSync(at("changed.json"), changed);
    const tampered = await typed("verify", at("changed.json"));
    expect(tampered.code).toBe(1);
    expect(tampered.stdout).toMatch(/FAIL V05/);
    expect((await typed("verify", at("absent.json"))).code).toBe(2);
    expect((await typed("verify", at("b.json"), "--checkpoint", at("absent.txt"))).code).toBe(2);
  });

  test("part of a journal can be exported and verified", async () => {
    const part = await typed("export", "--profile", at("p"), "--from", "3", "--to", "20", "--out", at("part.json"));
    expect(part.code, part.stderr).toBe(0);
    expect(part.stdout).toContain("events 3 to 20");
    expect((await typed("verify", at("part.json"))).code).toBe(0);
  });

  test("days, orders and metrics can be claimed, and hold only as the events give them", async () => {
    const exported = await typed("export", "--profile", at("p"), "--claims", "--out", at("claims.json"));
    expect(exported.code, exported.stderr).toBe(0);
    const bundle = JSON.parse(readFileSync(at("claims.json"), "utf8"));
    const { metrics, daily, orders } = bundle.claims;
    expect(orders.length).toBeGreaterThan(20);
    const closed = daily.reduce((sum: number, day: { trades: number }) => sum + day.trades, 0);
    expect(metrics[0]).toMatchObject({ name: "trades", value: String(closed) });
    const honest = await typed("verify", at("claims.json"));
    expect(honest.code, honest.stdout).toBe(0);
    expect(honest.stdout).toContain(`${metrics.length + daily.length + orders.length} claimed figures follow`);
    daily[0].net = "1000000";
    orders.pop();
    writeFileSync(at("claims.json"), JSON.stringify(bundle));
    const boasting = await typed("verify", at("claims.json"));
    expect(boasting.code).toBe(1);
    expect(boasting.stdout).toMatch(/FAIL V14 .*claims\.daily\.0/);
    expect(boasting.stdout).toMatch(/FAIL V14 .*claims\.orders/);
    const part = await typed("export", "--profile", at("p"), "--claims", "--from", "3", "--out", at("none.json"));
    expect([part.code, part.stderr]).toEqual([
      2,
      expect.stringContaining("--claims needs the events from the first on"),
    ]);
  });

  test("one order's life is told, and an unknown order exits 1", async () => {
    const orderId = /\\"orderId\\":\\"([^"\\]+)/.exec(readFileSync(at("b.json"), "utf8"))?.[1] ?? "";
    const life = await typed("order", orderId, "--profile", at("p"));
    expect(life.code).toBe(0);
    expect(life.stdout).toMatch(/order\.intended[\s\S]*risk\.judged[\s\S]*order\.submitted[\s\S]*order\.filled/);
    const document = await typed("order", orderId, "--profile", at("p"), "--json");
    expect(JSON.parse(document.stdout)).toMatchObject({ orderId });
    const unknown = await typed("order", "nobody", "--profile", at("p"));
    expect(unknown).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("nobody") });
  });

  test("a profile without a journal is a fault with a remedy", async () => {
    for (const words of [["audit"], ["order", "x"], ["export", "--out", at("x.json")]]) {
      const { code, stderr } = await typed(...words, "--profile", at("empty"));
      expect(code).toBe(1);
      expect(stderr).toMatch(/^STORAGE-NONE: .*\n.*--profile/);
    }
  });

  test("parameters that make no sense exit 2 before anything runs", async () => {
    const { code, stderr } = await typed(
      "backtest",
      "--bars",
      at("BTCUSDT_1m.csv"),
      "--strategy",
      "sma",
      "--set",
      "fast",
    );
    expect(code).toBe(2);
    expect(stderr).toContain("write --set name=value");
  });
});
