import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { engineRig, market, person } from "../../tests/fixtures/engine-rig.ts";

const at = Date.UTC(2026, 0, 5, 12);
const nan = Number.NaN;
const endless = Number.POSITIVE_INFINITY;

function state(rig: ReturnType<typeof engineRig>) {
  const { engine } = rig;
  const preview = engine.preview(market("buy", "1"), person);
  return {
    now: engine.now(),
    metrics: engine.metrics(),
    account: engine.account(),
    preview,
    events: rig.events.length,
  };
}

describe("a market input that cannot be true", () => {
  test.each<[string, readonly number[], string]>([
    ["a NaN price", [at, nan, 101, 100, 1], "MARKET-NAN"],
    ["a negative price", [at, 99, 101, -100, 1], "MARKET-PRICE"],
    ["an endless price", [at, 99, endless, 100, 1], "MARKET-PRICE"],
    ["a price of 300 digits", [at, 99, 101, 1e300, 1], "MARKET-PRICE"],
    ["a quote that has no middle", [at, 1.7e308, 1.7e308, 0, 1], "MARKET-PRICE"],
    ["a negative size", [at, 99, 101, 100, -1], "MARKET-VOLUME"],
    ["a NaN size", [at, 99, 101, 100, nan], "MARKET-NAN"],
    ["no time", [nan, 99, 101, 100, 1], "MARKET-TIME"],
    ["a time before the last", [at - 1, 99, 101, 100, 1], "MARKET-TIME-BACK"],
  ])("a tick with %s is refused and changes nothing", (_, tick, code) => {
    const rig = engineRig();
    rig.price(100);
    const before = state(rig);
    const [time = 0, bid = 0, ask = 0, last = 0, size = 0] = tick;
    expect(() => rig.engine.tick(0, time, bid, ask, last, size)).toThrow(expect.objectContaining({ code }));
    const one = (value: number) => new Float64Array([value]);
    const columns = { length: 1, at: one(time), bid: one(bid), ask: one(ask), last: one(last), size: one(size) };
    expect(() => rig.engine.playTicks(0, columns, 0, 1)).toThrow(expect.objectContaining({ code }));
    rig.engine.pump(10);
    expect(state(rig)).toEqual(before);
    expect(rig.engine.tick(0, at, 99, 101, 100, 1)).toBe(true);
  });

  test.each<[string, readonly number[], string]>([
    ["its high below its low", [at, 60_000, 100, 99, 101, 100, 1], "MARKET-BAR-HIGH-LOW"],
    ["its close above its high", [at, 60_000, 100, 101, 99, 102, 1], "MARKET-BAR-RANGE"],
    ["its open below its low", [at, 60_000, 98, 101, 99, 100, 1], "MARKET-BAR-RANGE"],
    ["a price of zero", [at, 60_000, 100, 101, 0, 100, 1], "MARKET-PRICE"],
    ["a NaN price", [at, 60_000, 100, nan, 99, 100, 1], "MARKET-NAN"],
    ["a price of 300 digits", [at, 60_000, 100, 1e300, 99, 100, 1], "MARKET-PRICE"],
    ["an endless volume", [at, 60_000, 100, 101, 99, 100, endless], "MARKET-VOLUME"],
    ["a negative volume", [at, 60_000, 100, 101, 99, 100, -1], "MARKET-VOLUME"],
    ["no length", [at, 0, 100, 101, 99, 100, 1], "MARKET-INTERVAL"],
    ["no time", [endless, 60_000, 100, 101, 99, 100, 1], "MARKET-TIME"],
    ["the time of the last", [at - 60_000, 60_000, 100, 101, 99, 100, 1], "MARKET-TIME-BACK"],
  ])("a bar with %s is refused and changes nothing", (_, bar, code) => {
    const rig = engineRig();
    rig.bar(100);
    rig.clock.now += 60_000;
    const before = state(rig);
    const [openTime = 0, intervalMs = 0, open = 0, high = 0, low = 0, close = 0, volume = 0] = bar;
    expect(() => rig.engine.bar(0, openTime, intervalMs, open, high, low, close, volume)).toThrow(
      expect.objectContaining({ code }),
    );
    const one = (value: number) => new Float64Array([value]);
    const prices = { open: one(open), high: one(high), low: one(low), close: one(close) };
    const columns = { length: 1, openTime: one(openTime), ...prices, volume: one(volume) };
    expect(() => rig.engine.play(0, columns, intervalMs, 0, 1)).toThrow(expect.objectContaining({ code }));
    rig.engine.pump(10);
    expect(state(rig)).toEqual(before);
    expect(rig.engine.bar(0, at, 60_000, 100, 101, 99, 100, 1)).toBe(true);
  });
});

