import type { RecordedVerdict, RuleRow } from "../../shared/model/risk.ts";
import { off, type Rule } from "./rule.ts";
import { rules } from "./rules/registry.ts";

interface OffRows {
  readonly pass: RuleRow;
  readonly exempt: RuleRow;
}

/** The rows of rules whose setting is absent are always the same, so they are made once. */
const offRows: ReadonlyMap<string, OffRows> = new Map(rules.map((rule) => [rule.code, rowsOf(rule)]));

function rowsOf({ code, name, setting }: Pick<Rule, "code" | "name" | "setting">): OffRows {
  const made = { code, rule: name, ...off.word(), maxPassingSize: null, setting };
  return {
    pass: Object.freeze({ ...made, outcome: "pass" }),
    exempt: Object.freeze({ ...made, outcome: "exempt" }),
  };
}

/** The row of a rule whose setting is absent; a code that is not known here is its own name. */
export function offRow(code: string, reducing: boolean): RuleRow {
  const known = offRows.get(code) ?? rowsOf({ code, name: code, setting: null });
  return reducing ? known.exempt : known.pass;
}

/** Every rule's row of a verdict as the journal keeps it, in the order of the codes. */
export function recordedRows({ rows, unset = [], reducing }: RecordedVerdict): readonly RuleRow[] {
  const all = [...rows, ...unset.map((code) => offRow(code, reducing))];
  return all.sort((a, b) => (a.code < b.code ? -1 : 1));
}
