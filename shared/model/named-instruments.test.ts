import { expect, test } from "vitest";
import { defaultLimits } from "../../tests/fixtures/engine-rig.ts";
import { namedInstruments } from "./named-instruments.ts";
import { RiskLimits } from "./risk.ts";

test("limits name instruments in sizes, groups and lists, and in the limits of one trader", () => {
  const limits = RiskLimits.parse({
    ...defaultLimits,
    maxSizePerOrder: { "*": "5", "paper:A": "1" },
    correlatedGroups: [{ name: "coins", instrumentIds: ["paper:B", "paper:C"], maxExposure: "1" }],
    allowedInstruments: ["paper:D"],
    scopes: { traders: { ada: { maxSizePerOrder: { "paper:E": "1" } } } },
  });
  expect(namedInstruments(limits)).toEqual([
    { id: "paper:A", setting: "maxSizePerOrder" },
    { id: "paper:B", setting: "correlatedGroups" },
    { id: "paper:C", setting: "correlatedGroups" },
    { id: "paper:D", setting: "allowedInstruments" },
    { id: "paper:E", setting: "scopes.traders.ada.maxSizePerOrder" },
  ]);
  expect(namedInstruments(defaultLimits)).toEqual([]);
});
