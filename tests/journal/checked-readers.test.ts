import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { type RowKeys, readRowKeys } from "../../main/adapters/journal-sqlite/mac-keys.ts";
import { journalPath } from "../../main/adapters/journal-sqlite/open-record.ts";
import { prove } from "../../main/adapters/proof-node/prove.ts";
import { readEvent } from "../../main/audit/event-text.ts";
import type { EventQuery } from "../../main/audit/search-events.ts";
import { runKeys } from "../../main/commands/keys.ts";
import { judgeProfile } from "../../main/commands/prop-firm.ts";
import { explainOrder } from "../../main/commands/risk-explain.ts";
import { runTrackRecord } from "../../main/commands/track-record.ts";
import { deskExports } from "../../main/workstation/compliance/desk-files.ts";
import type { DeskMemory } from "../../main/workstation/desk-memory.ts";
import { sessionPlayer } from "../../main/workstation/replay/session-player.ts";
import { keepState } from "../../main/workstation/state-keeper.ts";
import type { DeskAt } from "../../shared/contract/audit.ts";
import { recordBasis, trade } from "../fixtures/long-record.ts";
import { memoryKeychain } from "../fixtures/memory-keychain.ts";
import { machineClock, openTestJournal, testBuild, withProfile } from "./sample-journal.ts";

const any: EventQuery = { text: "", type: "", actor: "", from: null, to: null, before: null, limit: 10 };

/** Gives rows macs that no key of this desk made: their bytes, leaves and chain are as they were. */
function forgeMacs(profileDir: string): void {
  const db = new Database(journalPath(profileDir));
  db.exec("DROP TRIGGER IF EXISTS events_no_update; UPDATE events SET mac = randomblob(32)");
  db.close();
}

/** What the thread that keeps a desk's state says of a record: `null` where it wrote the state down. */
async function keptState(journal: Awaited<ReturnType<typeof openTestJournal>>): Promise<string | null> {
  const failures: string[] = [];
  const known = { seq: -1, memory: null as unknown as DeskMemory };
  const keeper = keepState(journal, {
    setup: { place: journal.snapshots.place, keys: journal.rowKeys, basis: recordBasis, known },
    writtenSeq: -1,
    onFailure: (why) => void failures.push(why),
  });
  await keeper.close(journal.durableSeq);
  return failures[0] ?? null;
}

/** The desk after an event, by the thread that goes through sessions again. */
async function replayed(profileDir: string, keys: RowKeys, seq: number): Promise<DeskAt> {
  const player = sessionPlayer({ profileDir, keys, basis: recordBasis });
  try {
    return await player.deskAt(seq);
  } finally {
    await player.close();
  }
}

test(
  "whoever reads events refuses a row whose mac is false, although its hash and the chain hold",
  () =>
    withProfile(async (profileDir) => {
      const secrets = memoryKeychain();
      const journal = await openTestJournal(profileDir, { secrets });
      await trade(journal, 1500);
      await journal.checkpoint("test");
      const keys = await readRowKeys(secrets, journal.health().origin.slice("proofdesk/".length));
      const judged = [...journal.read()].map(({ text }) => readEvent(text)).find(({ type }) => type === "risk.judged");
      const orderId = String(judged?.data["orderId"]);
      const { configHash: _, ...build } = testBuild;
      const host = { clock: machineClock, build, env: {}, secrets: Promise.resolve({ store: secrets, note: "" }) };
      const keysAsked = { host, profileDir, action: "list", id: "", from: 0, into: "", reason: "" } as const;
      const out = join(profileDir, "record.json");
      const range = { from: 0, to: journal.durableSeq };
      const files = deskExports({ journal, clock: machineClock, profileDir });
      const readers: Readonly<Record<string, () => unknown>> = {
        "the search of the desk": () => prove(journal, { kind: "search", query: any, events: range.to + 1 }),
        "the list of anchors": () => prove(journal, { kind: "anchors", ...range }),
        "the proof for a witness": () => prove(journal, { kind: "consistency", from: 100, to: 200 }),
        "the desk's track record": () => files.trackRecord("json", 30),
        "track-record": () => runTrackRecord({ profileDir, keys, format: "json", out: `${out}.2`, days: 30 }),
        "risk explain": () => explainOrder(profileDir, orderId, keys),
        "prop-firm": () => judgeProfile(profileDir, "ftmo.1step.challenge.100k", keys),
        keys: () => runKeys(keysAsked),
        "the replay of a session": () => replayed(profileDir, journal.rowKeys, 1000),
      };
      for (const read of Object.values(readers)) await read();
      expect(await keptState(journal)).toBeNull();
      forgeMacs(profileDir);
      const refused = { code: "STORAGE-CHAIN", message: expect.stringContaining("its mac is false") };
      for (const [name, read] of Object.entries(readers))
        await expect((async () => read())(), name).rejects.toMatchObject(refused);
      expect(await keptState(journal)).toContain("its mac is false");
      await journal.close();
    }),
  60_000,
);
