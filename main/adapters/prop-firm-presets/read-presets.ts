import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "../../../shared/model/fault.ts";
import { PropFirmPreset } from "../../../shared/model/prop-firm.ts";

const folder = join(import.meta.dirname, "../../../resources/prop-firms");

/** The ids of the presets that come with the product, in order. */
export function presetIds(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .sort();
}

/** One preset, checked. Throws a Fault `FIRM-PRESET` for an id that is none. */
export function readPreset(id: string): PropFirmPreset {
  if (!presetIds().includes(id)) {
    throw new Fault(
      "FIRM-PRESET",
      "validation",
      `There is no preset "${id}".`,
      "List them with `proofdesk prop-firm`, without an id.",
    );
  }
  return PropFirmPreset.parse(JSON.parse(readFileSync(join(folder, `${id}.json`), "utf8")));
}
