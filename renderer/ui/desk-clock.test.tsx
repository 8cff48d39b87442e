import { act, render } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Age } from "./age.tsx";
import { deskNow, setDeskClock, useDeskClock } from "./desk-clock.ts";

const recorded = Date.UTC(2026, 0, 5, 10);

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 21) });
});
afterEach(() => {
  vi.useRealTimers();
  act(() => useDeskClock.setState(useDeskClock.getInitialState(), true));
});

test("an age of the desk's time stamp is taken from the desk's clock, also months away from this machine's", () => {
  setDeskClock(recorded, Date.now());
  const { container } = render(<Age since={recorded - 5000} />);
  expect(container.textContent).toBe("5 s");
  act(() => {
    vi.advanceTimersByTime(2000);
  });
  expect(container.textContent).toBe("7 s");
  act(() => setDeskClock(recorded + 3 * 60_000, Date.now()));
  expect(container.textContent).toBe("3 min");
});

test("an age of this machine's own time stamp does not care about the desk's clock", () => {
  setDeskClock(recorded, Date.now());
  const { container } = render(<Age since={Date.now() - 5000} clock="machine" />);
  expect(container.textContent).toBe("5 s");
});

test("a desk without a word yet is taken to run by this machine's clock", () => {
  expect(deskNow()).toBe(Date.now());
  expect(useDeskClock.getState().pace).toBe(1);
});

test("the pace of a market that plays fast is measured from pulse to pulse and never falls below one", () => {
  setDeskClock(recorded, Date.now());
  vi.advanceTimersByTime(250);
  setDeskClock(recorded + 150_000, Date.now());
  expect(useDeskClock.getState().pace).toBe(600);
  expect(deskNow()).toBe(recorded + 150_000);
  vi.advanceTimersByTime(250);
  setDeskClock(recorded + 150_000, Date.now());
  expect(useDeskClock.getState().pace).toBe(1);
});
