import type { DeskClient } from "../../transport/desk-client.ts";
import { readStored, writeStored } from "../../ui/stored.ts";

const name = "tour";
const key = "proofdesk.tour";

/** Whether this profile (or, failing that, this browser) has seen the tour. */
export async function tourSeen(client: DeskClient): Promise<boolean> {
  if (readStored(key, (value) => value === true, false)) return true;
  const { layouts } = await client.call.getLayouts({});
  return layouts.some((layout) => layout.name === name);
}

/** Keeps it in the profile; a viewer, who may not write there, keeps it in the browser. */
export async function keepTourSeen(client: DeskClient): Promise<void> {
  try {
    await client.call.saveLayout({ name, version: 1, layout: JSON.stringify({ seen: true }) });
  } catch {
    writeStored(key, true);
  }
}
