import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { journalPath } from "../../main/adapters/journal-sqlite/open-record.ts";
import { withProfile } from "../journal/sample-journal.ts";
import { type CrashImage, openDamaged, takeImage, withCopy } from "./damaged-image.ts";
import { seeded } from "./seeded.ts";

/** A frame of the write-ahead log: its header and a page (sqlite.org/fileformat2.html#walformat). */
const frameBytes = 24 + 4096;
const headerBytes = 32;

/** How many events a log that is whole up to `bytes` gives back. */
const heldBy = (image: CrashImage, bytes: number): number =>
  image.acknowledged.findLast(({ logBytes }) => logBytes <= bytes)?.events ?? 0;

async function withLog(
  use: (image: CrashImage, log: Buffer, open: (damaged: Buffer) => unknown) => void,
): Promise<void> {
  await withProfile(async (dir) => {
    const image = await takeImage(dir, 12, false);
    const log = readFileSync(`${journalPath(image.dir)}-wal`);
    withCopy(image.dir, (copy) => {
      const database = readFileSync(journalPath(image.dir));
      use(image, log, (damaged) => {
        writeFileSync(journalPath(copy), database);
        writeFileSync(`${journalPath(copy)}-wal`, damaged);
        return openDamaged(copy, image.texts);
      });
    });
  });
}

/** Every byte where a frame begins and ends, and of its body every byte or, to be quick, every 37th. */
const bodyStep = process.env["PROOFDESK_EVERY_BYTE"] === "1" ? 1 : 37;
function* places(used: number, frames: number): Generator<number> {
  for (let at = used - frames * frameBytes; at < used; at++) {
    const inFrame = (at - headerBytes) % frameBytes;
    if (inFrame < 32 || inFrame > frameBytes - 8 || inFrame % bodyStep === 0) yield at;
  }
}

test(
  "a log cut anywhere in its last three frames gives back every group that lay whole before the cut, and no more",
  {
    timeout: 300_000,
  },
  () =>
    withLog((image, log, open) => {
      const used = image.acknowledged.at(-1)!.logBytes;
      for (const bytes of [...places(used, 3), used]) {
        expect(open(log.subarray(0, bytes))).toEqual({ events: heldBy(image, bytes), same: true });
      }
      expect(heldBy(image, used)).toBe(image.texts.length);
      expect(heldBy(image, used - 1)).toBeLessThan(image.texts.length);
    }),
);

test(
  "a bit that turned anywhere in the last frame gives back what lay before that group, and no more",
  {
    timeout: 300_000,
  },
  () =>
    withLog((image, log, open) => {
      const used = image.acknowledged.at(-1)!.logBytes;
      for (const at of places(used, 1)) {
        const damaged = Buffer.from(log);
        damaged[at] = damaged[at]! ^ (1 << (at % 8));
        expect(open(damaged)).toEqual({ events: heldBy(image, at), same: true });
      }
    }),
);

const sectorBytes = 512;

test(
  "whichever sectors of the last group were on disk when the power went, the group is there whole or not at all",
  {
    timeout: 300_000,
  },
  () =>
    withLog((image, log, open) => {
      const next = seeded(11);
      const [earlier, last] = image.acknowledged.slice(-2).map(({ logBytes }) => logBytes) as [number, number];
      const before = Math.floor(earlier / sectorBytes);
      const sectors = Math.ceil(last / sectorBytes) - before;
      for (let run = 0; run < 300; run++) {
        // The disk takes sectors in any order; where it took none, the longer file holds zeros.
        const torn = Buffer.alloc(last);
        log.copy(torn, 0, 0, earlier);
        // All but one, in turn, and then any.
        const missing = run < sectors ? run : -1;
        for (let sector = 0; sector < sectors; sector++) {
          if (missing < 0 ? next(8) === 0 : sector === missing) continue;
          const at = Math.max(earlier, (before + sector) * sectorBytes);
          log.copy(torn, at, at, Math.min(last, (before + sector + 1) * sectorBytes));
        }
        const whole = torn.equals(log.subarray(0, last));
        expect(open(torn)).toEqual({ events: heldBy(image, whole ? last : earlier), same: true });
      }
    }),
);
