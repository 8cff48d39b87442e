import type { KeepsRowKeys, KeepsSnapshots } from "../adapters/journal-sqlite/sqlite-journal.ts";
import type { Journal } from "../ports/journal.ts";
import type { Log } from "../telemetry/log.ts";
import type { MemoryBasis } from "./desk-memory.ts";
import type { Restored } from "./restore-desk.ts";
import { keepState, noStateKeeper, type StateKeeper } from "./state-keeper.ts";

/** Says how a desk came to its state, and keeps that state from here on where it can be kept. */
export function keepRestored(
  journal: Journal & KeepsRowKeys & KeepsSnapshots,
  basis: MemoryBasis,
  { snapshotSeq, ignored, replayed, known, ms }: Restored,
  log: Log,
): StateKeeper {
  const from = snapshotSeq === null ? { snapshot: "not taken", reason: ignored ?? "" } : { snapshot: snapshotSeq };
  log.info("the desk's state is restored", { ...from, replayed, ms: Math.round(ms) });
  if (known === null) {
    log.info("the desk's state is not kept", { reason: "the record's times are ahead of the clock" });
    return noStateKeeper;
  }
  return keepState(journal, {
    setup: { place: journal.snapshots.place, keys: journal.rowKeys, basis, known },
    writtenSeq: snapshotSeq ?? -1,
    onFailure: (why) => log.warn("the desk's state was not written down", { why }),
  });
}
