import type { CheckFinding } from "../../../shared/contract/audit.ts";

export const checkLevels = ["integrity", "time", "completeness"] as const satisfies readonly CheckFinding["level"][];
export type CheckLevel = (typeof checkLevels)[number];
export type LevelOutcome = "holds" | "fails" | "open" | "unchecked";

/** One level of a check: what it found and what may be said about it, never more. */
export interface LevelReport {
  readonly level: CheckLevel;
  readonly outcome: LevelOutcome;
  readonly findings: readonly CheckFinding[];
}

const rank = { fail: 0, note: 1, pass: 2 } as const;

/** Splits findings into the three levels, failures first; a level with notes is open, one without findings unchecked. */
export function levelReports(findings: readonly CheckFinding[]): readonly LevelReport[] {
  return checkLevels.map((level) => {
    const own = findings
      .filter((finding) => finding.level === level)
      .sort((a, b) => rank[a.outcome] - rank[b.outcome] || a.code.localeCompare(b.code));
    return { level, findings: own, outcome: outcomeOf(own) };
  });
}

function outcomeOf(findings: readonly CheckFinding[]): LevelOutcome {
  if (findings.length === 0) return "unchecked";
  if (findings.some((finding) => finding.outcome === "fail")) return "fails";
  return findings.some((finding) => finding.outcome === "note") ? "open" : "holds";
}
