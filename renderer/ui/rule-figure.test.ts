import { beforeAll, describe, expect, it } from "vitest";
import { loadMessages } from "../i18n/t.ts";
import { uiMessages } from "./messages.ts";
import { breakerFigures, moneyFigure, ruleFigure, settingFigure } from "./rule-figure.ts";

beforeAll(() => loadMessages(uiMessages));

describe("a figure of a rule", () => {
  it("carries the unit its rule counts in", () => {
    expect(ruleFigure("RISK-001", "4962838.5", "USDT")).toBe("4,962,838.5 USDT");
    expect(ruleFigure("RISK-001", "25000", "")).toBe("25,000");
    expect(ruleFigure("RISK-043", "3597085", "USDT")).toBe("59 min 57 s");
    expect(ruleFigure("RISK-039", "4.25", "USDT")).toBe("4.25 bp");
    expect(ruleFigure("RISK-003", "12", "USDT")).toBe("12");
  });

  it("stays what the gate wrote where it is no number, and a dash where there is none", () => {
    expect(ruleFigure("RISK-004", "kill switch", "USDT")).toBe("kill switch");
    expect(ruleFigure("RISK-001", null, "USDT")).toBe("–");
  });
});

describe("what a setting holds", () => {
  it.each([
    ["risk.maxDailyLoss", "500", "500 USDT"],
    ["risk.maxNotionalPerOrder", "25000", "25,000 USDT"],
    ["risk.maxDailyLossPercent", "2", "2 %"],
    ["risk.staleAfterMs", "5000", "5 s"],
    ["risk.maxSpreadBps", "15", "15 bp"],
    ["risk.maxLeverage", "3", "3 ×"],
    ["risk.maxOrdersPerSecond", "10", "10"],
    ["risk.stopRequired", "true", "yes"],
    ["risk.automationAllowed", "false", "no"],
  ])("%s of %s reads %s", (setting, value, shown) => {
    expect(settingFigure(setting, value, "USDT")).toBe(shown);
  });
});

describe("what a breaker saw", () => {
  const seen = (rule: string, observed: string | null, limit: string | null) =>
    breakerFigures({ rule, observed, limit }, "USDT");

  it("is in the unit of its rule; a loss in percent is seen in money", () => {
    expect(seen("order-denials", "1", "1")).toEqual({ observed: "1", limit: "1" });
    expect(seen("daily-loss-percent", "2012.5", "2")).toEqual({ observed: "2,012.5 USDT", limit: "2 %" });
    expect(seen("stale-data", "61000", "60000")).toEqual({ observed: "1 min 1 s", limit: "1 min" });
    expect(seen("spread", "unknown", "25")).toEqual({ observed: "unknown", limit: "25 bp" });
    expect(seen("prop-firm.daily_loss", "97012", null)).toEqual({ observed: "97,012 USDT", limit: "–" });
    expect(moneyFigure("100000", "USDT")).toBe("100,000 USDT");
  });
});
