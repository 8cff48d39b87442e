import { z } from "zod";
import { RiskLimits } from "../../shared/model/risk.ts";
import { DeskSettings } from "../../shared/model/settings.ts";

/** One row for each setting of the gate, in the schema's order; a dash where a new profile does not set it. */
export function riskSettingsTable(): string {
  const { properties = {} } = z.toJSONSchema(RiskLimits, { io: "input", unrepresentable: "any" });
  const preset: Readonly<Record<string, unknown>> = DeskSettings.parse({}).risk;
  const rows = Object.entries(properties).map(([name, property]) => {
    const { description } = property as { readonly description?: string };
    if (description === undefined) throw new Error(`the limit "${name}" has no description`);
    return `| \`${name}\` | ${shown(preset[name])} | ${description} |`;
  });
  return ["| Setting | New profile | Meaning |", "|---|---|---|", ...rows].join("\n");
}

function shown(value: unknown): string {
  if (value === undefined) return "–";
  return typeof value === "object" ? `\`${JSON.stringify(value)}\`` : String(value);
}
