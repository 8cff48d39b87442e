import type { RuleRow, Verdict } from "../../shared/model/risk.ts";

const ranks = { fail: 0, pass: 1, exempt: 2 } as const;

/** Failing rules first, those last that measured nothing because their setting is absent. */
const rankOf = ({ outcome, observed, limit, setting }: RuleRow): number =>
  outcome !== "fail" && setting !== null && observed === null && limit === null ? 3 : ranks[outcome];

/** A verdict's rows with the failing ones first and what is not set last; within a kind the gate's own order stays. */
export function orderedRows(verdict: Verdict): readonly RuleRow[] {
  return verdict.rows
    .map((row, index) => ({ row, index }))
    .sort((a, b) => rankOf(a.row) - rankOf(b.row) || a.index - b.index)
    .map(({ row }) => row);
}

/** The rules that say no. */
export const failingRows = (verdict: Pick<Verdict, "rows">): readonly RuleRow[] =>
  verdict.rows.filter((row) => row.outcome === "fail");

/** The size a person can take over from a refusal; `null` when nothing would pass. */
export function usableSize(size: string | null): string | null {
  return size !== null && !size.startsWith("-") && /[1-9]/.test(size) ? size : null;
}

export type FixId =
  | "ui.fix.smaller"
  | "ui.fix.setting"
  | "ui.fix.wait"
  | "ui.fix.state"
  | "ui.fix.price"
  | "ui.fix.reduceOnly"
  | "ui.fix.general";

/** What a person can do about one failing rule, most useful first. */
export function fixFor(row: RuleRow): FixId {
  if (row.code === "RISK-004") return "ui.fix.state";
  if (row.code === "RISK-003") return "ui.fix.wait";
  if (row.code === "RISK-006") return "ui.fix.price";
  if (row.code === "RISK-009") return "ui.fix.reduceOnly";
  if (usableSize(row.maxPassingSize) !== null) return "ui.fix.smaller";
  return row.setting === null ? "ui.fix.general" : "ui.fix.setting";
}
