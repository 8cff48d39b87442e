import { workerData } from "node:worker_threads";
import { give, type HelperSetup } from "../proof-node/hand-over.ts";
import { joinRows } from "./linked-rows.ts";
import { openForReading } from "./open-database.ts";
import { type FromRows, type RowsWork, stretchesOf } from "./rows-ahead.ts";
import { linkedRows } from "./stored-rows.ts";

/** The reading thread: reads, links and hashes its stretches of a journal's rows ahead of who makes the tree over them. */
function read({ handOver, path, ...shared }: RowsWork & HelperSetup): void {
  const tell = (message: FromRows): void => give(handOver, message);
  const db = openForReading(path);
  try {
    for (const { begin, own } of stretchesOf(db, shared)) {
      if (!own) tell(joinRows([...linkedRows(db, null, begin)]));
    }
  } catch {
    tell("failed");
  } finally {
    db.close();
  }
}

read(workerData as RowsWork & HelperSetup);
