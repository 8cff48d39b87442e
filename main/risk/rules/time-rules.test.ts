import { expect, test } from "vitest";
import { RiskLimits } from "../../../shared/model/risk.ts";
import { defaultLimits, market } from "../../../tests/fixtures/engine-rig.ts";
import { answerOf, price, quietView } from "../../../tests/fixtures/gate-judge.ts";

const at = (text: string, code: string, limits: Partial<RiskLimits>) => {
  const now = Date.parse(text);
  return answerOf(code, market("buy", "1"), quietView({ now, mark: { price: price("100"), at: now } }), limits).outcome;
};
const newYork = "America/New_York";

test.each([
  // Monday, winter: 09:30 is 14:30 UTC.
  ["2026-01-05T14:29:59.999Z", "fail"],
  ["2026-01-05T14:30:00Z", "pass"],
  ["2026-01-05T20:59:59.999Z", "pass"],
  ["2026-01-05T21:00:00Z", "fail"],
  // The Monday after the clocks have gone forward: 09:30 is 13:30 UTC.
  ["2026-03-09T13:29:59Z", "fail"],
  ["2026-03-09T13:30:00Z", "pass"],
  ["2026-03-09T20:00:00Z", "fail"],
  // Saturday.
  ["2026-01-10T15:00:00Z", "fail"],
])("orders open only in trading times: %s is answered with %s", (when, wanted) => {
  const windows = [{ from: "09:30", to: "16:00", days: [1, 2, 3, 4, 5] }];
  expect(at(when, "RISK-036", { tradingWindows: { zone: newYork, windows } })).toBe(wanted);
});

test.each([
  // Sunday 18:00 to Monday 17:00, by the day it begins on.
  ["2026-01-04T22:59:59Z", "fail"],
  ["2026-01-04T23:00:00Z", "pass"],
  ["2026-01-05T21:59:59Z", "pass"],
  ["2026-01-05T22:00:00Z", "fail"],
  ["2026-01-05T23:00:00Z", "fail"],
])("a window may go past midnight: %s is answered with %s", (when, wanted) => {
  const windows = [{ from: "18:00", to: "17:00", days: [7] }];
  expect(at(when, "RISK-036", { tradingWindows: { zone: newYork, windows } })).toBe(wanted);
});

test.each([
  ["2026-12-04T13:24:59Z", "pass"],
  ["2026-12-04T13:25:00Z", "fail"],
  ["2026-12-04T13:44:59Z", "fail"],
  ["2026-12-04T13:45:00Z", "pass"],
  ["2026-12-05T13:30:00Z", "pass"],
])("nothing opens around an event: %s is answered with %s", (when, wanted) => {
  const windows = [{ from: "08:25", to: "08:45", date: "2026-12-04", title: "US payrolls" }];
  expect(at(when, "RISK-037", { newsWindows: { zone: newYork, windows } })).toBe(wanted);
});

test.each([
  ["2026-01-09T21:44:59Z", "pass"],
  ["2026-01-09T21:45:00Z", "fail"],
  ["2026-01-10T12:00:00Z", "fail"],
  ["2026-01-11T22:59:59Z", "fail"],
  ["2026-01-11T23:00:00Z", "pass"],
  ["2026-01-08T23:00:00Z", "pass"],
])("nothing opens over the weekend: %s is answered with %s", (when, wanted) => {
  const weekendPause = { zone: newYork, fridayFrom: "16:45", sundayTo: "18:00" };
  expect(at(when, "RISK-038", { weekendPause })).toBe(wanted);
});

test.each([
  { tradingWindows: { zone: "Mars/Olympus", windows: [{ from: "09:00", to: "10:00" }] } },
  { tradingWindows: { zone: "UTC", windows: [] } },
  { newsWindows: { zone: "UTC", windows: [{ from: "9:00", to: "10:00" }] } },
  { newsWindows: { zone: "UTC", windows: [{ from: "09:00", to: "25:00" }] } },
  { tradingWindows: { zone: "UTC", windows: [{ from: "09:00", to: "10:00", days: [8] }] } },
  { weekendPause: { zone: "UTC", fridayFrom: "16:00" } },
  { minFreeMarginPercent: "100" },
  { maxExposurePerAssetClass: { stamps: "1" } },
  { correlatedGroups: [{ name: "none", instrumentIds: [], maxExposure: "1" }] },
  { duplicateWithinMs: 60_001 },
  { maxTradesPerDay: 0 },
])("a setting that means nothing is refused: %o", (change) => {
  expect(RiskLimits.safeParse({ ...defaultLimits, ...change }).success).toBe(false);
});
