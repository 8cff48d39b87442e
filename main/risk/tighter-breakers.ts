import { type BreakerSetting, breakerKinds, mostBreakers } from "../../shared/model/breaker-settings.ts";
import { limitUnits } from "./limit-units.ts";

const name = ({ rule, action }: BreakerSetting): string => `${rule} ${action}`;

/** The breakers of both lists, as many as the setting takes; of one in both the numbers that trip it sooner. */
export function tighterBreakers(held: readonly BreakerSetting[], wanted: readonly BreakerSetting[]): BreakerSetting[] {
  const asked = new Map(wanted.map((breaker) => [name(breaker), breaker]));
  const known = new Set(held.map(name));
  const kept = held.map((breaker) => tighter(breaker, asked.get(name(breaker)) ?? breaker));
  return [...kept, ...wanted.filter((breaker) => !known.has(name(breaker)))].slice(0, mostBreakers);
}

/** Whether something trips a breaker of the first list that trips none as soon or as long in the second. */
export function weakerBreakers(from: readonly BreakerSetting[], to: readonly BreakerSetting[]): boolean {
  const text = ({ rule, action, limit, windowMs, lockOutMs }: BreakerSetting): string =>
    JSON.stringify([rule, action, limit, windowMs, lockOutMs]);
  const asked = new Set(to.map(text));
  return tighterBreakers(from, to).some((breaker) => !asked.has(text(breaker)));
}

function tighter(held: BreakerSetting, wanted: BreakerSetting): BreakerSetting {
  const { rule, action, limit, lockOutMs } = held;
  const windowMs = sooner(held, wanted);
  return {
    rule,
    limit: limitUnits(wanted.limit) < limitUnits(limit) ? wanted.limit : limit,
    action,
    ...(windowMs === undefined ? {} : { windowMs }),
    // A length cannot be compared with the end of a trading day.
    ...(lockOutMs === undefined ? {} : { lockOutMs: Math.max(lockOutMs, wanted.lockOutMs ?? lockOutMs) }),
  };
}

/** A level that must last for less trips sooner, and so does a count over more time. */
function sooner({ rule, windowMs: a }: BreakerSetting, { windowMs: b }: BreakerSetting): number | undefined {
  if (a === undefined || b === undefined) return undefined;
  return breakerKinds[rule].window === "lasts" ? Math.min(a, b) : Math.max(a, b);
}
