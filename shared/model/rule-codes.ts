const run = /^RISK-(\d{3})\.\.RISK-(\d{3})$/;
const digitsOf = /^RISK-(\d{3})$/;

/** No more rules than that have codes: runs that name more of them name one twice. */
const mostRules = 1000;
const codeTexts = Array.from({ length: mostRules }, (_, rule) => `RISK-${String(rule).padStart(3, "0")}`);
const ruleOf = (code: string): number => Number(digitsOf.exec(code)?.[1]);

/** Codes of rules in their order, as a record names them: `RISK-011..RISK-041` for those and all between. */
export function codeRuns(codes: readonly string[]): readonly string[] {
  const runs: { readonly first: string; last: string }[] = [];
  for (const code of codes) {
    const before = runs.at(-1);
    if (before !== undefined && ruleOf(code) === ruleOf(before.last) + 1) before.last = code;
    else runs.push({ first: code, last: code });
  }
  return runs.map(({ first, last }) => (first === last ? first : `${first}..${last}`));
}

/**
 * Every code that a list names, whatever a record that is read holds: of runs that name codes without end as many as show that
 * one of them is named twice. What is no run names itself, and a run that goes backwards names nothing.
 */
export function codesOf(runs: readonly string[]): readonly string[] {
  const codes: string[] = [];
  let named = 0;
  for (const text of runs) {
    const [, first, last] = run.exec(text) ?? [];
    if (first === undefined) codes.push(text);
    else if (named <= mostRules)
      for (let rule = Number(first); rule <= Number(last); rule++, named++) codes.push(codeTexts[rule] as string);
  }
  return codes;
}
