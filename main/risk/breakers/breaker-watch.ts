import { type BreakerSetting, breakerKinds } from "../../../shared/model/breaker-settings.ts";
import type { AppliedEvent } from "../../engine/applied-event.ts";
import type { RiskFacts, RiskTrip, RiskWatch } from "../../engine/risk-watch.ts";
import { limitUnits } from "../limit-units.ts";
import type { BreakerCheck, DeskSigns } from "./breaker-check.ts";
import { breakerChecks } from "./registry.ts";

interface Armed {
  readonly setting: BreakerSetting;
  readonly check: BreakerCheck;
  /** Since when the limit is crossed, NaN while it is not: a double that is always there allocates nothing. */
  crossedSince: number;
}

const none: readonly BreakerSetting[] = [];

/**
 * Watches the limits of the settings, asked for on every input, so that a changed setting holds from the next on. A
 * breaker that another list has too goes on counting, so that no change of settings gives anyone a fresh start.
 */
export class BreakerWatch implements RiskWatch {
  readonly id = "breakers";
  readonly #settings: () => readonly BreakerSetting[] | undefined;
  readonly #signs: DeskSigns;
  #read: readonly BreakerSetting[] = none;
  #armed: readonly Armed[] = [];

  constructor(settings: () => readonly BreakerSetting[] | undefined, signs: DeskSigns) {
    this.#settings = settings;
    this.#signs = signs;
  }

  observe(facts: RiskFacts): readonly RiskTrip[] | null {
    this.#arm();
    let trips: RiskTrip[] | null = null;
    for (let i = 0; i < this.#armed.length; i++) {
      const armed = this.#armed[i] as Armed;
      const { setting } = armed;
      if (facts.isLatched(setting.rule, setting.action) || !armed.check.isCrossed(facts)) {
        armed.crossedSince = Number.NaN;
        continue;
      }
      if (Number.isNaN(armed.crossedSince)) armed.crossedSince = facts.now;
      if (facts.now - armed.crossedSince < lastsMs(setting)) continue;
      trips ??= [];
      trips.push(tripOf(armed, facts));
    }
    return trips;
  }

  applied(event: AppliedEvent): void {
    this.#arm();
    for (const { check } of this.#armed) check.applied?.(event);
  }

  #arm(): void {
    const settings = this.#settings() ?? none;
    if (settings === this.#read) return;
    this.#read = settings;
    const before = this.#armed;
    this.#armed = settings.map((setting) => {
      const old = before.find((it) => it.setting.rule === setting.rule && it.setting.action === setting.action);
      return arm(setting, this.#signs, old);
    });
  }
}

function arm(setting: BreakerSetting, signs: DeskSigns, old: Armed | undefined): Armed {
  const isSame = old?.setting.limit === setting.limit && old.setting.windowMs === setting.windowMs;
  if (old !== undefined && isSame) return { ...old, setting };
  const check = breakerChecks[setting.rule](setting, signs);
  if (old === undefined) return { setting, check, crossedSince: Number.NaN };
  // What has crossed a limit has crossed every lower one at least as long.
  const isLower = limitUnits(setting.limit) <= limitUnits(old.setting.limit);
  return { setting, check, crossedSince: isLower ? old.crossedSince : Number.NaN };
}

/** How long a level must be crossed before it trips. */
function lastsMs({ rule, windowMs }: BreakerSetting): number {
  return breakerKinds[rule].window === "lasts" ? (windowMs ?? 0) : 0;
}

function tripOf({ setting, check }: Armed, facts: RiskFacts): RiskTrip {
  const { rule, action, limit, lockOutMs } = setting;
  const trip = { rule, action, limit, ...check.find(facts) };
  return lockOutMs === undefined ? trip : { ...trip, until: facts.now + lockOutMs };
}
