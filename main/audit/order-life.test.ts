import { expect, test } from "vitest";
import type { NewJournalEvent } from "../../shared/model/journal-event.ts";
import { stageEvent } from "./event-text.ts";
import { noPrevious } from "./leaf.ts";
import { readDecision, readOrderLife } from "./order-life.ts";

const event = (
  type: NewJournalEvent["type"],
  cause: number | null,
  data: NewJournalEvent["data"],
  trace = "t",
): NewJournalEvent => ({
  type,
  at: 0,
  actor: { kind: "trader", id: "sma" },
  trace,
  cause,
  data,
});
const stored = [
  event("signal.raised", null, { strategy: "sma" }),
  event("order.intended", 0, { orderId: "a" }),
  event("order.intended", 0, { orderId: "b" }),
  event("risk.judged", 1, { orderId: "a" }),
  event("order.filled", 3, { orderId: "a" }, "venue"),
  event("note.added", null, {}, "another"),
].map((entry, seq) => {
  const { head, tail } = stageEvent(entry, seq, BigInt(seq * 1000), seq < 4 ? "s1" : "s2");
  return { seq, text: head + noPrevious + tail, entry };
});
const source = {
  readOrder: (id: string) => stored.filter(({ entry }) => entry.data.orderId === id),
  readTrace: (trace: string) => stored.filter((one) => one.entry.trace === trace),
};

test("an order's life holds its own events and the decision it came from, and tells the other orders of that decision apart", () => {
  const life = readOrderLife(source, "a");
  expect(life.map(({ event: { seq } }) => seq)).toEqual([0, 1, 2, 3, 4]);
  expect(life.map(({ depth }) => depth)).toEqual([0, 1, 1, 2, 3]);
  expect(life.map(({ own }) => own)).toEqual([true, true, false, true, true]);
  expect(life.map(({ sincePreviousNs }) => sincePreviousNs)).toEqual([null, 1000, 1000, 1000, null]);
  expect(life[0]?.text).toBe(stored[0]?.text);
});

test("a decision is every event of its trace, whichever order it speaks of", () => {
  const steps = readDecision(source, "t");
  expect(steps.map(({ event: { seq }, own }) => [seq, own])).toEqual([0, 1, 2, 3].map((seq) => [seq, true]));
  expect(readDecision(source, "z")).toEqual([]);
});

test("an order nobody knows has no life", () => {
  expect(readOrderLife(source, "z")).toEqual([]);
});

test.each([
  ["no time", { at: Number.NaN }],
  ["no trace", { trace: "" }],
  ["itself as its cause", { cause: 7 }],
  ["a cause that is no number of an event", { cause: -1 }],
])("an event with %s cannot be recorded", (_, change) => {
  const bad = { ...event("note.added", null, {}), ...change };
  expect(() => stageEvent(bad, 7, 0n, "s")).toThrow("event 7 (note.added)");
});
