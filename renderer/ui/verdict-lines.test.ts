import { describe, expect, it } from "vitest";
import type { RuleRow, Verdict } from "../../shared/model/risk.ts";
import { failingRows, fixFor, orderedRows, usableSize } from "./verdict-lines.ts";

const row = (code: string, outcome: RuleRow["outcome"], change: Partial<RuleRow> = {}): RuleRow => ({
  code,
  rule: code,
  outcome,
  observed: "1",
  limit: "2",
  headroom: "1",
  maxPassingSize: null,
  setting: null,
  text: "",
  ...change,
});

describe("a verdict's lines", () => {
  const verdict: Verdict = {
    orderId: "o",
    outcome: "rejected",
    reducing: false,
    maxPassingSize: "0",
    rows: [row("RISK-001", "exempt"), row("RISK-002", "pass"), row("RISK-003", "fail"), row("RISK-004", "fail")],
  };

  it("show what fails first and keep the gate's order otherwise", () => {
    expect(orderedRows(verdict).map((line) => line.code)).toEqual(["RISK-003", "RISK-004", "RISK-002", "RISK-001"]);
    expect(failingRows(verdict)).toHaveLength(2);
  });

  it("show what is not set last", () => {
    const notSet = { setting: "risk.maxLeverage", observed: null, limit: null };
    const rows = [row("RISK-001", "pass", notSet), row("RISK-002", "exempt"), row("RISK-003", "fail", notSet)];
    expect(orderedRows({ ...verdict, rows }).map((line) => line.code)).toEqual(["RISK-003", "RISK-002", "RISK-001"]);
  });

  it("offer a size only where one above zero would pass", () => {
    expect(usableSize("0.25")).toBe("0.25");
    expect(usableSize("0")).toBeNull();
    expect(usableSize("0.00")).toBeNull();
    expect(usableSize(null)).toBeNull();
    expect(usableSize("-1")).toBeNull();
  });

  it("name the way out of each failing rule", () => {
    expect(fixFor(row("RISK-001", "fail", { maxPassingSize: "1" }))).toBe("ui.fix.smaller");
    expect(fixFor(row("RISK-001", "fail", { setting: "risk.maxNotionalPerOrder" }))).toBe("ui.fix.setting");
    expect(fixFor(row("RISK-003", "fail"))).toBe("ui.fix.wait");
    expect(fixFor(row("RISK-004", "fail"))).toBe("ui.fix.state");
    expect(fixFor(row("RISK-006", "fail"))).toBe("ui.fix.price");
    expect(fixFor(row("RISK-009", "fail"))).toBe("ui.fix.reduceOnly");
    expect(fixFor(row("RISK-008", "fail"))).toBe("ui.fix.general");
  });
});
