import type { LimitScopes } from "../../shared/model/limit-scopes.ts";
import { mostGroups } from "../../shared/model/optional-limits.ts";
import type { RiskLimits } from "../../shared/model/risk.ts";
import { mostWindows, type TimeWindows } from "../../shared/model/time-windows.ts";
import { isLoosening } from "./is-loosening.ts";
import { limitUnits } from "./limit-units.ts";
import { tighterBreakers } from "./tighter-breakers.ts";
import { longerPause, sharedWindows } from "./window-overlap.ts";

/**
 * What keeps everything out that either of two values of a setting keeps out. Where the two have no such value in common,
 * or it would not fit into the setting, as much of it as does and never less than the first.
 */
export function tighterOf(key: string, held: unknown, wanted: unknown): unknown {
  if (!isLoosening(key, held, wanted)) return wanted;
  if (held === undefined || wanted === undefined) return held;
  return combinations[key]?.(held as never, wanted as never) ?? held;
}

type Amounts = Readonly<Record<string, string>>;
type Groups = NonNullable<RiskLimits["correlatedGroups"]>;
type Combination = (held: never, wanted: never) => unknown;

function leastByName(held: Amounts, wanted: Amounts): Amounts {
  const least = (name: string): string => {
    const [a, b] = [held[name] ?? held["*"], wanted[name] ?? wanted["*"]];
    if (a === undefined || b === undefined) return a ?? b ?? "";
    return limitUnits(b) < limitUnits(a) ? b : a;
  };
  return Object.fromEntries(Object.keys({ ...held, ...wanted }).map((name) => [name, least(name)]));
}

/** The first list whole, and what else is in the second up to so many in all. */
function both<T>(held: readonly T[], wanted: readonly T[], most: number): readonly T[] {
  const known = new Set(held.map((one) => JSON.stringify(one)));
  return [...held, ...wanted.filter((one) => !known.has(JSON.stringify(one)))].slice(0, most);
}

function newsOfBoth(held: TimeWindows, wanted: TimeWindows): TimeWindows | undefined {
  if (held.zone !== wanted.zone) return undefined;
  return { zone: held.zone, windows: [...both(held.windows, wanted.windows, mostWindows)] };
}

function listedInBoth(held: readonly string[], wanted: readonly string[]): readonly string[] | undefined {
  const shared = wanted.filter((id) => held.includes(id));
  return shared.length === 0 ? undefined : shared;
}

type Named<T> = Readonly<Record<string, T | undefined>>;

/** Combines what two records have under each name; what is missing in one is as the other has it. */
function byName<T extends object>(held: Named<T>, wanted: Named<T>, combine: (a: T, b: T) => object): object {
  const names = Object.keys({ ...held, ...wanted });
  const found = (a: T | undefined, b: T | undefined) => (a === undefined || b === undefined ? (a ?? b) : combine(a, b));
  return Object.fromEntries(names.map((name) => [name, found(held[name], wanted[name])]));
}

function tighterLimits(held: Named<unknown>, wanted: Named<unknown>): object {
  const keys = Object.keys({ ...held, ...wanted });
  const tight = keys.map((key) => [key, tighterOf(key, held[key], wanted[key])] as const);
  return Object.fromEntries(tight.filter(([, value]) => value !== undefined));
}

const combinations: Readonly<Record<string, Combination>> = {
  maxSizePerOrder: leastByName,
  maxExposurePerAssetClass: leastByName,
  correlatedGroups: (held: Groups, wanted: Groups) => both(held, wanted, mostGroups),
  tradingWindows: sharedWindows,
  newsWindows: newsOfBoth,
  weekendPause: longerPause,
  breakers: tighterBreakers,
  allowedInstruments: listedInBoth,
  scopes: (held: LimitScopes, wanted: LimitScopes) => byName(held, wanted, (a, b) => byName(a, b, tighterLimits)),
  locked: (held: readonly string[], wanted: readonly string[]) => [...new Set([...held, ...wanted])],
};
