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
    ["a NaN price", [at, nan, 101, 100, 1], "MARKET-PRICE"],
    ["a negative price", [at, 99, 101, -100, 1], "MARKET-PRICE"],
    ["an endless price", [at, 99, endless, 100, 1], "MARKET-PRICE"],
    ["a negative size", [at, 99, 101, 100, -1], "MARKET-VOLUME"],
    ["a NaN size", [at, 99, 101, 100, nan], "MARKET-VOLUME"],
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
    ["a NaN price", [at, 60_000, 100, nan, 99, 100, 1], "MARKET-PRICE"],
    ["a negative volume", [at, 60_000, 100, 101, 99, 100, -1], "MARKET-VOLUME"],
    ["no length", [at, 0, 100, 101, 99, 100, 1], "MARKET-INTERVAL"],
    ["no time", [endless, 60_000, 100, 101, 99, 100, 1], "MARKET-TIME"],
    ["the time of the last", [at - 60_000, 60_000, 100, 101, 99, 100, 1], "MARKET-TIME-BACK"],
  ])("a bar with %s is refused and changes nothing", (_, bar, code) => {
    const rig = engineRig();
    rig.bar(100);
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
