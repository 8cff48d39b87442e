import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { bracketWorking } from "./bracket-working.ts";
import { durableCommit, durableEvents } from "./durable-events.ts";
import { figures } from "./figures.ts";
import { fillMoney } from "./fill-money.ts";
import { firmTick } from "./firm-tick.ts";
import { gateJudge } from "./gate-judge.ts";
import { killCancels } from "./kill-cancels.ts";
import { memoryGrowth } from "./memory-growth.ts";
import { smaJournaled } from "./sma-journaled.ts";
import { tickAccepted, tickAcceptedJournaled } from "./tick-accepted.ts";
import { twentyInstruments } from "./twenty-instruments.ts";
import { workingOrders } from "./working-orders.ts";

describe("a quick figure", () => {
  // Each checks its own result and throws where the engine did not do the work.
  const quick = [
    bracketWorking,
    durableCommit,
    durableEvents,
    fillMoney,
    firmTick,
    gateJudge,
    killCancels,
    memoryGrowth,
    smaJournaled,
    tickAccepted,
    tickAcceptedJournaled,
    twentyInstruments,
    workingOrders,
  ];

  it.each(quick)(
    "is measured and checked: $name",
    async (figure) => {
      const result = await figure.run({ quick: true });
      expect(result.name).toBe(figure.name);
      expect(result.value).toBeGreaterThanOrEqual(0);
      expect(result.ratio).toBeGreaterThan(0);
      expect(Object.values(result.detail).filter((value) => Number.isNaN(value))).toEqual([]);
    },
    120_000,
  );

  it("has a name of its own", () => {
    expect(new Set(figures.map(({ name }) => name)).size).toBe(figures.length);
  });
});

describe("the check against the baseline", () => {
  const dir = mkdtempSync(join(tmpdir(), "proofdesk-baseline-"));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  function check(planted: Record<string, number>) {
    const baseline = join(dir, "baseline.json");
    const json = join(dir, "out.json");
    writeFileSync(baseline, JSON.stringify(planted));
    const words = ["--quick", "--check", "--baseline", baseline, "--json", json, "fill-money"];
    const { status, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, "run.ts"), ...words], {
      encoding: "utf8",
    });
    return { status, stderr, written: JSON.parse(readFileSync(json, "utf8")) as Record<string, unknown> };
  }

  it("passes a ratio that held and writes down what it measured", () => {
    const { status, stderr, written } = check({ "fill-money": 0.001 });
    expect([status, stderr]).toEqual([0, expect.stringContaining("No ratio lost more than a fifth")]);
    expect(written).toMatchObject({
      quick: true,
      results: [{ name: "fill-money", rssMb: expect.any(Number), noise: { noisy: expect.any(Boolean) } }],
      missing: [],
    });
  }, 30_000);

  it("fails on a planted loss and names it", () => {
    const { status, stderr } = check({ "fill-money": 1_000_000 });
    expect([status, stderr]).toEqual([1, expect.stringContaining("fill-money: the ratio fell from 1.00e+6 to ")]);
  }, 30_000);
});
