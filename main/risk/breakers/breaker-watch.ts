import { type BreakerSetting, breakerKinds } from "../../../shared/model/breaker-settings.ts";
import type { AppliedEvent } from "../../engine/applied-event.ts";
import type { RiskFacts, RiskTrip, RiskWatch } from "../../engine/risk-watch.ts";
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
 * changed list begins to count anew.
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
    this.#armed = settings.map((setting) => ({
      setting,
      check: breakerChecks[setting.rule](setting, this.#signs),
      crossedSince: Number.NaN,
    }));
  }
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
