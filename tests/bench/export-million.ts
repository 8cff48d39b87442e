import { createHash } from "node:crypto";
import { closeSync, openSync, readSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { exportBundle } from "../../main/adapters/proof-node/export-bundle.ts";
import { trade } from "../fixtures/long-record.ts";
import { machineClock, openTestJournal } from "../journal/sample-journal.ts";
import { benchFolder } from "./bench-folder.ts";
import type { Figure } from "./figure.ts";
import { median } from "./measure.ts";
import { atMostCells } from "./verdict.ts";

/** One SHA-256 pass over a file, a megabyte at a time: the least that any proof over its bytes costs. */
export function hashPass(file: string): number {
  const began = performance.now();
  const hash = createHash("sha256");
  const piece = Buffer.allocUnsafe(1 << 20);
  const fd = openSync(file, "r");
  for (let read = readSync(fd, piece); read > 0; read = readSync(fd, piece)) hash.update(piece.subarray(0, read));
  closeSync(fd);
  hash.digest();
  return performance.now() - began;
}

const megabyte = 1 << 20;

/** The most memory the process holds while `work` runs, sampled beside it. */
async function peakRss(work: () => Promise<unknown>): Promise<number> {
  let peak = process.memoryUsage.rss();
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return Math.max(peak, process.memoryUsage.rss());
}

/** A whole journal as a bundle on disk, checkpoint and wait for the disk included, and what it takes of memory. */
export const exportMillion: Figure = {
  name: "export-million",
  async run({ quick }) {
    const events = quick ? 20_000 : 1_000_000;
    const profileDir = benchFolder();
    try {
      const writing = await openTestJournal(profileDir);
      await trade(writing, events);
      await writing.close();
      const journal = await openTestJournal(profileDir);
      try {
        const file = join(profileDir, "bundle.json");
        const actor = { kind: "person", id: "bench" } as const;
        const before = process.memoryUsage.rss();
        const runs: { readonly ms: number; readonly hashMs: number; readonly rss: number }[] = [];
        let bytes = 0;
        for (let round = 0; round < (quick ? 1 : 3); round++) {
          const began = performance.now();
          let ms = 0;
          const rss = await peakRss(async () => {
            ({ bytes } = await exportBundle(journal, { clock: machineClock, actor, file }));
            ms = performance.now() - began;
          });
          runs.push({ ms, hashMs: hashPass(file), rss });
        }
        const ratio = median(runs.map(({ ms, hashMs }) => ms / hashMs));
        const grownMb = Math.max(...runs.map(({ rss }) => rss - before)) / megabyte;
        const cells = atMostCells([ratio, grownMb], { must: [8, 300], goal: [4.5, 150] });
        return {
          name: "export-million",
          title: `export of ${events.toLocaleString("en-US")} events`,
          value: median(runs.map(({ ms }) => ms)) / 1000,
          unit: "s",
          ...cells,
          ratio,
          ratioOf: "SHA-256 passes over the file",
          detail: {
            megabytes: bytes / megabyte,
            memoryGrownMb: grownMb,
            hashMs: median(runs.map(({ hashMs }) => hashMs)),
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
