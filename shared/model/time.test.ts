import fc from "fast-check";
import { expect, test } from "vitest";
import { isDay, isMoment, parseRfc3339, toRfc3339 } from "./time.ts";

const instants = fc.integer({ min: Date.UTC(0, 0, 1) - 0, max: Date.UTC(9999, 11, 31) });

test("an instant is written as the platform writes it, and read back", () => {
  fc.assert(
    fc.property(instants, (at) => {
      expect(toRfc3339(at)).toBe(new Date(at).toISOString());
      expect(parseRfc3339(toRfc3339(at))).toBe(at);
    }),
  );
});

test("what is not RFC 3339 in UTC with milliseconds is refused", () => {
  for (const text of ["2026-01-31", "2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000+01:00", ""]) {
    expect(() => parseRfc3339(text)).toThrow(RangeError);
  }
});

test("a day or a moment that the calendar does not have is told apart from one that it has", () => {
  for (const day of ["2028-02-29", "2000-02-29", "2026-12-31", "0001-01-01"]) expect(isDay(day), day).toBe(true);
  for (const day of ["2026-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "", "day"]) {
    expect(isDay(day), day).toBe(false);
  }
  expect(isMoment("2028-02-29T23:59:59.999Z")).toBe(true);
  for (const clock of ["24:00:00.000", "23:60:00.000", "23:59:60.000"])
    expect(isMoment(`2026-01-01T${clock}Z`)).toBe(false);
  for (const text of ["2026-02-31T12:00:00.000Z", "2026-01-01", ""]) expect(isMoment(text), text).toBe(false);
});
