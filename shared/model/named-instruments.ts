import type { ScopedLimits } from "./limit-scopes.ts";
import type { RiskLimits } from "./risk.ts";

/** An instrument that limits name, and the setting that does. */
export interface NamedInstrument {
  readonly id: string;
  /** Path of the setting without `risk`, such as `scopes.traders.ada.maxSizePerOrder`. */
  readonly setting: string;
}

/** Every instrument that limits name, those of one trader, strategy or model too. A name that no instrument has limits nothing. */
export function namedInstruments(limits: RiskLimits): NamedInstrument[] {
  const found = namedIn(limits, "");
  for (const [kind, named] of Object.entries(limits.scopes ?? {})) {
    for (const [name, own] of Object.entries(named ?? {})) found.push(...namedIn(own, `scopes.${kind}.${name}.`));
  }
  return found;
}

function namedIn(limits: RiskLimits | ScopedLimits, path: string): NamedInstrument[] {
  const { maxSizePerOrder = {}, correlatedGroups = [], allowedInstruments = [] } = limits;
  const named = {
    maxSizePerOrder: Object.keys(maxSizePerOrder).filter((id) => id !== "*"),
    correlatedGroups: correlatedGroups.flatMap(({ instrumentIds }) => instrumentIds),
    allowedInstruments,
  };
  return Object.entries(named).flatMap(([key, ids]) => ids.map((id) => ({ id, setting: `${path}${key}` })));
}
