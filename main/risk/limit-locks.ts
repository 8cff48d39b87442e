import type { RiskLimits } from "../../shared/model/risk.ts";
import { isLoosening } from "./is-loosening.ts";
import { rules } from "./rules/registry.ts";
import { tighterOf } from "./tighter-limit.ts";

type Key = keyof RiskLimits;

/** A change of limits, cut in two where locked ones would be loosened. */
export interface LockedChange {
  /** What holds at once: of a locked setting whatever tightens, also where another part of it loosens. */
  readonly now: RiskLimits;
  /** The settings that wait for the next trading day. */
  readonly waiting: readonly Key[];
}

/** Lets a change of limits tighten at once and loosen only what is not locked. */
export function withLocks(held: RiskLimits, wanted: RiskLimits): LockedChange {
  const now: Record<string, unknown> = { ...wanted };
  const waiting: Key[] = [];
  for (const key of loosenedLocks(held, wanted, held.locked)) {
    const tighter = tighterOf(key, held[key], wanted[key]);
    if (JSON.stringify(tighter) === JSON.stringify(wanted[key])) continue;
    waiting.push(key);
    if (tighter === undefined) delete now[key];
    else now[key] = tighter;
  }
  return { now: now as RiskLimits, waiting };
}

/** The locked settings in which the second is looser than the first. */
export function loosenedLocks(from: RiskLimits, to: RiskLimits, locks: readonly string[] = []): Key[] {
  const locked = new Set([...locks, ...locks.flatMap(askedBeside), "locked"]);
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)] as Key[])];
  return keys.filter((key) => (locked.has("*") || locked.has(key)) && isLoosening(key, from[key], to[key]));
}

/** The settings that a rule asks beside its own: a locked limit is not loosened through what it is measured with. */
function askedBeside(key: string): string[] {
  const asking = rules.filter(({ setting }) => setting === `risk.${key}`);
  return asking.flatMap(({ alsoSettings = [] }) => alsoSettings.map((path) => path.replace("risk.", "")));
}
