import { expect, test } from "vitest";
import { machineClock, openTestJournal, withProfile } from "../../tests/journal/sample-journal.ts";
import { recordClockJump, watchClock } from "./clock-watch.ts";

function watched(): { look: (wallMs: number, passedMs: number) => unknown } {
  let [wall, mono] = [1_700_000_000_000, 5n];
  const look = watchClock({ now: () => wall, mono: () => mono });
  return {
    look: (wallMs, passedMs) => {
      wall += wallMs;
      mono += BigInt(passedMs) * 1_000_000n;
      return look();
    },
  };
}

test("a clock that runs, is slewed or is looked at a little late has not jumped", () => {
  const { look } = watched();
  for (const [wallMs, passedMs] of [
    [1000, 1000],
    [1500, 1000],
    [900, 1000],
    [9000, 9000],
  ] as const) {
    expect(look(wallMs, passedMs)).toBeNull();
  }
});

test("a clock that was set forward or back has jumped by so much, once", () => {
  const { look } = watched();
  expect(look(3_601_000, 1000)).toEqual({ jumpMs: 3_600_000, passedMs: 1000 });
  expect(look(1000, 1000)).toBeNull();
  expect(look(-59_000, 1000)).toEqual({ jumpMs: -60_000, passedMs: 1000 });
  expect(look(1000, 1000)).toBeNull();
});

test("a sleep is told, whether the monotonic clock stood still in it or ran on", () => {
  const { look } = watched();
  expect(look(7_200_000, 40)).toEqual({ jumpMs: 7_199_960, passedMs: 40 });
  expect(look(7_200_000, 7_200_000)).toEqual({ jumpMs: 0, passedMs: 7_200_000 });
  expect(look(1000, 1000)).toBeNull();
});

test("a jump is an event of the session; no jump is none", () =>
  withProfile(async (dir) => {
    const journal = await openTestJournal(dir);
    recordClockJump(journal, machineClock, null);
    recordClockJump(journal, machineClock, { jumpMs: -60_000, passedMs: 1000 });
    await journal.durable(2);
    const [stored] = journal.read({ from: 2 });
    expect(JSON.parse(stored!.text)).toMatchObject({
      type: "clock.jumped",
      trace: journal.health().session,
      data: { jumpMs: -60_000, passedMs: 1000 },
    });
    await journal.close();
  }));
