import { expect, test } from "vitest";
import { RiskLimits } from "./risk.ts";

const limits = {
  maxNotionalPerOrder: "25000",
  priceBandAtr: "3",
  atrPeriod: 14,
  maxOrdersPerSecond: 5,
  staleAfterMs: 5000,
};

test("limits that the gate can calculate with are taken", () => {
  for (const change of [
    { maxNotionalPerOrder: "999999999999999.999999999999" },
    { maxNotionalPerOrder: "0.000000000001" },
    { maxNotionalPerOrder: undefined },
    { priceBandAtr: "1000" },
    { priceBandAtr: "0.5" },
    { staleAfterMs: 2 * 86_400_000 },
  ]) {
    expect([change, RiskLimits.safeParse({ ...limits, ...change }).success]).toEqual([change, true]);
  }
});

test.each([
  { maxNotionalPerOrder: "25000.0000000000000000000000001" },
  { maxNotionalPerOrder: "0.1234567890123" },
  { maxNotionalPerOrder: "1000000000000000" },
  { maxNotionalPerOrder: "0" },
  { maxNotionalPerOrder: "0.00" },
  { maxNotionalPerOrder: "-5" },
  { maxNotionalPerOrder: "007" },
  { priceBandAtr: "0" },
  { priceBandAtr: "-3" },
  { priceBandAtr: "1000.1" },
  { priceBandAtr: "9".repeat(400) },
  { staleAfterMs: 0 },
  { staleAfterMs: 7_776_000_001 },
])("limits that no order could be judged by are refused: %o", (change) => {
  expect(RiskLimits.safeParse({ ...limits, ...change }).success).toBe(false);
});

test("limits that an event could not hold are refused", () => {
  const named = (length: number) => ({ ...limits, allowedInstruments: ["x".repeat(length)] });
  expect(RiskLimits.safeParse(named(1000)).success).toBe(true);
  expect(RiskLimits.safeParse(named(250_000)).success).toBe(false);
});
