import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createPreviewPace, type Timers } from "./preview-pace.ts";

describe("the pace of previews", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const timers: Timers = {
    now: () => Date.now(),
    setTimeout: (run, ms) => setTimeout(run, ms),
    clearTimeout: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
  };

  it("asks once, 120 ms after the last edit", () => {
    const ask = vi.fn();
    const pace = createPreviewPace(ask, timers);
    pace.edited();
    vi.advanceTimersByTime(100);
    pace.edited();
    vi.advanceTimersByTime(119);
    expect(ask).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it("asks at most twice a second while only prices move", () => {
    const ask = vi.fn();
    const pace = createPreviewPace(ask, timers);
    for (let i = 0; i < 100; i++) {
      pace.moved();
      vi.advanceTimersByTime(20);
    }
    expect(ask.mock.calls.length).toBeGreaterThanOrEqual(4);
    expect(ask.mock.calls.length).toBeLessThanOrEqual(5);
  });

  it("asks no more after it is stopped", () => {
    const ask = vi.fn();
    const pace = createPreviewPace(ask, timers);
    pace.edited();
    pace.stop();
    vi.advanceTimersByTime(1000);
    expect(ask).not.toHaveBeenCalled();
  });
});
