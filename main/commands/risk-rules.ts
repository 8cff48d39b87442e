import { z } from "zod";
import { RiskLimits } from "../../shared/model/risk.ts";
import { DeskSettings } from "../../shared/model/settings.ts";
import { rules } from "../risk/rules/registry.ts";

/** A setting of a rule. */
export interface RuleSetting {
  readonly path: string;
  /** `text` is a decimal number as text. */
  readonly type: string;
  /** The number it must be above, the smallest and the largest it takes; `null` where it has no bound of this kind. */
  readonly above: string | null;
  readonly min: string | null;
  readonly max: string | null;
  /** No gate is without it. */
  readonly required: boolean;
  /** What a new profile sets; `null` where it sets nothing, and the rule does not hold. */
  readonly default: unknown;
  readonly doc: string;
}

interface Schema {
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly "x-maximum"?: string;
  readonly description?: string;
}

/** The `risk rules` command: every rule with its settings, from the same source as the guide. */
export function listRules() {
  const { properties = {}, required = [] } = z.toJSONSchema(RiskLimits, { io: "input", unrepresentable: "any" });
  const preset: Readonly<Record<string, unknown>> = DeskSettings.parse({}).risk;
  const settingOf = (path: string): RuleSetting => {
    const key = path.replace("risk.", "");
    const schema = properties[key] as Schema | undefined;
    const { type = "object", minimum, maximum, "x-maximum": most, description = "" } = schema ?? {};
    const max = most ?? maximum;
    return {
      path,
      type: type === "string" ? "text" : type,
      above: type === "string" ? "0" : null,
      min: minimum === undefined ? null : `${minimum}`,
      max: max === undefined ? null : `${max}`,
      required: required.includes(key),
      default: preset[key] ?? null,
      doc: description,
    };
  };
  const listed = rules.map(({ code, name, text, setting, alsoSettings = [], validity }) => ({
    code,
    rule: name,
    text,
    appliesTo: validity ? "every order" : "opening orders",
    settings: (setting === null ? [] : [setting, ...alsoSettings]).map(settingOf),
  }));
  const lines = listed.flatMap(({ code, rule, text, settings }) => [
    `${code}  ${rule}`,
    `          ${text}`,
    ...settings.map(
      (setting) => `          ${setting.path} = ${shown(setting.default)}${bounds(setting)}: ${setting.doc}`,
    ),
  ]);
  return { exitCode: 0 as const, document: { rules: listed }, lines };
}

function shown(value: unknown): string {
  if (value === null) return "not set";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function bounds({ above, min, max }: RuleSetting): string {
  const known = [above && `above ${above}`, min && `at least ${min}`, max && `at most ${max}`].filter(Boolean);
  return known.length === 0 ? "" : ` (${known.join(", ")})`;
}
