import { expect, test } from "vitest";
import type { JournalEventType } from "../../shared/model/journal-event.ts";
import { OrderTimes } from "./order-times.ts";

const dayMs = 86_400_000;
const event = (type: JournalEventType, at: number, data = {}) =>
  ({ type, at, actor: { kind: "desk", id: "engine" }, trace: "t", data, seq: 1 }) as const;

test("the newest orders are kept, as many as the highest limit counts, and of these a snapshot holds the last day's", () => {
  const times = new OrderTimes();
  for (let at = 1; at <= 25_000; at++) times.note(event("order.intended", at));
  expect(times.newest("order-rate", 0)).toBe(25_000);
  expect(times.newest("order-rate", 9_999)).toBe(15_001);
  expect(times.newest("order-rejects", 0)).toBe(Number.NEGATIVE_INFINITY);
  expect(times.countAfter("order-rate", 24_990)).toBe(10);
  const again = new OrderTimes();
  again.restore(times.save(25_000));
  expect(again.newest("order-rate", 9_999)).toBe(15_001);
  expect(again.newest("order-rate", 10_000)).toBe(Number.NEGATIVE_INFINITY);
  expect(again.save(25_000)).toEqual(times.save(25_000));
  expect(times.save(20_000 + dayMs)["order-rate"]).toHaveLength(5000);
});

test("what is re-armed begins its own count anew, and no other's", () => {
  const times = new OrderTimes();
  times.note(event("order.intended", 1));
  times.note(event("order.denied", 1));
  times.note(event("risk.state_changed", 1, { rearmed: true, rule: "order-denials" }));
  times.note(event("order.denied", 1));
  expect(times.save(1)).toEqual({ "order-rejects": [], "order-denials": [1], "order-rate": [1] });
});

test("no order is asked for its data, which is made where somebody asks", () => {
  const times = new OrderTimes();
  const silent = (type: JournalEventType): ReturnType<typeof event> =>
    Object.defineProperty({ ...event(type, 1) }, "data", {
      get: () => {
        throw new Error("asked");
      },
    });
  for (const type of ["order.intended", "order.filled", "order.denied", "risk.judged"] as const)
    expect(() => times.note(silent(type))).not.toThrow();
  expect(times.countAfter("order-rate", 0)).toBe(1);
});
