import type { RuleRow, Verdict } from "../../../shared/model/risk.ts";

/** A verdict's rows with the failing ones first; within an outcome the gate's own order stays. */
export function orderedRows(verdict: Verdict): readonly RuleRow[] {
  const rank = { fail: 0, pass: 1, exempt: 2 } as const;
  return verdict.rows
    .map((row, index) => ({ row, index }))
    .sort((a, b) => rank[a.row.outcome] - rank[b.row.outcome] || a.index - b.index)
    .map(({ row }) => row);
}

/** The rules that say no. */
export const failingRows = (verdict: Verdict): readonly RuleRow[] =>
  verdict.rows.filter((row) => row.outcome === "fail");

/** The size a person can take over from a refusal; `null` when nothing would pass. */
export function usableSize(size: string | null): string | null {
  return size !== null && !size.startsWith("-") && /[1-9]/.test(size) ? size : null;
}

export type FixId =
  | "ticket.fix.smaller"
  | "ticket.fix.setting"
  | "ticket.fix.wait"
  | "ticket.fix.state"
  | "ticket.fix.price"
  | "ticket.fix.reduceOnly"
  | "ticket.fix.general";

/** What a person can do about one failing rule, most useful first. */
export function fixFor(row: RuleRow): FixId {
  if (row.code === "RISK-004") return "ticket.fix.state";
  if (row.code === "RISK-003") return "ticket.fix.wait";
  if (row.code === "RISK-006") return "ticket.fix.price";
  if (row.code === "RISK-009") return "ticket.fix.reduceOnly";
  if (usableSize(row.maxPassingSize) !== null) return "ticket.fix.smaller";
  return row.setting === null ? "ticket.fix.general" : "ticket.fix.setting";
}
