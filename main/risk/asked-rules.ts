import type { RiskLimits } from "../../shared/model/risk.ts";
import type { Rule } from "./rule.ts";
import { rules } from "./rules/registry.ts";

const everyRule: readonly number[] = rules.map((_, index) => index);

/** The rules that have something to ask, by their place in the registry: worked out when the settings change. */
export class AskedRules {
  #limits: RiskLimits | null = null;
  #underFirm = false;
  #asked: readonly number[] = [];

  /** `scoped`: a trader, strategy or model may have the setting that the account has not. */
  of(limits: RiskLimits, underFirm: boolean, scoped: boolean): readonly number[] {
    if (scoped) return everyRule;
    if (limits !== this.#limits || underFirm !== this.#underFirm) {
      this.#limits = limits;
      this.#underFirm = underFirm;
      this.#asked = everyRule.filter((index) => !isSilent(rules[index] as Rule, limits, underFirm));
    }
    return this.#asked;
  }
}

function isSilent({ silent, setting }: Rule, limits: RiskLimits, underFirm: boolean): boolean {
  if (silent === "without firm") return !underFirm;
  return silent === "unset" && limits[setting?.slice("risk.".length) as keyof RiskLimits] === undefined;
}
