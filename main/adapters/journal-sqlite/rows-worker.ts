import { workerData } from "node:worker_threads";
import { give, type HelperSetup } from "../proof-node/hand-over.ts";
import { Archive } from "./archive.ts";
import { openForReading } from "./open-database.ts";
import { type FromRows, type RowPack, type RowsWork, stretchesOf } from "./rows-ahead.ts";
import { type LinkedRow, linkedRows } from "./stored-rows.ts";

function packed(rows: readonly LinkedRow[], withMacs: boolean): RowPack {
  const leaves = new Uint8Array(32 * rows.length);
  const keyTexts = new Map<number, string>();
  for (const [place, { seq, leaf, keyText }] of rows.entries()) {
    leaves.set(leaf, 32 * place);
    if (keyText !== null) keyTexts.set(seq, keyText);
  }
  return {
    first: rows[0]?.seq ?? 0,
    leaves,
    macs: withMacs ? rows.map(({ mac }) => mac) : [],
    versions: rows.map(({ mac_version }) => mac_version),
    keyTexts,
  };
}

/** The reading thread: reads, links and hashes its stretches of a journal's rows ahead of who makes the tree over them. */
function read({ handOver, path, ...shared }: RowsWork & HelperSetup): void {
  const tell = (message: FromRows): void => give(handOver, message);
  const db = openForReading(path);
  try {
    const archive = new Archive(db);
    for (const { begin, own } of stretchesOf(db, shared)) {
      if (!own) tell(packed([...linkedRows(db, archive, begin)].flat(), begin.withMacs));
    }
  } catch {
    tell("failed");
  } finally {
    db.close();
  }
}

read(workerData as RowsWork & HelperSetup);
