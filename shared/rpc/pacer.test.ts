import { expect, test } from "vitest";
import { createPacer } from "./pacer.ts";
import type { Timers } from "./timers.ts";

/** A clock that the test turns by hand. */
function handClock() {
  let now = 0;
  const armed = new Map<object, { at: number; run: () => void }>();
  const timers: Timers = {
    set(run, afterMs) {
      const timer = {};
      armed.set(timer, { at: now + afterMs, run });
      return timer;
    },
    clear: (timer) => void armed.delete(timer as object),
  };
  return {
    now: () => now,
    timers,
    armed: () => armed.size,
    turnTo(at: number) {
      for (;;) {
        const due = [...armed].filter(([, timer]) => timer.at <= at).sort(([, a], [, b]) => a.at - b.at)[0];
        if (!due) break;
        armed.delete(due[0]);
        now = due[1].at;
        due[1].run();
      }
      now = at;
    },
  };
}

function rig() {
  const clock = handClock();
  const state = { held: false, waiting: 0, flushes: [] as number[] };
  const pacer = createPacer({
    tickMs: 16,
    now: clock.now,
    timers: clock.timers,
    held: () => state.held,
    flush() {
      state.flushes.push(clock.now());
      state.waiting = Math.max(0, state.waiting - 1);
      return state.waiting > 0;
    },
  });
  return { clock, state, pacer };
}

test("the first flush is at once, later ones a tick apart, and none when nothing waits", () => {
  const { clock, state, pacer } = rig();
  state.waiting = 3;
  pacer.wake();
  pacer.wake();
  clock.turnTo(100);
  expect(state.flushes).toEqual([0, 16, 32]);
  expect(clock.armed()).toBe(0);
  pacer.wake();
  clock.turnTo(105);
  pacer.wake();
  clock.turnTo(200);
  expect(state.flushes).toEqual([0, 16, 32, 100, 116]);
});

test("a full transport is asked again each tick and flushed when it has room", () => {
  const { clock, state, pacer } = rig();
  state.held = true;
  pacer.wake();
  clock.turnTo(50);
  expect(state.flushes).toEqual([]);
  state.held = false;
  clock.turnTo(70);
  expect(state.flushes).toEqual([64]);
});

test("a stopped pacer never flushes and keeps no timer", () => {
  const { clock, state, pacer } = rig();
  pacer.wake();
  pacer.stop();
  pacer.wake();
  clock.turnTo(100);
  expect(state.flushes).toEqual([]);
  expect(clock.armed()).toBe(0);
  pacer.stop();
});
