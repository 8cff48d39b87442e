import type { DeskSettings } from "../../../shared/model/settings.ts";
import { sha256Hex } from "../proof-node/node-primitives.ts";

/** What a record calls the settings it was made under: lower-case hex of the SHA-256 over their JSON. */
export function settingsHash(settings: DeskSettings): string {
  return sha256Hex(JSON.stringify(settings));
}
