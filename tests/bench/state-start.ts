import { rmSync } from "node:fs";
import { openRecord } from "../../main/adapters/journal-sqlite/open-record.ts";
import { writeSnapshot } from "../../main/adapters/journal-sqlite/snapshot-file.ts";
import type { KeepsSnapshots } from "../../main/adapters/journal-sqlite/sqlite-journal.ts";
import { readEvent } from "../../main/audit/event-text.ts";
import type { Journal } from "../../main/ports/journal.ts";
import { memorySchema } from "../../main/workstation/desk-memory.ts";
import { DeskReplica } from "../../main/workstation/desk-replica.ts";
import { intentFinder, orderHistory } from "../../main/workstation/order-history.ts";
import { openMemory, restoreDesk } from "../../main/workstation/restore-desk.ts";
import { deskOn, recordBasis, trade } from "../fixtures/long-record.ts";
import { openTestJournal } from "../journal/sample-journal.ts";
import { benchFolder } from "./bench-folder.ts";
import type { Figure } from "./figure.ts";
import { median } from "./measure.ts";
import { atMostCells } from "./verdict.ts";

/** The most events that a start finds behind a snapshot while the desk runs. */
const tail = 1500;

/** From an open journal to a desk that knows what its record says; throws where the way was not the expected one. */
function start(
  journal: Journal & KeepsSnapshots,
  from: "snapshot" | "record",
): { ms: number; cash: string; replayed: number } {
  const began = performance.now();
  const memory = openMemory(journal, journal.snapshots);
  const desk = deskOn(journal);
  const { snapshotSeq, ignored, replayed } = restoreDesk(journal, desk, {
    memory,
    basis: recordBasis,
    now: Date.now(),
  });
  const ms = performance.now() - began;
  if ((snapshotSeq !== null) !== (from === "snapshot"))
    throw new Error(`the start was not from the ${from}: ${ignored}`);
  return { ms, cash: desk.engine.account().cash, replayed };
}

/** What a desk has to do before it knows its orders, positions and account, with a million events in its journal. */
export const stateStart: Figure = {
  name: "state-start",
  async run({ quick }) {
    const events = quick ? 20_000 : 1_000_000;
    const profileDir = benchFolder();
    try {
      const writing = await openTestJournal(profileDir);
      await trade(writing, events);
      await writing.close();
      const began = performance.now();
      const journal = await openTestJournal(profileDir);
      const openMs = performance.now() - began;
      try {
        const full = Array.from({ length: quick ? 1 : 3 }, () => start(journal, "record"));
        const seq = keepSnapshot(journal, journal.durableSeq - tail);
        start(journal, "snapshot");
        const short = Array.from({ length: quick ? 3 : 9 }, () => start(journal, "snapshot"));
        if (short.some(({ cash }) => cash !== full[0]?.cash)) throw new Error("the two starts know different accounts");
        const ms = median(short.map((one) => one.ms));
        const fullMs = median(full.map((one) => one.ms));
        return {
          name: "state-start",
          title: `state of a desk with ${events.toLocaleString("en-US")} events`,
          value: ms,
          unit: "ms",
          ...atMostCells([ms], { must: [100], goal: [30] }),
          ratio: fullMs / ms,
          ratioOf: "times as fast as a replay of all events",
          detail: {
            events: journal.durableSeq + 1,
            snapshotSeq: seq,
            replayed: short[0]?.replayed ?? 0,
            fullReplayMs: fullMs,
            openMs,
          },
        };
      } finally {
        await journal.close();
      }
    } finally {
      rmSync(profileDir, { recursive: true, force: true });
    }
  },
};

function keepSnapshot(journal: Journal & KeepsSnapshots, to: number): number {
  const { db, reader } = openRecord(journal.profileDir ?? "");
  const replica = new DeskReplica(recordBasis, orderHistory(reader, 0), intentFinder(reader), null);
  for (const { text } of reader.read(0, to)) replica.take(readEvent(text));
  const leaf = reader.leaf(to) ?? "";
  writeSnapshot(journal.snapshots.place, { schema: memorySchema, seq: to, leaf, state: replica.memory });
  db.close();
  return to;
}
