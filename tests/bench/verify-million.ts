import { rmSync } from "node:fs";
import { join } from "node:path";
import { openRecord } from "../../main/adapters/journal-sqlite/open-record.ts";
import { verifyStored } from "../../main/adapters/journal-sqlite/verify-stored.ts";
import { exportBundle } from "../../main/adapters/proof-node/export-bundle.ts";
import { readEvent } from "../../main/audit/event-text.ts";
import { readOrderLife } from "../../main/audit/order-life.ts";
import { trade } from "../fixtures/long-record.ts";
import { machineClock, openTestJournal } from "../journal/sample-journal.ts";
import { benchFolder } from "./bench-folder.ts";
import { hashPass } from "./export-million.ts";
import type { Figure } from "./figure.ts";
import { median } from "./measure.ts";
import { atMostCells } from "./verdict.ts";

/** Milliseconds of one order's life, from an open record and from a closed file, the 95th of a hundred. */
function orderLives(profileDir: string, orders: readonly string[]): { readonly warm: number; readonly cold: number } {
  const worst = (times: number[]): number => times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN;
  const timed = (work: () => void): number => {
    const began = performance.now();
    work();
    return performance.now() - began;
  };
  const { db, reader } = openRecord(profileDir);
  const life = (from: typeof reader, orderId: string): void => {
    const source = { readOrder: (id: string) => from.order(id), readTrace: (id: string) => from.trace(id) };
    if (readOrderLife(source, orderId).length < 5) throw new Error(`order ${orderId} has no life`);
  };
  const warm = worst(orders.map((orderId) => timed(() => life(reader, orderId))));
  db.close();
  const cold = worst(
    orders.map((orderId) =>
      timed(() => {
        const opened = openRecord(profileDir);
        life(opened.reader, orderId);
        opened.db.close();
      }),
    ),
  );
  return { warm, cold };
}

/** A whole journal checked where it lies: numbers, chain, leaves, tree, signatures; beside it the life of one order of it. */
export const verifyMillion: Figure = {
  name: "verify-million",
  async run({ quick }) {
    const events = quick ? 20_000 : 1_000_000;
    const profileDir = benchFolder();
    try {
      const journal = await openTestJournal(profileDir);
      await trade(journal, events);
      const file = join(profileDir, "bundle.json");
      await exportBundle(journal, { clock: machineClock, actor: { kind: "person", id: "bench" }, file });
      await journal.close();
      const runs: { readonly ms: number; readonly hashMs: number }[] = [];
      const orders: string[] = [];
      const { db, reader } = openRecord(profileDir);
      const origin = String(readEvent([...reader.read(0, 0)][0]?.text ?? "{}").data["origin"]);
      const total = reader.tip() + 1;
      for (let n = 1; orders.length < 100; n++) {
        const [stored] = reader.read(Math.floor((n * total) / 401) % total, total);
        const { orderId } = stored === undefined ? {} : readEvent(stored.text).data;
        if (typeof orderId === "string") orders.push(orderId);
      }
      for (let round = 0; round < (quick ? 1 : 3); round++) {
        const began = performance.now();
        verifyStored(db, origin, Number.MAX_SAFE_INTEGER);
        runs.push({ ms: performance.now() - began, hashMs: hashPass(file) });
      }
      db.close();
      const { warm, cold } = orderLives(profileDir, orders);
      const ratio = median(runs.map(({ ms, hashMs }) => ms / hashMs));
      return {
        name: "verify-million",
        title: `check of ${events.toLocaleString("en-US")} events in place`,
        value: median(runs.map(({ ms }) => ms)) / 1000,
        unit: "s",
        ...atMostCells([ratio, warm, cold], { must: [6, 1, 20], goal: [4, 0.1, 2] }),
        ratio,
        ratioOf: "SHA-256 passes over the bundle",
        detail: {
          eventsPerSecond: total / (median(runs.map(({ ms }) => ms)) / 1000),
          orderWarmP95Ms: warm,
          orderColdP95Ms: cold,
        },
      };
    } finally {
      rmSync(profileDir, { recursive: true, force: true });
    }
  },
};
