import type { JournalEvent } from "../../../shared/model/journal-event.ts";
import type { Db } from "./open-database.ts";
import { brokenChain } from "./storage-fault.ts";

/** Whose journal a file is, by its first event. Throws a Fault `STORAGE-CHAIN`. */
export function readOrigin(db: Db): string {
  const row = db.prepare("SELECT bytes FROM events WHERE seq = 0").get() as { bytes: string } | undefined;
  if (!row) throw brokenChain("event 0", "it is missing");
  let origin: unknown;
  try {
    origin = (JSON.parse(row.bytes) as JournalEvent).data["origin"];
  } catch {
    throw brokenChain("event 0", "its bytes are not an event");
  }
  if (typeof origin !== "string") throw brokenChain("event 0", "it is not a genesis");
  return origin;
}
