import { expect, it } from "vitest";
import { btc, engineRig } from "../../tests/fixtures/engine-rig.ts";
import { createBarHistory } from "../adapters/bar-history/bar-history.ts";
import { marketHandlers } from "./market.ts";

const none = new Float64Array(0);
const empty = { length: 0, openTime: none, open: none, high: none, low: none, close: none, volume: none };
const minute = 60_000;

it("a chart is shown every bar that closed, however many closed between two looks", () => {
  const { engine } = engineRig();
  const bars = createBarHistory([empty, empty]);
  let look = (_: { instrumentId: string }): void => undefined;
  const quotes = {
    subscribe(listener: typeof look) {
      look = listener;
      return () => undefined;
    },
  };
  const shown: (readonly [number, number])[] = [];
  bars.tick(0, 5, 100, 1);
  void marketHandlers.bars(
    { instrumentId: btc.id, interval: "1m" },
    ({ openTime, close }) => void shown.push([openTime / minute, close]),
    { context: { engine, bars, quotes } } as unknown as Parameters<typeof marketHandlers.bars>[2],
  );
  bars.tick(0, 10, 101, 1);
  for (let i = 1; i < 4; i++) bars.tick(0, i * minute, 101 + i, 1);
  look({ instrumentId: btc.id });
  look({ instrumentId: "another" });
  expect(shown).toEqual([
    [0, 100],
    [0, 101],
    [1, 102],
    [2, 103],
    [3, 104],
  ]);
});
