import { createSecretKey, hash } from "node:crypto";
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { EventWriter } from "../../main/adapters/journal-sqlite/event-writer.ts";
import { leafMac } from "../../main/adapters/journal-sqlite/leaf-mac.ts";
import { type Db, openForWriting } from "../../main/adapters/journal-sqlite/open-database.ts";
import type { PlacedEvent } from "../../main/adapters/journal-sqlite/placed-event.ts";
import { unpackGroup } from "../../main/adapters/journal-sqlite/staged-group.ts";
import { ed25519FromSeed, nodePrimitives } from "../../main/adapters/proof-node/node-primitives.ts";
import { signCheckpoint } from "../../main/audit/checkpoint.ts";
import { checkpointEveryEvents } from "../../main/audit/checkpoint-policy.ts";
import { noPrevious } from "../../main/audit/leaf.ts";
import { MerkleFrontier } from "../../main/audit/merkle-frontier.ts";
import { verifyingKey } from "../../main/audit/verifying-key.ts";
import { bareSync } from "./bare-sync.ts";
import { benchFolder } from "./bench-folder.ts";
import { type Figure, inPlainBars, plainRate } from "./figure.ts";
import { median, quantile, timed } from "./measure.ts";
import { placedGroups, type Waiting } from "./placed-groups.ts";
import { atMostCells, targetCells } from "./verdict.ts";

const perCommit = 1_000;

const { publicKey, sign } = ed25519FromSeed(new Uint8Array(32));
const key = verifyingKey(nodePrimitives, "proofdesk/bench", publicKey);
const mac = { version: 1, key: createSecretKey(new Uint8Array(32)) };

/** What the journal keeps of a leaf beside the chain: its mac, its place in the tree, and the tree's signed checkpoints. */
function proof(): (leaf: Buffer) => void {
  const macOf = leafMac(mac.key);
  const frontier = new MerkleFrontier(nodePrimitives.sha256Into);
  return (leaf) => {
    macOf(leaf);
    frontier.append(leaf);
    const { size } = frontier;
    if (size % checkpointEveryEvents !== 0) return;
    signCheckpoint(nodePrimitives.utf8, { origin: key.name, size, root: frontier.root() }, key, sign);
  };
}

/** A journal's writer on a new file of its own; `close` folds the log into the file, as a desk that ends does. */
function writerIn(dir: string): { readonly db: Db; readonly writer: EventWriter; close(): void } {
  const path = join(dir, "journal.db");
  const db = openForWriting(path);
  return {
    db,
    writer: new EventWriter(db, key, sign, mac, Date.now),
    close() {
      db.pragma("wal_checkpoint(TRUNCATE)");
      db.close();
      for (const end of ["", "-wal", "-shm"]) rmSync(path + end, { force: true });
    },
  };
}

function unpacked(waiting: Waiting): PlacedEvent[] {
  const events: PlacedEvent[] = [];
  for (const group of waiting) unpackGroup(group, events);
  return events;
}

/**
 * The least that keeps the same bytes: each hashed with the hash before it, a group appended to a file, `fdatasync`. `proven`
 * is called with every leaf, for what a file would have to do besides to prove as much as the journal.
 */
function appended(dir: string, all: readonly Waiting[], proven?: (leaf: Buffer) => void): string {
  const file = openSync(join(dir, "chained.bin"), "w");
  let prev = noPrevious;
  for (const waiting of all) {
    for (const { preimage, prevAt } of unpacked(waiting)) {
      preimage.write(prev, prevAt, "latin1");
      prev = hash("sha256", preimage, "hex");
      proven?.(Buffer.from(prev, "hex"));
    }
    for (const { memory, at, places } of waiting) {
      writeSync(file, Buffer.from(memory), at, (places.at(-1) ?? at) - at);
    }
    fdatasyncSync(file);
  }
  closeSync(file);
  return prev;
}

/** The tip of the chain, when every event is in the journal, indexed, sealed, and the journal closed. */
function journaled(dir: string, all: readonly Waiting[]): string {
  const { db, writer, close } = writerIn(dir);
  for (const waiting of all) writer.commit(unpacked(waiting), null);
  const tip = db.prepare("SELECT hex(leaf) FROM events ORDER BY seq DESC LIMIT 1").pluck().get();
  close();
  return String(tip).toLowerCase();
}

/** What the writer makes durable in groups of a thousand, against a bare file that keeps the same chain. */
export const durableEvents: Figure = {
  name: "durable-events",
  async run({ quick }) {
    const all = await placedGroups(quick ? 3_000 : 100_000, perCommit);
    const dir = benchFolder();
    try {
      if (appended(dir, all) !== journaled(dir, all)) throw new Error("the journal's chain is not the file's");
      const runs: { readonly ms: number; readonly bareMs: number; readonly provenMs: number }[] = [];
      for (let round = 0; round < (quick ? 1 : 7); round++) {
        const ms = timed(() => void journaled(dir, all));
        const bareMs = timed(() => void appended(dir, all));
        runs.push({ ms, bareMs, provenMs: timed(() => void appended(dir, all, proof())) });
      }
      const events = all.length * perCommit;
      const ratio = median(runs.map(({ ms, bareMs }) => bareMs / ms));
      const perSecond = (ms: number): number => events / (ms / 1000);
      return {
        name: "durable-events",
        title: "events durable, groups of 1,000",
        value: perSecond(median(runs.map(({ ms }) => ms))),
        unit: "events/s",
        ...targetCells(ratio, { must: 0.3, goal: 0.45 }),
        ratio,
        ratioOf: "of a file with the same chain",
        detail: {
          events,
          fileEventsPerSecond: perSecond(median(runs.map(({ bareMs }) => bareMs))),
          // What the table, the index and the log cost alone: the file then does all the hashing and signing too.
          ofFileWithSameProof: median(runs.map(({ ms, provenMs }) => provenMs / ms)),
          synchronous: "FULL",
        },
      };
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  },
};

/** One event made durable on its own, against overwriting a block of a file and waiting for it. */
export const durableCommit: Figure = {
  name: "durable-commit",
  async run({ quick }) {
    const commits = quick ? 100 : 2_000;
    const all = await placedGroups(commits, 1);
    const dir = benchFolder();
    const disk = bareSync(dir, "overwrite");
    const { writer, close } = writerIn(dir);
    const micros: number[] = [];
    const bareMicros: number[] = [];
    try {
      for (const waiting of all) {
        const events = unpacked(waiting);
        micros.push(timed(() => writer.commit(events, null)) * 1000);
        bareMicros.push(disk.ms() * 1000);
      }
    } finally {
      close();
      disk.close();
      rmSync(dir, { recursive: true, force: true });
    }
    const p50 = quantile(micros, 0.5);
    const bareP50 = quantile(bareMicros, 0.5);
    return {
      name: "durable-commit",
      title: "one event durable, p50",
      value: p50,
      unit: "µs",
      ...atMostCells([p50 / bareP50], { must: [2], goal: [1.4] }),
      ...inPlainBars(p50 / 1000, plainRate(200_000, 5)),
      detail: {
        p99: quantile(micros, 0.99),
        overwriteP50Micros: bareP50,
        timesOverwrite: p50 / bareP50,
        commits: all.length,
        synchronous: "FULL",
      },
    };
  },
};
