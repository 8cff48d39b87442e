import { clearAnswers } from "../../shared/model/clear-answers.ts";
import type { JournalEvent } from "../../shared/model/journal-event.ts";
import { type RecordedRow, RecordedVerdict, type RuleRow } from "../../shared/model/risk.ts";
import { codesOf } from "../../shared/model/rule-codes.ts";
import { off, type Rule, type Wording } from "./rule.ts";
import { rules } from "./rules/registry.ts";

type Named = Pick<Rule, "code" | "name" | "setting" | "validity">;

const known: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.code, rule]));

/** A code that is not known here is its own name. */
const named = (code: string): Named => known.get(code) ?? { code, name: code, setting: null, validity: false };

/** A row that says the same of every order that is passed, and of every one that is exempt. */
interface FixedRows {
  readonly pass: RuleRow;
  readonly exempt: RuleRow;
}

function fixedRows({ code, name, setting, validity }: Named, wording: Wording): FixedRows {
  const made = { code, rule: name, ...wording, maxPassingSize: null, setting };
  return {
    pass: Object.freeze({ ...made, outcome: "pass" }),
    exempt: Object.freeze({ ...made, outcome: validity ? "pass" : "exempt" }),
  };
}

const offWords = off.word();
const offRows: ReadonlyMap<string, FixedRows> = new Map(rules.map((rule) => [rule.code, fixedRows(rule, offWords)]));

/** The row of a rule whose setting is absent. */
export function offRow(code: string, reducing: boolean): RuleRow {
  const rows = offRows.get(code) ?? fixedRows(named(code), offWords);
  return reducing ? rows.exempt : rows.pass;
}

/** The row of a rule that had nothing against the order. */
function clearRow(code: string, reducing: boolean): RuleRow {
  const words = clearAnswers.get(code) ?? { text: "", observed: null, limit: null };
  const rows = fixedRows(named(code), { ...words, headroom: null });
  return reducing ? rows.exempt : rows.pass;
}

/** The row of a rule that measured, as the journal keeps it: in the order of its keys, so that the journal need not sort. */
export function recordedRow({
  code,
  headroom,
  limit,
  maxPassingSize,
  observed,
  outcome,
  setting,
  text,
}: RuleRow): RecordedRow {
  return {
    code,
    ...(headroom === null ? {} : { headroom }),
    ...(limit === null ? {} : { limit }),
    ...(maxPassingSize === null ? {} : { maxPassingSize }),
    ...(observed === null ? {} : { observed }),
    outcome,
    ...(setting === named(code).setting ? {} : { setting }),
    text,
  };
}

function wholeRow({ code, outcome, text, setting, ...said }: RecordedRow): RuleRow {
  const own = named(code);
  return {
    code,
    rule: said.rule ?? own.name,
    outcome,
    observed: said.observed ?? null,
    limit: said.limit ?? null,
    headroom: said.headroom ?? null,
    maxPassingSize: said.maxPassingSize ?? null,
    setting: setting === undefined ? own.setting : setting,
    text,
  };
}

/**
 * What each rule said that had its setting, of a `risk.judged`; `null` of other events, and of a verdict of a form that is not
 * known.
 */
export function ruleRows({ type, data }: Pick<JournalEvent, "type" | "data">): readonly RuleRow[] | null {
  if (type !== "risk.judged") return null;
  const verdict = RecordedVerdict.safeParse(data);
  return verdict.success ? answeredRows(verdict.data) : null;
}

/** The rows of the rules of a recorded verdict that had their setting, in the order of the codes. */
function answeredRows({ rows, clear = [], reducing }: RecordedVerdict): readonly RuleRow[] {
  return inOrder([...rows.map(wholeRow), ...codesOf(clear).map((code) => clearRow(code, reducing))]);
}

/** Every rule's row of a recorded verdict, in the order of the codes. */
export function recordedRows(verdict: RecordedVerdict): readonly RuleRow[] {
  const unset = codesOf(verdict.unset ?? []).map((code) => offRow(code, verdict.reducing));
  return inOrder([...answeredRows(verdict), ...unset]);
}

const inOrder = (rows: RuleRow[]): RuleRow[] => rows.sort((a, b) => (a.code < b.code ? -1 : 1));
