import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { presetIds, presetOf, seen, usd } from "../../../tests/fixtures/prop-firm-presets.ts";
import { PropFirmGuard } from "./prop-firm-guard.ts";
import { type PlannedStop, stopLoss, worstCase } from "./worst-case.ts";

const at = "2026-10-05T07:00Z";
const stop = (change: Partial<PlannedStop> = {}): PlannedStop => ({
  side: "long",
  size: 3n,
  from: 5_000n,
  stop: 4_980n,
  factor: usd(2),
  slippage: 1n,
  fees: usd(4),
  ...change,
});

describe("what is left if every stop hits", () => {
  test("is measured with slippage and fees, and a stop in profit counts as no gain", () => {
    expect(stopLoss(stop())).toBe(usd((20 + 1) * 3 * 2 + 4));
    expect(stopLoss(stop({ side: "short", stop: 5_010n }))).toBe(usd((10 + 1) * 3 * 2 + 4));
    expect(stopLoss(stop({ stop: 5_100n }))).toBe(usd(1 * 3 * 2 + 4));
    expect(stopLoss(stop({ stop: null }))).toBeNull();
  });

  test("names the limit that would be crossed, to the cent on which the boundary decides", () => {
    const ftmo = PropFirmGuard.open(presetOf("ftmo.2step.challenge.100k"), { at: Date.parse(at) });
    ftmo.apply(seen(at, 100_000, -1_000));
    expect(worstCase(ftmo, [usd(2_500), usd(1_500)], true)).toMatchObject({
      holds: true,
      room: 0n,
      breaks: [],
      loss: usd(4_000),
    });
    expect(worstCase(ftmo, [usd(2_500), usd("1500.01")], true)).toMatchObject({
      holds: false,
      room: usd("-0.01"),
      breaks: [{ rule: "daily_loss" }],
    });
    const apex = PropFirmGuard.open(presetOf("apex.intraday.eval_tradovate.50k"), { at: Date.parse(at) });
    apex.apply(seen(at, 50_000, 500));
    expect(worstCase(apex, [usd("1999.99")], true).holds).toBe(true);
    expect(worstCase(apex, [usd(2_000)], true)).toMatchObject({ holds: false, breaks: [{ rule: "max_loss" }] });
  });

  test("looks past the reset, whose floor counts from a balance that the open loss is not in yet", () => {
    const guard = PropFirmGuard.open(presetOf("ftmo.2step.challenge.100k"), { at: Date.parse(at) });
    guard.apply(seen(at, 103_000, -1_000));
    const { rows, atReset, breaks, holds, room } = worstCase(guard, [usd(4_500)], true);
    expect(rows.some(({ binds, breached }) => binds && breached)).toBe(false);
    expect(atReset.breaks).toMatchObject([{ rule: "daily_loss", floor: usd(98_000) }]);
    expect([breaks.length, holds, room]).toEqual([1, false, usd(-500)]);
    // Who is flat by then is not held to it.
    expect(worstCase(guard, [usd(4_500)], false)).toMatchObject({ holds: true, breaks: [], room: usd(2_500) });
  });

  test("does not hold without a stop, nor where a limit that binds has no known number", () => {
    const guard = PropFirmGuard.open(presetOf("ftmo.2step.challenge.100k"), { at: Date.parse(at) });
    expect(worstCase(guard, [usd(1), null], true)).toMatchObject({ loss: null, room: null, holds: false });
    const apex = PropFirmGuard.open(presetOf("apex.eod.pa.50k"), { at: Date.parse(at) });
    expect(worstCase(apex, [], true)).toMatchObject({ holds: false, breaks: [], room: usd(2_000) });
  });

  test("comes true: an account that loses exactly what was foreseen is alive when it held, and not when it did not", () => {
    let broke = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...presetIds),
        fc.integer({ min: -90, max: 150 }),
        fc.integer({ min: 0, max: 220 }),
        (id, openPct, lossPct) => {
          const preset = presetOf(id);
          if (preset.dailyLoss?.limit.of === "unknown") return;
          const part = Number(preset.maxLoss.amount) / 100;
          const start = Number(preset.startingBalance);
          const guard = PropFirmGuard.open(preset, { at: Date.parse(at) });
          if (guard.apply(seen(at, start, part * openPct)).length > 0) return;
          const foreseen = worstCase(guard, [usd(part * lossPct)], true);
          const now = foreseen.rows.some(({ binds, breached }) => binds && breached);
          const found = guard.apply(seen(at, start, part * (openPct - lossPct)));
          expect(found.length > 0).toBe(now);
          if (now) broke++;
        },
      ),
      { numRuns: 1_000, seed: 8 },
    );
    expect(broke).toBeGreaterThan(100);
  });
});
