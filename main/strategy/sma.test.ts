import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Fault } from "../../shared/model/fault.ts";
import { MONEY_DIGITS, parseFixed, tenTo } from "../../shared/model/fixed.ts";
import { findStrategy, strategies } from "./registry.ts";
import { parseSizing, sizeEntry } from "./sizing.ts";
import { sma } from "./sma.ts";

function decisions(params: Record<string, string | number>, closes: readonly number[]): (string | null)[] {
  let said: string | null = null;
  const run = sma.bind(params).start({
    target(stance) {
      said = stance;
    },
  });
  return closes.map((close, index) => {
    said = null;
    run.onBar({ openTime: index, open: close, high: close, low: close, close, volume: 1 }, "flat");
    return said;
  });
}

describe("sma", () => {
  it("goes long on a cross over, flat on a cross under, and short only when it may", () => {
    const closes = [10, 9, 8, 12, 13, 5, 4, 15];
    const long = decisions({ fast: 1, slow: 3 }, closes);
    expect(long).toEqual([null, null, null, "long", null, "flat", null, "long"]);
    expect(decisions({ fast: 1, slow: 3, side: "both" }, closes)[5]).toBe("short");
  });

  it("decides as the definition says on exact arithmetic, ties and flat stretches of decimal prices included", () => {
    const cents = fc.oneof(fc.integer({ min: 9_990, max: 10_010 }), fc.constant(10_000));
    fc.assert(
      fc.property(
        fc.array(cents, { maxLength: 80 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 2, max: 11 }),
        (prices, fast, slow) => {
          const sum = (index: number, length: number): number =>
            prices.slice(index + 1 - length, index + 1).reduce((total, each) => total + each, 0);
          // fast average − slow average, times both lengths: a whole number
          const gap = (index: number): number =>
            index + 1 < Math.max(fast, slow) ? Number.NaN : sum(index, fast) * slow - sum(index, slow) * fast;
          const expected = prices.map((_, index) =>
            gap(index - 1) < 0 && gap(index) > 0 ? "long" : gap(index - 1) > 0 && gap(index) < 0 ? "flat" : null,
          );
          expect(
            decisions(
              { fast, slow },
              prices.map((price) => price / 100),
            ),
          ).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("draws its form from its schema: every parameter has a description and a default", () => {
    for (const strategy of strategies) {
      expect(strategy.bind({}).params).toEqual(strategy.params.parse({}));
      for (const field of Object.values(strategy.params.shape)) expect(field.meta()?.description).toBeTruthy();
    }
  });

  it("reads numbers from text and says which parameter is wrong", () => {
    expect(sma.bind({ fast: "50", slow: "200", sizing: "fixed:1" })).toMatchObject({
      params: { fast: 50 },
      warmup: 200,
    });
    for (const params of [
      { fast: "x" },
      { fast: "" },
      { fast: 0 },
      { speed: 3 },
      { sizing: "all" },
      { sizing: "fixed:0" },
      { side: "true" },
    ]) {
      const [name] = Object.keys(params);
      expect(() => sma.bind(params)).toThrow(Fault);
      expect(() => sma.bind(params)).toThrow(name);
    }
    expect(() => findStrategy("nope")).toThrow('There is no strategy "nope"');
    expect(findStrategy("sma")).toBe(sma);
  });
});

describe("exits of sma", () => {
  it("are as many average true ranges or percent of the price away from the deciding close as asked", () => {
    const said: unknown[] = [];
    const run = sma.bind({ fast: 1, slow: 2, stop: "atr:2", target: "pct:1.5" }).start({
      target: (stance, _reason, exits) => said.push(stance, exits),
    });
    const bar = (openTime: number, close: number) =>
      run.onBar({ openTime, open: close, high: close + 1, low: close - 1, close, volume: 1 }, "flat");
    for (let i = 0; i < 20; i++) bar(i, 100);
    bar(20, 99);
    bar(21, 104);
    // Fourteen bars of range 2, then one more, then one that gaps up by 5 and reaches 6 above the close before.
    const range = (((2 * 13 + 2) / 14) * 13 + 6) / 14;
    expect(said).toEqual(["long", { stopDistance: 2 * range, targetDistance: 1.5 * 1.04 }]);
  });

  it("are none unless asked for, and unknown while there are too few bars", () => {
    const said: unknown[] = [];
    const decide = { target: (...all: unknown[]) => void said.push(all[2]) };
    const plain = sma.bind({ fast: 1, slow: 2 }).start(decide);
    const early = sma.bind({ fast: 1, slow: 2, stop: "atr:1" }).start(decide);
    for (const run of [plain, early]) {
      for (const [openTime, close] of [10, 9, 12].entries()) {
        run.onBar({ openTime, open: close, high: close, low: close, close, volume: 1 }, "flat");
      }
    }
    expect(said).toEqual([undefined, { stopDistance: Number.NaN }]);
  });

  it("refuses distances that are none", () => {
    for (const stop of ["2", "atr:", "atr:0", "pct:-1", "atr:1e5"]) {
      expect(() => sma.bind({ stop })).toThrow(Fault);
    }
  });
});

describe("sizing", () => {
  const basis = {
    equity: parseFixed("10000", MONEY_DIGITS),
    price: 4815599n,
    notionalFactor: tenTo(MONEY_DIGITS - 2 - 8),
    sizeStep: 1n,
    sizeDigits: 8,
    stopDistance: 0n,
    feeRate: { units: 1n, digits: 3 },
  };

  it("takes the share of equity that pays for price and fee, rounded down to the increment", () => {
    expect(sizeEntry(parseSizing("equity:0.5", false), basis)).toBe(10372551n);
    // one increment more would cost more than half the equity
    const cost = (units: bigint): bigint => units * basis.price * basis.notionalFactor * 1001n;
    const half = (basis.equity / 2n) * 1000n;
    expect(cost(10372551n) <= half && cost(10372552n) > half).toBe(true);
    expect(sizeEntry(parseSizing("equity:0.5", false), { ...basis, sizeStep: 1000n })).toBe(10372000n);
    expect(sizeEntry(parseSizing("equity:0.5", false), { ...basis, equity: -1n })).toBe(0n);
  });

  it("takes a fixed size down to the increment", () => {
    expect(sizeEntry(parseSizing("fixed:1.5", false), { ...basis, sizeDigits: 0 })).toBe(1n);
    expect(sizeEntry(parseSizing("fixed:2", false), basis)).toBe(200000000n);
  });

  it("takes what loses the share of equity at the stop, and nothing without a distance", () => {
    const atStop = { ...basis, stopDistance: parseFixed("250.50", 2) };
    const size = sizeEntry(parseSizing("risk:0.01", true), atStop);
    const loss = (units: bigint): bigint => units * atStop.stopDistance * basis.notionalFactor;
    expect(loss(size) <= basis.equity / 100n && loss(size + 1n) > basis.equity / 100n).toBe(true);
    expect(sizeEntry(parseSizing("risk:0.01", true), basis)).toBe(0n);
  });

  it("refuses risk without a stop, and text that is no sizing", () => {
    expect(() => sma.bind({ sizing: "risk:0.01" })).toThrow(expect.objectContaining({ code: "STRATEGY-SIZING-STOP" }));
    expect(() => parseSizing("half", false)).toThrow(expect.objectContaining({ code: "STRATEGY-SIZING" }));
  });
});
