import { describe, expect, it } from "vitest";
import { sha256Hex } from "../../main/adapters/proof-node/node-primitives.ts";
import { noRecord, runEngine } from "../../main/backtest/run-engine.ts";
import { sma } from "../../main/strategy/sma.ts";
import { PaperVenueSettings } from "../../shared/model/paper-venue-settings.ts";
import { benchInstrument, benchLimits } from "./bench-engine.ts";
import { plainRun, plainSeed } from "./figure.ts";
import { interleaved, median, quantile } from "./measure.ts";
import { measureNoise } from "./noise.ts";
import { plainLoop } from "./plain-loop.ts";
import { seededBars, tickSize } from "./seeded-bars.ts";
import { number, table } from "./table.ts";
import { frameBytes, frameReader, writeFrame } from "./tick-frame.ts";

describe("the plain loop", () => {
  it("is reached by the engine to the last digit, trade for trade", async () => {
    const columns = seededBars(20_000, plainSeed);
    const expected = plainLoop(columns, plainRun, new Float64Array(columns.length));
    expect(expected.trades).toBeGreaterThan(20);
    const result = await runEngine({
      columns,
      intervalMs: 60_000,
      instrument: benchInstrument,
      strategy: sma.bind({ fast: 50, slow: 200, side: "long", sizing: "fixed:10" }),
      traderId: "bench-sma",
      account: { cash: "100000", leverage: "1" },
      venue: PaperVenueSettings.parse({ takerFeeBps: "9.765625" }),
      limits: benchLimits,
      record: noRecord,
      idSeed: "bench",
      sha256: sha256Hex,
    });
    expect(Number(result.account.equity)).toBe(expected.finalEquity);
    expect(result.fills.filter((fill) => fill.side === "sell")).toHaveLength(expected.trades);
  });

  it("gives another result for another series", () => {
    const run = (seed: number) => plainLoop(seededBars(5_000, seed), plainRun, new Float64Array(5_000)).finalEquity;
    expect(run(1)).toBe(run(1));
    expect(run(1)).not.toBe(run(2));
  });

  it("walks over true bars on the tick", () => {
    const { length, open, high, low, close } = seededBars(50_000, 3);
    let untrue = 0;
    for (let i = 0; i < length; i++) {
      const prices = [open[i]!, high[i]!, low[i]!, close[i]!];
      if (prices.some((price) => price % tickSize !== 0 || price > high[i]! || price < low[i]! || price <= 0))
        untrue += 1;
    }
    expect(untrue).toBe(0);
  });
});

describe("the harness", () => {
  it("takes quantiles by nearest rank", () => {
    const values = [5, 1, 4, 2, 3];
    expect([median(values), quantile(values, 0.99), quantile(values, 0)]).toEqual([3, 5, 1]);
    expect(median([])).toBeNaN();
  });

  it("runs its cases in turn", () => {
    const order: string[] = [];
    const times = interleaved({ a: () => order.push("a"), b: () => order.push("b") }, { rounds: 3, warmUpMs: 0 });
    expect(order.slice(-6).join("")).toBe("ababab");
    expect([times.a.length, times.b.length]).toEqual([3, 3]);
  });

  it("measures how steady the machine is", () => {
    const noise = measureNoise(20);
    expect(noise.kernelMs).toBeGreaterThan(0);
    expect(noise.max).toBeGreaterThanOrEqual(noise.p99);
    expect(noise.noisy).toBe(noise.p99 > 1.25);
  });

  it("prints a table with a line of details below each figure", () => {
    const figure = {
      name: "x",
      title: "X",
      value: 12_345.6,
      unit: "u",
      goal: "> 1",
      met: true,
      ratio: 0.5,
      ratioOf: "of it",
      rssMb: 80,
    };
    const [head, row, detail] = table([{ ...figure, detail: { p50: 0.00001, note: "n" } }]).split("\n");
    expect(head).toMatch(/^figure +value/);
    expect(row).toMatch(/^X +12,346 +u +> 1 +met +0\.5000 of it +80\.00$/);
    expect(detail).toBe("    p50 1.00e-5, note n");
    expect([number(Number.NaN), number(0), number(123.45)]).toEqual(["–", "0", "123.5"]);
  });

  it("cuts a stream into ticks wherever its chunks end", () => {
    const frames = Buffer.alloc(3 * frameBytes);
    for (let i = 0; i < 3; i++) writeFrame(frames, i, i, 1, 2, 3, 4);
    for (let cut = 0; cut <= frames.length; cut += 7) {
      const seen: number[] = [];
      const read = frameReader((bytes, at) => seen.push(bytes.readDoubleLE(at)));
      read(frames.subarray(0, cut));
      read(frames.subarray(cut));
      expect(seen).toEqual([0, 1, 2]);
    }
  });
});
