import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeRanges } from "./code-ranges.ts";

const code = (n: number): string => `RISK-${String(n).padStart(3, "0")}`;

describe("a list of codes", () => {
  it("writes a run by its ends, and one or two codes as they are", () => {
    expect(codeRanges([11, 12, 13, 41, 44, 45].map(code))).toEqual([
      "RISK-011 to 013",
      "RISK-041",
      "RISK-044",
      "RISK-045",
    ]);
    expect(codeRanges([])).toEqual([]);
    expect(codeRanges(["FIRM-1", "RISK-2", "RISK-3", "RISK-4", "other"])).toEqual(["FIRM-1", "RISK-2 to 4", "other"]);
  });

  it("names every code and no other", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 60 })), (numbers) => {
        const sorted = numbers.toSorted((a, b) => a - b);
        const named = codeRanges(sorted.map(code)).flatMap((text) => {
          const [first = 0, last = first] = [...text.matchAll(/\d+/g)].map(Number);
          return Array.from({ length: last - first + 1 }, (_, i) => first + i);
        });
        expect(named).toEqual(sorted);
      }),
    );
  });
});
