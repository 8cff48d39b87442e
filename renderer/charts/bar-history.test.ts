import { describe, expect, it } from "vitest";
import { BarHistory } from "./bar-history.ts";

const bar = (openTime: number, close = openTime) => ({ openTime, open: 1, high: 2, low: 0, close, volume: 1 });
const window = (...times: number[]) => ({
  instrumentId: "x",
  interval: "1m" as const,
  openTime: times,
  open: times.map(() => 1),
  high: times.map(() => 2),
  low: times.map(() => 0),
  close: times,
  volume: times.map(() => 1),
  more: false,
});

describe("the bars of a chart", () => {
  it("take a new bar at the end and replace one of the same open time", () => {
    const history = new BarHistory();
    expect(history.take(bar(10))).toBe("last");
    expect(history.take(bar(20))).toBe("last");
    expect(history.take(bar(20, 99))).toBe("last");
    expect(history.take(bar(10, 7))).toBe("earlier");
    expect(history.take(bar(15))).toBe("ignored");
    expect(history.close).toEqual([7, 99]);
    expect(history.last()).toEqual(bar(20, 99));
  });
  it("put older windows in front without repeating what is there", () => {
    const history = new BarHistory();
    history.prepend(window(30, 40));
    expect(history.prepend(window(10, 20, 30))).toBe(2);
    expect(history.openTime).toEqual([10, 20, 30, 40]);
  });
  it("find the bar that covers a time", () => {
    const history = new BarHistory();
    history.prepend(window(10, 20, 30));
    expect([5, 10, 19, 30, 99].map((time) => history.indexAt(time))).toEqual([-1, 0, 0, 2, 2]);
    expect(history.at(-1)).toBeUndefined();
  });
});
