import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RiskLimits } from "../../../shared/model/risk.ts";
import { sentence } from "../../ui/format/sentence.ts";
import { changeText } from "./change-text.ts";
import { groupedLimits, limitFields } from "./limit-fields.ts";
import { limitLabel } from "./limit-label.ts";
import { changedLimits, limitsToForm, readLimits } from "./limits-form.ts";

const limits: RiskLimits = {
  maxNotionalPerOrder: "25000",
  priceBandAtr: "3",
  atrPeriod: 14,
  maxOrdersPerSecond: 5,
  staleAfterMs: 5000,
};

describe("the risk limits form", () => {
  it("reads back what it was filled with", () => {
    fc.assert(
      fc.property(
        fc.record({
          priceBandAtr: fc.integer({ min: 1, max: 99 }).map((n) => String(n)),
          atrPeriod: fc.integer({ min: 1, max: 500 }),
          maxOrdersPerSecond: fc.integer({ min: 1, max: 1000 }),
          staleAfterMs: fc.integer({ min: 1, max: 1_000_000 }),
        }),
        (sample) => {
          expect(readLimits(limitsToForm(sample))).toEqual({ ok: true, limits: sample });
        },
      ),
    );
  });

  it("takes an empty notional as no limit and a zero as a mistake", () => {
    expect(readLimits({ ...limitsToForm(limits), maxNotionalPerOrder: "" })).toMatchObject({ ok: true });
    const zero = readLimits({ ...limitsToForm(limits), maxNotionalPerOrder: "0" });
    expect(!zero.ok && zero.problems.get("maxNotionalPerOrder")).toMatchObject({ id: "settings.problem.range" });
  });

  it("reads every kind of limit back as it shows it", () => {
    const all: RiskLimits = {
      ...limits,
      maxSizePerOrder: { "paper:BTC/USDT": "2", "*": "5" },
      maxOpenPositions: 3,
      blockSelfCross: true,
      automationAllowed: false,
      maxExposurePerAssetClass: { "crypto-spot": "1000" },
      correlatedGroups: [{ name: "majors", instrumentIds: ["a", "b"], maxExposure: "10" }],
      weekendPause: { zone: "America/New_York", fridayFrom: "16:00", sundayTo: "18:00" },
      allowedInstruments: ["a", "b"],
    };
    expect(readLimits(limitsToForm(all))).toEqual({ ok: true, limits: all });
    expect(limitsToForm(all).maxSizePerOrder).toBe("paper:BTC/USDT = 2\n* = 5");
    expect(limitsToForm(all).allowedInstruments).toBe("a\nb");
    expect(limitsToForm(all).correlatedGroups.split("\n")).toHaveLength(3);
  });

  it("says which field is not readable, and in the schema's words what the desk does not accept", () => {
    const reading = readLimits({
      ...limitsToForm(limits),
      priceBandAtr: "",
      atrPeriod: "1.5",
      maxSizePerOrder: "BTC 5",
      tradingWindows: "{",
      maxDailyLossPercent: "101",
      maxTradesPerDay: "0",
    });
    expect(
      !reading.ok && Object.fromEntries([...reading.problems].map(([key, { id, why }]) => [key, `${id} ${why}`])),
    ).toEqual({
      priceBandAtr: "settings.problem.required ",
      atrPeriod: "settings.problem.integer ",
      maxSizePerOrder: "settings.problem.pairs ",
      tradingWindows: "settings.problem.json ",
      maxDailyLossPercent: "settings.problem.range at most 100",
      maxTradesPerDay: expect.stringContaining("settings.problem.range Too small"),
    });
  });
});

describe("the limits in their groups", () => {
  it("show each limit of the schema once, with its words", () => {
    const shown = groupedLimits.flatMap(([, fields]) => fields.map(({ key }) => key));
    expect(shown.toSorted()).toEqual(Object.keys(RiskLimits.shape).toSorted());
    for (const field of limitFields) {
      expect(field.doc, field.key).not.toBe("");
      expect(limitLabel(field.key), field.key).not.toContain("settings.limit");
    }
  });

  it("speak in sentences", () => {
    expect(sentence("the most `*` may be")).toBe("The most * may be.");
    expect(sentence("Done.")).toBe("Done.");
    expect(sentence("")).toBe("");
  });

  it("know the bounds of whole numbers and the kind of every other", () => {
    const kinds = Object.fromEntries(limitFields.map(({ key, kind, min, max }) => [key, [kind, min, max]]));
    expect(kinds).toMatchObject({
      atrPeriod: ["integer", 1, 500],
      maxDailyLoss: ["amount", null, null],
      stopRequired: ["boolean", null, null],
      maxSizePerOrder: ["pairs", null, null],
      maxExposurePerAssetClass: ["pairs", null, null],
      allowedInstruments: ["lines", null, null],
      newsWindows: ["json", null, null],
    });
  });
});

describe("a change of limits", () => {
  it("of several parts is told by what goes and what comes", () => {
    const told = (from: Partial<RiskLimits>, to: Partial<RiskLimits>): string[] =>
      changedLimits({ ...limits, ...from }, { ...limits, ...to }).map(changeText);
    const news = (...dates: string[]): Partial<RiskLimits> => ({
      newsWindows: { zone: "UTC", windows: dates.map((date) => ({ from: "08:00", to: "08:30", date })) },
    });
    expect(told(news("2026-02-06"), news("2026-02-07", "2026-02-08", "2026-02-09", "2026-02-10"))).toEqual([
      "News windows: without 08:00 08:30 2026-02-06; with 08:00 08:30 2026-02-07, 08:00 08:30 2026-02-08, 08:00 08:30 2026-02-09 and 1 more",
    ]);
    const scoped = (maxDailyLoss: string): Partial<RiskLimits> => ({ scopes: { traders: { ada: { maxDailyLoss } } } });
    expect(told({}, scoped("5"))).toEqual(["Limits per trader, strategy and model: with ada (5)"]);
    const pause = { zone: "UTC", fridayFrom: "20:00", sundayTo: "22:00" };
    expect(told({ weekendPause: pause }, { weekendPause: { ...pause, sundayTo: "23:00" } })).toEqual([
      "Weekend pause: without 22:00; with 23:00",
    ]);
    expect(told({}, { maxDailyLoss: "5" })).toEqual(["Daily loss: no limit → 5"]);
  });

  it("lists only what differs, old value first", () => {
    const { maxNotionalPerOrder: _, ...without } = limits;
    expect(changedLimits(limits, { ...without, atrPeriod: 20 })).toEqual([
      { key: "maxNotionalPerOrder", from: "25000", to: "" },
      { key: "atrPeriod", from: "14", to: "20" },
    ]);
    expect(changedLimits(limits, limits)).toEqual([]);
  });
});
