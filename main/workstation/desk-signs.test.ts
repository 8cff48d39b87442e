import fc from "fast-check";
import { expect, test } from "vitest";
import type { ClockReading } from "../../shared/model/clock-reading.ts";
import { openMemoryJournal } from "../adapters/journal-memory/memory-journal.ts";
import type { JournalHealth } from "../ports/journal.ts";
import type { FeedHealth } from "../ports/market-data.ts";
import { sampleSigns } from "./desk-signs.ts";
import { lockClock } from "./lock-clock.ts";

test("waits of the disk, of the journal and of the market count from when they began, and end at once", async () => {
  const journal = await openMemoryJournal({
    clock: { now: () => 0, mono: () => 0n },
    build: { version: "0", gitSha: "none", buildHash: "none", configHash: "none" },
  });
  const health: JournalHealth = journal.health();
  const now = { ms: 0, journal: health, feed: { state: "live", detail: "", lastAt: null } as FeedHealth };
  const { signs, sample } = sampleSigns({
    journal: { health: () => now.journal },
    feed: { health: () => now.feed },
    clock: () => null,
    mono: () => now.ms,
  });
  const at = (ms: number, change: Partial<JournalHealth>, state: FeedHealth["state"] = "live") => {
    now.ms = ms;
    now.journal = { ...now.journal, ...change };
    now.feed = { ...now.feed, state };
    sample();
    return { ...signs };
  };
  expect(at(10, { pending: 3, durableSeq: 7 })).toMatchObject({ journalWaitMs: 0 });
  expect(at(60, {}, "stale")).toMatchObject({ journalWaitMs: 50, feedDownMs: 50 });
  expect(at(70, { durableSeq: 8 })).toMatchObject({ journalWaitMs: 0, feedDownMs: 0 });
  expect(at(90, { pending: 0, state: "failed" }, "failed")).toEqual({
    journalWaitMs: 0,
    journalFailedMs: 20,
    feedDownMs: 20,
    clock: null,
  });
  expect(at(95, { state: "open" }, "ended")).toMatchObject({ journalFailedMs: 0, feedDownMs: 0 });
});

test("no setting of the machine's clock brings the end of a lockout nearer", async () => {
  const machine = { wall: 1_000_000, monoMs: 5 };
  const clock = { now: () => machine.wall, mono: () => BigInt(machine.monoMs) * 1_000_000n };
  const journal = await openMemoryJournal({
    clock,
    build: { version: "0", gitSha: "none", buildHash: "none", configHash: "none" },
  });
  const reading: { now: ClockReading | null } = { now: null };
  const lockNow = lockClock(clock, journal, () => reading.now);
  expect(lockNow()).toBe(1_000_000);
  machine.wall = 9_000_000;
  machine.monoMs += 2000;
  expect(lockNow()).toBe(1_002_000);
  machine.wall = 10;
  expect(lockNow()).toBe(1_002_000);
  // A desk that is started on a clock set back goes on from its newest event.
  machine.wall = 10;
  expect(lockClock(clock, journal, () => null)()).toBe(1_000_000);
  // One that is started on a clock set forward is put right by whoever is asked for the time.
  machine.wall = 9_000_000;
  const forward = lockClock(clock, journal, () => reading.now);
  expect(forward()).toBe(9_000_000);
  reading.now = { offsetMs: -7_998_000, errorMs: 4, at: 0, source: "time.example", failure: "" };
  expect(forward()).toBe(1_002_004);
});

const step = fc.oneof(
  fc.record({ kind: fc.constant("wait" as const), ms: fc.nat(100_000) }),
  fc.record({ kind: fc.constant("sleep" as const), ms: fc.nat(10_000_000) }),
  fc.record({ kind: fc.constant("set" as const), ms: fc.integer({ min: -20_000_000, max: 20_000_000 }) }),
  fc.record({ kind: fc.constant("measure" as const), ms: fc.integer({ min: -20, max: 20 }) }),
);

test("lockouts never count ahead of the true time, and an honest measurement ends what a sleep made them wait", async () => {
  const events = await openMemoryJournal({
    clock: { now: () => 0, mono: () => 0n },
    build: { version: "0", gitSha: "none", buildHash: "none", configHash: "none" },
  });
  const errorMs = 20;
  let mended = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const start = 1_000_000_000;
      const it = { truth: start, wall: start, monoMs: 0, measured: null as ClockReading | null };
      const clock = { now: () => it.wall, mono: () => BigInt(it.monoMs) * 1_000_000n };
      const lockNow = lockClock(clock, events, () => it.measured);
      let isSet = false;
      for (const { kind, ms } of steps) {
        if (kind === "set") {
          it.wall += ms;
          isSet = true;
        } else if (kind === "measure") {
          // An honest server, wrong by no more than it says.
          it.measured = { offsetMs: it.truth - it.wall + ms, errorMs, at: it.wall, source: "a", failure: "" };
        } else {
          it.truth += ms;
          it.wall += ms;
          if (kind === "wait") it.monoMs += ms;
        }
        expect(lockNow()).toBeLessThanOrEqual(it.truth);
        if (kind !== "measure" || isSet) continue;
        mended++;
        expect(lockNow()).toBeGreaterThanOrEqual(it.truth - 2 * errorMs);
      }
    }),
    { numRuns: 500 },
  );
  expect(mended).toBeGreaterThan(100);
});
