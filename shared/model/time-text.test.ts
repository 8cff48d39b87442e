import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toRfc3339 } from "./time.ts";
import { readTimeOrUnix, readTimeText } from "./time-text.ts";

describe("a time that a person wrote", () => {
  it("is read with and without a time of day, a fraction, an offset", () => {
    const written: Readonly<Record<string, string>> = {
      "2024-02-29": "2024-02-29T00:00:00.000Z",
      "2024-01-31T10:20": "2024-01-31T10:20:00.000Z",
      "2024-01-31 10:20:30": "2024-01-31T10:20:30.000Z",
      "2024-01-31T10:20:30.5Z": "2024-01-31T10:20:30.500Z",
      "2024-01-31T10:20:30,123456789Z": "2024-01-31T10:20:30.123Z",
      "2024-01-31T10:20+02:00": "2024-01-31T08:20:00.000Z",
      "2024-01-31T10:20:00-0530": "2024-01-31T15:50:00.000Z",
    };
    for (const [text, at] of Object.entries(written)) expect(toRfc3339(readTimeText(text)?.at ?? 0), text).toBe(at);
    expect(readTimeText("2024-01-31T10:20Z")?.hasZone).toBe(true);
    expect(readTimeText("2024-01-31T10:20")?.hasZone).toBe(false);
  });

  it("is none where its day or its time of day does not exist", () => {
    const none = ["2026-02-31", "2026-02-29", "2026-04-31T12:00:00Z", "2026-13-01", "2026-00-10", "2026-01-00"];
    const times = ["2026-01-01T24:00", "2026-01-01T10:60", "2026-01-01T10:00:60Z", "2026-01-01T10:00+24:00"];
    const words = [
      "",
      "2026",
      "2026-1-1",
      "2026-01-01Z",
      "2026-01-01T10",
      "tomorrow",
      "2026-01-01T10:00:00 PM",
      "12345",
    ];
    for (const text of [...none, ...times, ...words]) expect(readTimeOrUnix(text), text).toBeNull();
  });

  it("is read back from whatever is written of an instant", () => {
    const instant = fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 });
    fc.assert(fc.property(instant, (at) => readTimeText(toRfc3339(at))?.at === at));
  });

  it("may be unix seconds or milliseconds", () => {
    expect(readTimeOrUnix("1706659200")).toBe(1_706_659_200_000);
    expect(readTimeOrUnix("1706659200123")).toBe(1_706_659_200_123);
    expect(readTimeOrUnix("999999999999999")).toBeNull();
    expect(readTimeOrUnix("99999999999999999")).toBeNull();
  });
});
