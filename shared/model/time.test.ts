import fc from "fast-check";
import { expect, test } from "vitest";
import { parseRfc3339, toRfc3339 } from "./time.ts";

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
