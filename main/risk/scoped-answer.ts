import type { RiskLimits } from "../../shared/model/risk.ts";
import type { LimitScope } from "./limit-scope.ts";
import { type Measurement, nothingShared, off, type Rule, type RuleInput } from "./rule.ts";

/** An order as one of its scopes sees it. */
export interface ScopedInput {
  readonly scope: LimitScope;
  readonly input: RuleInput;
}

/** Only the settings of the scope are set, beside those that no gate is without. */
export function scopedInputs(account: RuleInput, scopes: readonly LimitScope[]): readonly ScopedInput[] {
  return scopes.map((scope) => {
    const { priceBandAtr, atrPeriod, staleAfterMs, maxOrdersPerSecond: accountRate } = account.limits;
    const { maxOrdersPerSecond = accountRate, ...own } = scope.limits;
    const limits = { priceBandAtr, atrPeriod, staleAfterMs, maxOrdersPerSecond, ...own } as RiskLimits;
    const recentOrders = scope.window.count(account.view.now);
    const { view } = account;
    // Without a known account every rule that counts answers that it cannot know.
    const book = view.account === null ? null : view.facts.scope(scope.path, scope.counts);
    return { scope, input: { ...account, limits, recentOrders, view: { ...view, ...book }, shared: nothingShared() } };
  });
}

/** The tightest of what a rule answers for the account and for each scope that has its setting. */
export function tightest(
  rule: Rule,
  account: Measurement,
  scoped: readonly ScopedInput[],
  measure: (rule: Rule, input: RuleInput) => Measurement,
): Measurement {
  const key = rule.setting?.replace("risk.", "");
  let found = account;
  for (const { scope, input } of scoped) {
    if (key === undefined || !Object.hasOwn(scope.limits, key)) continue;
    const measured = measure(rule, input);
    if (measured !== off && (found === off || isTighter(measured, found))) found = named(measured, scope, key);
  }
  return found;
}

function isTighter(a: Measurement, b: Measurement): boolean {
  if (a.passes !== b.passes) return !a.passes;
  if (a.maxSize !== b.maxSize) return b.maxSize === null || (a.maxSize !== null && a.maxSize < b.maxSize);
  return headroom(a) < headroom(b);
}

/** What cannot be worded is no tighter than what can. */
function headroom(measured: Measurement): number {
  try {
    return Number(measured.word().headroom ?? Number.POSITIVE_INFINITY);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function named(measured: Measurement, { path, title }: LimitScope, key: string): Measurement {
  const { passes, maxSize } = measured;
  return {
    passes,
    maxSize,
    ...(measured.broken === true ? { broken: true } : {}),
    setting: `${path}.${key}`,
    word() {
      const words = measured.word();
      return { ...words, text: `For ${title}: ${words.text}` };
    },
  };
}
