import { once } from "node:events";
import { copyFileSync, statSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { archiveEvents } from "../../main/adapters/journal-sqlite/archive-events.ts";
import { writeBackup } from "../../main/adapters/journal-sqlite/backup.ts";
import { migrate } from "../../main/adapters/journal-sqlite/migrate.ts";
import { openForWriting } from "../../main/adapters/journal-sqlite/open-database.ts";
import { openRecord } from "../../main/adapters/journal-sqlite/open-record.ts";
import { rotateKey } from "../../main/adapters/journal-sqlite/rotate-key.ts";
import { schemaVersion } from "../../main/adapters/journal-sqlite/schema.ts";
import { writeSnapshot } from "../../main/adapters/journal-sqlite/snapshot-file.ts";
import type { KeepsSnapshots } from "../../main/adapters/journal-sqlite/sqlite-journal.ts";
import { exportBundle } from "../../main/adapters/proof-node/export-bundle.ts";
import type { Journal } from "../../main/ports/journal.ts";
import { machineClock, openTestJournal, sampleEvent } from "../journal/sample-journal.ts";
import { type CrashOrder, errandOf, names } from "./crash-order.ts";
import { fileKeychain } from "./file-keychain.ts";
import { say } from "./say.ts";
import { seeded } from "./seeded.ts";

/** A process that is there to be killed: it waits, warm, for its order, then records and says on stdout which seq is durable. */
// A killed process writes no cache of its own, and the next one would have to read all the source again.
flushCompileCache();
say("warm");
const [line] = (await once(process.stdin, "data")) as [Buffer];
const { profileDir, seed, at } = JSON.parse(line.toString()) as CrashOrder;
// A copy of it reaches the threads that are started from here on.
process.env["PROOFDESK_CRASH_AT"] = at ?? "";
const next = seeded(seed);
const secrets = fileKeychain(profileDir);
const in_ = (name: string): string => join(profileDir, name);

type Kept = Journal & KeepsSnapshots;

async function open(maxBytes?: number): Promise<Kept> {
  const journal = await openTestJournal(profileDir, { secrets, ...(maxBytes === undefined ? {} : { maxBytes }) });
  say(`ack ${journal.durableSeq}`);
  journal.onDurable((seq) => say(`ack ${seq}`));
  return journal;
}

async function burst(journal: Journal): Promise<void> {
  let seq = -1;
  for (let left = 1 + next(12); left > 0; left--) {
    // As much of an order's life as comes, from its beginning: none is sent without its verdict.
    const last = next(10_000);
    for (let n = last - (last % 3); n <= last; n++) seq = journal.append(sampleEvent(n));
  }
  if (next(3) > 0) await journal.durable(seq);
  else await new Promise((resolve) => setImmediate(resolve));
  if (next(12) === 0) await journal.checkpoint("interval");
}

/** A copy is brought forward with a planted migration, for the journal itself must stay readable. */
async function migrateCopy(journal: Journal): Promise<Kept> {
  await journal.close();
  copyFileSync(in_("journal.db"), in_(names.migrated));
  const copy = openForWriting(in_(names.migrated));
  migrate(copy, [
    { to: schemaVersion + 1, sql: "CREATE TABLE planted (n INTEGER); INSERT INTO planted SELECT seq FROM events" },
  ]);
  copy.close();
  return await open();
}

/** Enough for a session to open, and for a little more. */
const roomBytes = 128 * 1024;

/** A journal that may grow no more fails, keeps aside what comes, and takes it in when it is opened again. */
async function fillUp(): Promise<Kept> {
  const full = await open(statSync(in_("journal.db")).size + roomBytes);
  for (let n = 0; full.health().state === "open"; n++) {
    full.append({ ...sampleEvent(n), data: { text: "x".repeat(2000) } });
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (let n = 0; n < 3; n++) {
    try {
      full.append(sampleEvent(n));
    } catch {
      // Kept aside.
    }
  }
  await full.close();
  return await open();
}

/** What earlier sessions recorded leaves the journal's file. */
async function archive(journal: Journal): Promise<Kept> {
  await journal.close();
  archiveEvents({ profileDir, before: Date.now(), now: Date.now(), segmentEvents: 300, compact: next(2) === 0 });
  return await open();
}

function snapshot({ snapshots: { place }, durableSeq: seq }: Kept): void {
  const { db, reader } = openRecord(profileDir);
  const leaf = reader.leaf(seq) ?? "";
  db.close();
  writeSnapshot(place, { schema: 1, seq, leaf, state: { seq } });
}

let journal = await open();
const errand = errandOf(at);
for (;;) {
  for (let bursts = 1 + next(4); bursts > 0; bursts--) await burst(journal);
  if (errand === "export" || next(60) === 0) {
    const actor = { kind: "person", id: "victim" } as const;
    await exportBundle(journal, { clock: machineClock, actor, file: in_(names.bundle) });
  }
  if (errand === "backup" || next(60) === 0) await writeBackup({ profileDir, file: in_(names.backup) });
  if (errand === "key" || next(60) === 0) {
    const actor = { kind: "person", id: "victim" } as const;
    await rotateKey(journal, { secrets, clock: machineClock, actor, reason: "a year has passed" });
  }
  if (errand === "side") {
    await journal.close();
    journal = await fillUp();
  }
  if (errand === "segment" || next(60) === 0) journal = await archive(journal);
  if (errand === "snapshot" || next(60) === 0) snapshot(journal);
  if (errand === "migration") journal = await migrateCopy(journal);
  else if (errand === "log" || next(60) === 0) {
    await journal.close();
    journal = await open();
  }
}
