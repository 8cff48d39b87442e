import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkFile } from "../../main/adapters/journal-sqlite/backup.ts";
import { openTestJournal, withProfile } from "../journal/sample-journal.ts";
import { openDamaged } from "./damaged-image.ts";
import { buildShim, runShimmed } from "./shimmed.ts";

const unavailable = "a C compiler on Linux is needed to let a disk fail";

/** Commits 40 events, cuts the power, and says how many were acknowledged and what opening what is left comes to. */
async function cutPower(
  dir: string,
  shim: string,
  synchronous: "FULL" | "NORMAL",
): Promise<{ acknowledged: number; left: object }> {
  const [work, left] = [join(dir, `work-${synchronous}`), join(dir, `left-${synchronous}`)];
  for (const folder of [work, left]) mkdirSync(folder);
  const said = await runShimmed("under-power.ts", [join(work, "journal.db"), synchronous], {
    LD_PRELOAD: shim,
    SHIM_KEEP: left,
  });
  return { acknowledged: said.length, left: openDamaged(left, []) };
}

test("after a power cut full synchronisation holds all that was acknowledged; with less it would be lost", async (context) => {
  await withProfile(async (dir) => {
    const shim = buildShim(dir);
    if (shim === null) return context.skip(unavailable);
    expect(await cutPower(dir, shim, "FULL")).toMatchObject({ acknowledged: 40, left: { events: 40 } });
    const less = await cutPower(dir, shim, "NORMAL");
    expect(less.acknowledged).toBe(40);
    expect(less.left).not.toMatchObject({ events: 40 });
  });
});

test("a disk that takes seconds to synchronise keeps orders waiting, in their order, and the desk's own thread alive", {
  timeout: 120_000,
}, async (context) => {
  await withProfile(async (dir) => {
    const shim = buildShim(dir);
    if (shim === null) return context.skip(unavailable);
    const slowMs = 2000;
    const profileDir = join(dir, "slow");
    const [line = ""] = await runShimmed("under-slow-sync.ts", [profileDir], {
      LD_PRELOAD: shim,
      SHIM_SLOW_MS: String(slowMs),
    });
    const said = JSON.parse(line) as Fared;
    const all = Array.from({ length: 90 }, (_, n) => said.first + n);
    expect(said.order).toEqual(all);
    expect(said.heard).toEqual(said.heard.toSorted((a, b) => a - b));
    // What came while the disk was busy went with one later group: not one group for each event.
    expect(said.heard.length).toBeLessThan(10);
    expect(said.shortestWaitMs).toBeGreaterThan(slowMs / 2);
    // A thread that waited for the disk itself would have stood still as long.
    expect(said.longestMs).toBeLessThan(slowMs / 2);
    expect(said.turns).toBeGreaterThan(50);
    checkFile(join(profileDir, "journal.db"));
  });
});

interface Fared {
  readonly first: number;
  readonly order: readonly number[];
  readonly heard: readonly number[];
  readonly longestMs: number;
  readonly turns: number;
  readonly shortestWaitMs: number;
}

test("a disk that fails to synchronise ends the journal at once; opened again it verifies and nothing is there twice", {
  timeout: 120_000,
}, async (context) => {
  await withProfile(async (dir) => {
    const shim = buildShim(dir);
    if (shim === null) return context.skip(unavailable);
    for (const after of [12, 19, 33]) {
      const profileDir = join(dir, `p-${after}`);
      const [line = ""] = await runShimmed("under-failing-sync.ts", [profileDir], {
        LD_PRELOAD: shim,
        SHIM_FAIL_AFTER: String(after),
      });
      const { durableSeq, ...said } = JSON.parse(line) as { durableSeq: number };
      expect(said).toEqual({ code: "STORAGE-IO", state: "failed", aside: { kept: 4, refused: 0 } });
      const again = await openTestJournal(profileDir);
      const types = [...again.read()].map(({ text }) => (JSON.parse(text) as { type: string }).type);
      // The event whose commit failed, three kept aside, and this session's two.
      expect(types).toHaveLength(durableSeq + 1 + 1 + 3 + 2);
      expect(types.slice(-5)).toEqual([...Array(3).fill("order.canceled"), "session.opened", "session.recovered"]);
      await again.close();
      checkFile(join(profileDir, "journal.db"));
    }
  });
});
