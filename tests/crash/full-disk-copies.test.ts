import { readdirSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { archiveEvents } from "../../main/adapters/journal-sqlite/archive-events.ts";
import { writeBackup } from "../../main/adapters/journal-sqlite/backup.ts";
import { restoreBackup } from "../../main/adapters/journal-sqlite/restore.ts";
import { openTestJournal, sampleEvent, withProfile } from "../journal/sample-journal.ts";
import { fillDisk, onSmallDisk } from "./small-disk.ts";

async function record(profileDir: string, events: number): Promise<void> {
  const journal = await openTestJournal(profileDir);
  for (let n = 0; n < events; n++) journal.append(sampleEvent(n));
  await journal.close();
}

/** A profile of two sessions, the first of them archived. */
async function recordArchived(profileDir: string): Promise<void> {
  await record(profileDir, 3000);
  await record(profileDir, 1);
  const now = Date.now();
  archiveEvents({ profileDir, before: now + 1, now });
}

test("a disk that is full says nothing against the backup that was to come back on it", async (context) =>
  withProfile(async (dir) => {
    const profileDir = join(dir, "p");
    await recordArchived(profileDir);
    const [plain, sealed] = [join(dir, "plain.backup"), join(dir, "sealed.backup")];
    await writeBackup({ profileDir, file: plain });
    const passphrase = "a long walk";
    await writeBackup({ profileDir, file: sealed, passphrase, workFactor: 8 });
    const why = await onSmallDisk(8 << 20, async (disk) => {
      const ballast = join(disk, "ballast");
      // Room for none of it; then for the journal, and not for the archive that it carries.
      for (const room of [100_000, statSync(plain).size + 20_000]) {
        fillDisk(ballast);
        truncateSync(ballast, statSync(ballast).size - room);
        for (const request of [{ file: plain }, { file: sealed, passphrase }]) {
          const target = join(disk, "again");
          await expect(restoreBackup(request, target)).rejects.toMatchObject({
            code: "RESTORE-TARGET",
            category: "storage",
            message: expect.stringMatching(/cannot be written.*(ENOSPC|full)/),
          });
          expect(readdirSync(target)).toEqual([]);
        }
      }
      writeFileSync(ballast, "");
      await restoreBackup({ file: sealed, passphrase }, join(disk, "again"));
    });
    if (why !== null) context.skip(why);
  }));
