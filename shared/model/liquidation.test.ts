import { expect, it } from "vitest";
import { liquidationLevel, liquidationSteps } from "./liquidation.ts";

it("a level on an increment is that increment, for a long and for a short", () => {
  const stepsOf = (cents: number, size: number): bigint | null => {
    const entryValue = (cents / 100) * Math.abs(size);
    const legs = [{ size, entryValue }];
    return liquidationSteps(liquidationLevel({ legs, margin: entryValue * 0.1, maintenanceRate: 0.05 }), 100, 1);
  };
  for (let cents = 1900; cents < 190_000; cents += 19) expect(stepsOf(cents, 4.2)).toBe(BigInt((cents / 19) * 18));
  for (let cents = 2100; cents < 210_000; cents += 21) expect(stepsOf(cents, -4.2)).toBe(BigInt((cents / 21) * 22));
});

it("a level between two increments is the first one at which the margin is used up", () => {
  const at = (rises: boolean): bigint | null => liquidationSteps({ price: 26.2801, rises }, 100, 1);
  expect([at(false), at(true)]).toEqual([2628n, 2629n]);
});
