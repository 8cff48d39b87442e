import type { RuleRow, Verdict } from "../../../shared/model/risk.ts";

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
