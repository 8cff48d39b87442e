import { describe, expect, it } from "vitest";
import { clockHealth } from "./clock-health.ts";

const reading = { offsetMs: 12.34, errorMs: 3, at: 1, source: "time.example", failure: "" };

describe("the clock's health", () => {
  it("is unknown where nobody is asked, and where nobody answers", () => {
    expect(clockHealth(null)).toMatchObject({ state: "unknown", offsetMs: null });
    expect(clockHealth({ ...reading, offsetMs: null, errorMs: null, failure: "no answer" })).toEqual({
      state: "unknown",
      offsetMs: null,
      detail: "The offset of this clock is unknown: no answer (time.example).",
    });
  });

  it("is good up to 50 ms either way and drifting beyond", () => {
    expect(clockHealth(reading)).toEqual({
      state: "good",
      offsetMs: 12.34,
      detail: "time.example says this clock is 12.3 ms behind, at most 3.0 ms wrong.",
    });
    expect(clockHealth({ ...reading, offsetMs: 50 }).state).toBe("good");
    expect(clockHealth({ ...reading, offsetMs: -50.1, errorMs: null })).toMatchObject({
      state: "drifting",
      detail: "time.example says this clock is 50.1 ms ahead.",
    });
  });
});
