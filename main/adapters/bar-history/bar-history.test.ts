import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createColumnWriter } from "../bar-builder/column-writer.ts";
import { createBarHistory } from "./bar-history.ts";

const minute = 60_000;
const start = 1_700_000_040_000 - (1_700_000_040_000 % 3_600_000);

function minutes(count: number) {
  const writer = createColumnWriter(count);
  for (let i = 0; i < count; i++) writer.push(start + i * minute, 100 + i, 101 + i, 99 + i, 100.5 + i, 1);
  return writer.finish();
}

describe("bar history", () => {
  test("gives the newest bars, oldest first, and says whether older ones exist", () => {
    const history = createBarHistory([minutes(100)]);
    const { bars, more } = history.window(0, "1m", 10);
    expect(bars.length).toBe(10);
    expect(bars.openTime[9]).toBe(start + 99 * minute);
    expect(more).toBe(true);
    expect(history.window(0, "1m", 500).more).toBe(false);
  });

  test("pages to the left by open time", () => {
    const history = createBarHistory([minutes(100)]);
    const { bars } = history.window(0, "1m", 10, start + 50 * minute);
    expect(bars.openTime[9]).toBe(start + 49 * minute);
  });

  test("a tick moves the forming bar of every interval and opens the next one", () => {
    const history = createBarHistory([minutes(100)]);
    history.tick(0, start + 100 * minute + 500, 300, 2);
    expect(history.forming(0, "1m")).toMatchObject({ openTime: start + 100 * minute, open: 300, close: 300 });
    expect(history.forming(0, "1h")).toMatchObject({ high: 300, close: 300 });
    expect(history.window(0, "1m", 5000).bars.length).toBe(101);
  });

  test("a longer interval is made of the minutes, seam included", () => {
    const history = createBarHistory([minutes(90)]);
    const hours = history.window(0, "1h", 10).bars;
    expect(hours.length).toBe(2);
    expect(hours.open[0]).toBe(100);
    expect(hours.close[0]).toBe(159.5);
    expect(hours.volume[1]).toBe(30);
  });

  test("an interval that is asked for late holds what it would hold from the start", () => {
    const tick = fc.record({ afterMs: fc.integer({ min: 0, max: 400_000 }), price: fc.integer({ min: 1, max: 1000 }) });
    fc.assert(
      fc.property(fc.array(tick, { maxLength: 60 }), (ticks) => {
        const [early, late] = [createBarHistory([minutes(90)]), createBarHistory([minutes(90)])];
        const longer = ["5m", "15m", "1h", "4h", "1d"] as const;
        for (const interval of longer) early.forming(0, interval);
        let at = start + 90 * minute;
        for (const { afterMs, price } of ticks) {
          at += afterMs;
          for (const history of [early, late]) history.tick(0, at, price, 2);
        }
        for (const interval of longer) {
          expect(late.window(0, interval, 5000)).toEqual(early.window(0, interval, 5000));
          expect(late.forming(0, interval)).toEqual(early.forming(0, interval));
        }
      }),
      { numRuns: 30 },
    );
  });

  test("a feed without ticks adds whole bars", () => {
    const history = createBarHistory([minutes(3)]);
    history.bar(0, { openTime: start + 3 * minute, open: 1, high: 9, low: 1, close: 5, volume: 7 });
    expect(history.window(0, "1m", 10).bars.high[3]).toBe(9);
  });

  test("an instrument it does not know has no bars", () => {
    const history = createBarHistory([minutes(1)]);
    expect(history.window(7, "1m", 10)).toMatchObject({ more: false });
    expect(history.window(7, "1m", 10).bars.length).toBe(0);
    expect(history.forming(7, "1m")).toBeNull();
    expect(() => history.tick(7, start, 1, 1)).not.toThrow();
  });
});
