import { expect, test } from "vitest";
import { Fault } from "../../shared/model/fault.ts";
import type { NewJournalEvent } from "../../shared/model/journal-event.ts";
import type { ClockOffset } from "../ports/clock.ts";
import { agreedOffset } from "./agreed-offset.ts";
import { ClockGuard } from "./clock-guard.ts";

const answer = (server: string, offsetMs: number, errorMs = 5): ClockOffset => ({
  server,
  offsetMs,
  errorMs,
});

function guarded(servers: string[], says: Record<string, ClockOffset | Fault>) {
  const events: NewJournalEvent[] = [];
  const time = { ms: 0 };
  const wall = { setBy: 0 };
  const asked: string[] = [];
  const guard = new ClockGuard({
    sources: () =>
      servers.map((name) => ({
        name,
        async ask() {
          asked.push(name);
          const said = says[name];
          if (said === undefined || said instanceof Fault) throw said ?? new Error("no answer");
          return said;
        },
      })),
    checkEveryMs: () => 60_000,
    record: (event) => events.push(event),
    now: () => 1_000_000 + time.ms + wall.setBy,
    mono: () => time.ms,
    session: "s1",
  });
  return { guard, events, time, wall, asked, says };
}

test("without servers nothing is asked, nothing written, and nothing known", async () => {
  const { guard, events } = guarded([], {});
  await guard.tick();
  expect(guard.reading).toBeNull();
  expect(events).toEqual([]);
});

test("before the first answer the offset is unknown, afterwards it is what the server said, in the record too", async () => {
  const { guard, events } = guarded(["a"], { a: answer("a", -12.3456) });
  expect(guard.reading).toMatchObject({ offsetMs: null, failure: "nobody has answered yet" });
  await guard.tick();
  expect(guard.reading).toEqual({ offsetMs: -12.3456, errorMs: 5, at: 1_000_000, source: "a", failure: "" });
  expect(events).toEqual([
    expect.objectContaining({
      type: "clock.synced",
      trace: "s1",
      data: { source: "a", offsetUs: -12_346, errorUs: 5000, asked: ["a"], failure: "" },
    }),
  ]);
});

test("a clock that is set while it is measured is not known, however the servers agree", async () => {
  const { guard, time, says, wall } = guarded(["a", "b"], { a: answer("a", 1), b: answer("b", 2) });
  const checked = guard.check();
  wall.setBy = 3_600_000;
  await checked;
  expect(guard.reading).toMatchObject({ offsetMs: null, failure: expect.stringContaining("was set") });
  says["a"] = answer("a", 3);
  time.ms = 60_000;
  await guard.tick();
  expect(guard.reading).toMatchObject({ at: 4_660_000, failure: "" });
});

test("a measurement that fails makes the offset unknown, not good, and says why", async () => {
  const { guard, events, time, says } = guarded(["a"], { a: answer("a", 1) });
  await guard.tick();
  says["a"] = new Fault("CLOCK-NO-ANSWER", "network", "a did not tell the time", "");
  time.ms += 60_000;
  await guard.tick();
  expect(guard.reading).toMatchObject({ offsetMs: null, failure: "a did not tell the time" });
  expect(events[1]?.data).toMatchObject({ offsetUs: null, failure: "a did not tell the time" });
});

test("it asks once per interval, and an old answer is no longer known", async () => {
  const { guard, time, asked } = guarded(["a"], { a: answer("a", 1) });
  await Promise.all([guard.tick(), guard.tick()]);
  time.ms += 59_999;
  await guard.tick();
  expect(asked).toHaveLength(1);
  time.ms += 3 * 60_000;
  expect(guard.reading).toMatchObject({ offsetMs: null, failure: "the last answer is 240 s old" });
  await guard.tick();
  expect(guard.reading?.offsetMs).toBe(1);
});

test("a server that does not want to be asked is left alone", async () => {
  const { guard, asked, time } = guarded(["a", "b"], {
    a: new Fault("CLOCK-REFUSED", "network", "a does not want to be asked", ""),
    b: answer("b", 3),
  });
  await guard.tick();
  time.ms += 60_000;
  await guard.tick();
  expect(asked).toEqual(["a", "b", "b"]);
  expect(guard.reading?.source).toBe("b");
});

test("of several servers the most exact counts that a majority bears out", () => {
  expect(agreedOffset([])).toBeNull();
  expect(agreedOffset([answer("liar", 5000, 1), answer("a", 2, 10), answer("b", 8, 5)])?.server).toBe("b");
  expect(agreedOffset([answer("a", 0, 1), answer("b", 100, 1)])).toBeNull();
  expect(agreedOffset([answer("a", 0, 1), answer("b", 2, 1)])?.server).toBe("a");
});

test("servers that disagree leave the offset unknown; a venue's time decides between them", async () => {
  const servers = ["a", "b"];
  const { guard, says, time } = guarded(servers, { a: answer("a", 0, 1), b: answer("b", 100, 1) });
  await guard.tick();
  expect(guard.reading).toMatchObject({ offsetMs: null, failure: "a, b disagree" });
  servers.push("the venue");
  says["the venue"] = answer("the venue", 90, 20);
  time.ms += 60_000;
  await guard.tick();
  expect(guard.reading).toMatchObject({ offsetMs: 100, source: "b" });
});
