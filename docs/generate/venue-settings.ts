import { z } from "zod";
import { PaperVenueSettings } from "../../shared/model/paper-venue-settings.ts";

interface Described {
  readonly description?: string;
  readonly default?: unknown;
}

/** One row for each setting of the paper venue, in the schema's order; a dash where it is absent unless given. */
export function venueSettingsTable(): string {
  const { properties = {} } = z.toJSONSchema(PaperVenueSettings, { io: "input", unrepresentable: "any" });
  const rows = Object.entries(properties).map(([name, property]) => {
    const { description, default: preset } = property as Described;
    if (description === undefined) throw new Error(`the setting "${name}" of the paper venue has no description`);
    const shown = preset === undefined ? "–" : `\`${JSON.stringify(preset)}\``;
    return `| \`paper.${name}\` | ${shown} | ${description}. |`;
  });
  return ["| Setting | Default | What it does |", "|---|---|---|", ...rows].join("\n");
}
