import type { StrategyInfo, StrategyParameter } from "../../../shared/contract/traders.ts";

/** The new-trader form as typed. */
export interface TraderForm {
  readonly name: string;
  readonly strategy: string;
  readonly params: Readonly<Record<string, string>>;
  readonly instrumentIds: readonly string[];
}

export type FormProblem =
  | "traders.problem.name"
  | "traders.problem.instruments"
  | "traders.problem.empty"
  | "traders.problem.integer"
  | "traders.problem.number"
  | "traders.problem.choice";

/** A form filled with a strategy's own starting values. */
export function formFor(strategy: StrategyInfo, instrumentIds: readonly string[]): TraderForm {
  return {
    name: strategy.title,
    strategy: strategy.name,
    params: Object.fromEntries(strategy.parameters.map((parameter) => [parameter.name, parameter.initial])),
    instrumentIds,
  };
}

/** What is wrong in which field, by field name (`name`, `instrumentIds` or `params.<name>`); empty when it can start. */
export function formProblems(form: TraderForm, strategy: StrategyInfo): ReadonlyMap<string, FormProblem> {
  const problems = new Map<string, FormProblem>();
  if (form.name.trim() === "" || form.name.trim().length > 60) problems.set("name", "traders.problem.name");
  if (form.instrumentIds.length === 0) problems.set("instrumentIds", "traders.problem.instruments");
  for (const parameter of strategy.parameters) {
    const problem = parameterProblem(parameter, form.params[parameter.name] ?? "");
    if (problem) problems.set(`params.${parameter.name}`, problem);
  }
  return problems;
}

function parameterProblem(parameter: StrategyParameter, text: string): FormProblem | null {
  const typed = text.trim();
  if (typed === "") return "traders.problem.empty";
  switch (parameter.kind) {
    case "integer":
      return /^-?\d+$/.test(typed) ? null : "traders.problem.integer";
    case "number":
      return /^-?\d+(\.\d+)?$/.test(typed) ? null : "traders.problem.number";
    case "choice":
      return parameter.choices?.includes(typed) === false ? "traders.problem.choice" : null;
    case "text":
      return null;
  }
}
