import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { SessionSpan, TimelineEvent } from "../../../../shared/contract/audit.ts";
import type { DeskClient } from "../../../transport/desk-client.ts";
import { Replay } from "./replay.ts";

const span: SessionSpan = {
  from: 0,
  to: 9_999,
  openedAt: 0,
  lastAt: 0,
  version: "0.1.0",
  end: "closed",
};

/** A desk whose session is quiet but for its last event, and which takes half a second for a page of it. */
function quietDesk() {
  const asked: number[] = [];
  const getEvents = async ({ from, count }: { from: number; count: number }) => {
    asked.push(from);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const events = Array.from({ length: count }, (_, n) => ({
      seq: from + n,
      type: from + n === span.to ? "order.filled" : "heartbeat.lost",
    }));
    return { events: events as TimelineEvent[] };
  };
  const desk = { call: { getEvents, getDeskAt: async () => ({ desk: null }) } } as unknown as DeskClient;
  return { desk, asked };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a long search for the next event about trading is told of, and ends where it is found", async () => {
  const { desk } = quietDesk();
  const replay = new Replay(desk, span);
  replay.go(0);
  await vi.advanceTimersByTimeAsync(2_000);
  const found = replay.step(1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(replay.state()).toMatchObject({ at: 0, seeking: true });
  await vi.advanceTimersByTimeAsync(120_000);
  expect(await found).toBe(true);
  expect(replay.state()).toMatchObject({ at: span.to, seeking: false });
});

test.each<[string, (replay: Replay) => void, number]>([
  ["goes elsewhere", (replay) => replay.go(7), 7],
  ["leaves", (replay) => replay.pause(), 0],
])("whoever %s while it searches reads no further for it", async (_what, goAway, at) => {
  const { desk, asked } = quietDesk();
  const replay = new Replay(desk, span);
  replay.go(0);
  await vi.advanceTimersByTimeAsync(2_000);
  const found = replay.step(1);
  await vi.advanceTimersByTimeAsync(1_000);
  goAway(replay);
  const before = asked.length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await found).toBe(false);
  expect(asked.length).toBe(before);
  expect(replay.state()).toMatchObject({ at, seeking: false });
});
