const run = /^RISK-(\d{3})\.\.RISK-(\d{3})$/;
const digitsOf = /^RISK-(\d{3})$/;

const codeOf = (rule: number): string => `RISK-${String(rule).padStart(3, "0")}`;
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

/** Twice as many as there are codes: a list that names more of them names one twice. */
const mostNamed = 2000;

/**
 * Every code that runs name, {@link mostNamed} at most, whatever a record that is read holds. One that is no run names itself,
 * and one that runs backwards names nothing.
 */
export function codesOf(runs: readonly string[]): readonly string[] {
  const codes: string[] = [];
  for (const text of runs) {
    const [, first, last] = run.exec(text) ?? [];
    if (first === undefined) codes.push(text);
    for (let rule = Number(first); rule <= Number(last); rule++) codes.push(codeOf(rule));
    if (codes.length > mostNamed) break;
  }
  return codes.slice(0, mostNamed);
}
