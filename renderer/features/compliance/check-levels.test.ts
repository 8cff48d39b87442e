import { describe, expect, it } from "vitest";
import type { CheckFinding, TimelineEvent } from "../../../shared/contract/audit.ts";
import { levelReports } from "./check-levels.ts";
import { reasonOf, switchLog } from "./switch-log.ts";

const finding = (level: CheckFinding["level"], code: string, outcome: CheckFinding["outcome"]): CheckFinding => ({
  level,
  code,
  outcome,
  text: code,
});

describe("a check in three levels", () => {
  it("reports each level by itself and never a sum", () => {
    const reports = levelReports([
      finding("integrity", "V05", "pass"),
      finding("integrity", "V04", "fail"),
      finding("time", "V12", "pass"),
      finding("completeness", "V11", "note"),
    ]);
    expect(reports.map((report) => [report.level, report.outcome])).toEqual([
      ["integrity", "fails"],
      ["time", "holds"],
      ["completeness", "open"],
    ]);
    expect(reports[0]?.findings.map((entry) => entry.code)).toEqual(["V04", "V05"]);
  });

  it("calls a level without findings unchecked, not passed", () => {
    expect(levelReports([]).map((report) => report.outcome)).toEqual(["unchecked", "unchecked", "unchecked"]);
  });
});

describe("the kill switch log", () => {
  const event = (seq: number, type: string, data: TimelineEvent["data"] = {}): TimelineEvent => ({
    seq,
    leaf: "",
    type,
    at: seq,
    actor: { kind: "person", id: "desk" },
    trace: "",
    cause: null,
    data,
    text: `sentence ${seq}`,
  });

  it("holds the switch and the state, newest first", () => {
    const log = switchLog([event(1, "kill_switch.engaged"), event(2, "order.filled"), event(3, "risk.state_changed")]);
    expect(log.map((entry) => entry.seq)).toEqual([3, 1]);
  });

  it("shows the reason given, or the event's sentence", () => {
    expect(reasonOf(event(1, "kill_switch.engaged", { reason: "lunch" }))).toBe("lunch");
    expect(reasonOf(event(1, "kill_switch.engaged", { reason: "" }))).toBe("sentence 1");
  });
});