it("is offered again after a full queue as if for the first time", () => {
  const rig = engineRig({ queueCapacity: 1 });
  rig.clock.now += 60_001;
  expect(rig.engine.bar(0, at, 60_000, 1, 1, 1, 1, 1)).toBe(true);
  expect(rig.engine.bar(0, at + 1, 60_000, 1, 1, 1, 1, 1)).toBe(false);
  rig.engine.pump(1);
  expect(rig.engine.bar(0, at + 1, 60_000, 1, 1, 1, 1, 1)).toBe(true);
});

it("no garbage on the wire stops the engine or leaves it with a price that is none", () => {
  const number = fc.oneof(fc.double(), fc.constantFrom(0, -0, 1, 100, nan, endless, -endless, Number.MIN_VALUE));
  const input = fc.tuple(
    fc.boolean(),
    fc.integer({ min: 0, max: 1 }),
    fc.array(number, { minLength: 7, maxLength: 7 }),
  );
  fc.assert(
    fc.property(fc.array(input, { maxLength: 30 }), (inputs) => {
      const rig = engineRig();
      rig.engine.subscribe({
        onTick: ({ last, bid, ask }) =>
          expect([last, bid, ask].every((price) => price >= 0 && price < endless)).toBe(true),
        onBar: ({ open, high, low, close }) => expect(low > 0 && low <= open && close <= high).toBe(true),
      });
      for (const [isBar, instrument, [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0]] of inputs) {
        try {
          if (isBar) rig.engine.bar(instrument, a, b, c, d, e, f, g);
          else rig.engine.tick(instrument, a, b, c, d, e);
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^MARKET-/) as string });
        }
        rig.engine.pump(1);
      }
      expect(Number.isFinite(Number(rig.engine.account().equity))).toBe(true);
    }),
    { numRuns: 200 },
  );
});

describe("a market input stamped ahead of the desk's clock", () => {
  const dayMs = 86_400_000;

  it("rolls no trading day and keeps no price fresh", () => {
    const rig = engineRig();
    rig.limits = { ...rig.limits, maxDailyLoss: "50" };
    rig.bar(100, 2);
    rig.price(100);
    rig.fill(rig.engine.submit(market("buy", "10"), person, "").orderId, "10", "100");
    rig.clock.now += 1000;
    rig.price(90);
    rig.fill(rig.engine.submit(market("sell", "10"), person, "").orderId, "10", "90");
    expect(failed(rig)).toEqual(["RISK-029"]);
    const ahead = rig.clock.now + dayMs;
    const code = "MARKET-TIME-AHEAD";
    expect(() => rig.engine.tick(0, ahead, 89.99, 90.01, 90, 1)).toThrow(expect.objectContaining({ code }));
    rig.engine.pump(1);
    rig.clock.now += 10;
    expect(rig.types()).not.toContain("account.day_rolled");
    expect(failed(rig)).toEqual(["RISK-029"]);
    // The true prices go on, and their silence is seen.
    rig.price(90);
    rig.clock.now += 3_600_000;
    expect(failed(rig)).toEqual(["RISK-006", "RISK-029"]);
  });

  it("is refused from ten seconds on, for a bar from its close", () => {
    const rig = engineRig();
    const { now } = rig.clock;
    expect(rig.engine.tick(0, now + 9999, 99, 101, 100, 1)).toBe(true);
    expect(() => rig.engine.tick(0, now + 10_000, 99, 101, 100, 1)).toThrow(
      /ahead of the desk's clock at 2026-01-05T12:00/,
    );
    expect(rig.engine.bar(0, now - 50_001, 60_000, 100, 101, 99, 100, 1)).toBe(true);
    expect(() => rig.engine.bar(0, now - 50_000, 60_000, 100, 101, 99, 100, 1)).toThrow(/clock/);
    rig.clock.now += 1;
    expect(rig.engine.tick(0, now + 10_000, 99, 101, 100, 1)).toBe(true);
    expect(rig.engine.bar(0, now - 50_000, 60_000, 100, 101, 99, 100, 1)).toBe(true);
  });

  it("is taken where the inputs are the clock, and where there is none", () => {
    const recorded = engineRig({ marketAheadMs: Number.POSITIVE_INFINITY });
    expect(recorded.engine.tick(0, at + dayMs, 99, 101, 100, 1)).toBe(true);
    const run = engineRig();
    run.clock.now = 0;
    expect(run.engine.tick(0, at, 99, 101, 100, 1)).toBe(true);
    expect(() => run.engine.tick(0, endless, 99, 101, 100, 1)).toThrow(
      expect.objectContaining({ code: "MARKET-TIME" }),
    );
  });
});

/** The codes of the rules that refuse another unit. */
function failed({ engine }: ReturnType<typeof engineRig>): string[] {
  const { rows } = engine.preview(market("buy", "1"), person);
  return rows.filter(({ outcome }) => outcome === "fail").map(({ code }) => code);
}
