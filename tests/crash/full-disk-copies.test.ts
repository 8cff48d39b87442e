import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { archiveEvents } from "../../main/adapters/journal-sqlite/archive-events.ts";
import { keepReceipt, readReceipts } from "../../main/adapters/journal-sqlite/archive-receipts.ts";
import { writeBackup } from "../../main/adapters/journal-sqlite/backup.ts";
import { restoreBackup } from "../../main/adapters/journal-sqlite/restore.ts";
import { backupJournal } from "../../main/adapters/proof-node/backup-journal.ts";
import { ed25519FromSeed, nodePrimitives } from "../../main/adapters/proof-node/node-primitives.ts";
import { readOpenings, writeOpenings } from "../../main/adapters/proof-node/openings.ts";
import { openWitnessState } from "../../main/adapters/witness-http/witness-state.ts";
import { formatVkey, verifyingKey } from "../../main/audit/verifying-key.ts";
import { runBackup } from "../../main/commands/backup.ts";
import { runTrackRecord } from "../../main/commands/track-record.ts";
import { machineClock, openTestJournal, sampleEvent, testBuild, withProfile } from "../journal/sample-journal.ts";
import { fillDisk, onSmallDisk } from "./small-disk.ts";

async function record(profileDir: string, events: number): Promise<void> {
  const journal = await openTestJournal(profileDir);
  for (let n = 0; n < events; n++) journal.append(sampleEvent(n));
  await journal.close();
}

/** Leaves so many bytes free. */
function leaveRoom(ballast: string, bytes: number): void {
  fillDisk(ballast);
  truncateSync(ballast, statSync(ballast).size - bytes);
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
        leaveRoom(ballast, room);
        for (const request of [{ file: plain }, { file: sealed, passphrase }]) {
          const target = join(disk, "again");
          await expect(restoreBackup(request, target)).rejects.toMatchObject({
            code: "RESTORE-TARGET",
            category: "storage",
            message: expect.stringMatching(/cannot be written.*(ENOSPC|full)/),
          });
          expect(existsSync(target)).toBe(false);
        }
      }
      writeFileSync(ballast, "");
      await restoreBackup({ file: sealed, passphrase }, join(disk, "again"));
    });
    if (why !== null) context.skip(why);
  }));

test("a disk with room for half of what opens private values keeps what was there", async (context) => {
  const why = await onSmallDisk(1 << 20, (disk) => {
    const file = join(disk, "openings.json");
    const opening = { seq: 7, path: "/data/account", salt: "0".repeat(32), value: "12345" };
    const kept = { format: "proofdesk-openings/1" as const, origin: "proofdesk/1", openings: Array(100).fill(opening) };
    writeOpenings(file, kept);
    const before = readFileSync(file, "utf8");
    leaveRoom(join(disk, "ballast"), 4096);
    expect(() => writeOpenings(file, { ...kept, openings: [...kept.openings, opening] })).toThrow("cannot be written");
    expect(readFileSync(file, "utf8")).toBe(before);
    expect(readOpenings(disk, "proofdesk/1").openings).toHaveLength(100);
    expect(readdirSync(disk).sort()).toEqual(["ballast", "openings.json"]);
    return Promise.resolve();
  });
  if (why !== null) context.skip(why);
});

test("a disk with room for half of a list keeps the receipts of uploads and the journals of a witness", async (context) => {
  const why = await onSmallDisk(1 << 20, (disk) => {
    mkdirSync(join(disk, "segments"));
    const receipt = (n: number) => ({
      file: `segment-${n}.pds`,
      sha256: "0".repeat(64),
      place: "s3://bucket",
      name: `proofdesk/${n}`,
      versionId: "1",
      retainUntil: "2033-01-01T00:00:00.000Z",
      uploadedAt: "2026-01-01T00:00:00.000Z",
    });
    for (let n = 0; n < 15; n++) keepReceipt(disk, receipt(n));
    const vkey = (n: number): string =>
      formatVkey(verifyingKey(nodePrimitives, `proofdesk/${n}`, ed25519FromSeed(new Uint8Array(32).fill(n)).publicKey));
    const vkeys = Array.from({ length: 80 }, (_, n) => vkey(n));
    openWitnessState(disk, { name: "w.example", vkeys });
    leaveRoom(join(disk, "ballast"), 4096);
    expect(() => keepReceipt(disk, receipt(15))).toThrow("cannot be written");
    expect(readReceipts(disk)).toHaveLength(15);
    expect(() => openWitnessState(disk, { vkeys: [vkey(80)] })).toThrow("cannot be written");
    expect(openWitnessState(disk, { vkeys: [] }).journals.size).toBe(80);
    return Promise.resolve();
  });
  if (why !== null) context.skip(why);
});

test("a profile on a full disk is backed up to another, and is told so", async (context) =>
  withProfile(async (dir) => {
    const why = await onSmallDisk(8 << 20, async (profileDir) => {
      await record(profileDir, 30);
      const ballast = join(profileDir, "ballast");
      fillDisk(ballast);
      const host = { clock: machineClock, build: testBuild, env: { PROOFDESK_KEYCHAIN: "off" } };
      const closed = await runBackup({ host, profileDir, out: join(dir, "closed.backup") });
      expect(closed).toMatchObject({
        events: 33,
        recorded: null,
        unrecorded: expect.stringMatching(/^PROFILE-LOCK|^STORAGE-/),
      });
      expect(closed.lines.at(-1)).toMatch(/full.*: the backup is good, and its journal does not mention it\.$/);
      expect(await restoreBackup({ file: closed.file }, join(dir, "again"))).toMatchObject({ events: 33 });
      writeFileSync(ballast, "");
      const journal = await openTestJournal(profileDir);
      fillDisk(ballast);
      for (let n = 0; journal.health().state === "open"; n++) {
        await journal.durable(journal.append(sampleEvent(n))).catch(() => undefined);
      }
      const file = join(dir, "open.backup");
      const by = { clock: machineClock, actor: { kind: "person", id: "desk" } as const };
      await expect(backupJournal(journal, { ...by, file })).rejects.toMatchObject({
        code: "STORAGE-FULL",
        message: expect.stringContaining(`the backup ${file} is good`),
      });
      await journal.close();
      expect((await restoreBackup({ file }, join(dir, "once-more"))).events).toBeGreaterThanOrEqual(33);
    });
    if (why !== null) context.skip(why);
  }));

test("a disk without room for a new track record keeps the one that was written before", async (context) =>
  withProfile(async (dir) => {
    const profileDir = join(dir, "p");
    await record(profileDir, 3000);
    const why = await onSmallDisk(1 << 20, async (disk) => {
      const out = join(disk, "orders.csv");
      const write = (to: number) => runTrackRecord({ profileDir, format: "topstepx-orders", out, days: 30, to });
      await write(1_700_000_000_300);
      const before = readFileSync(out, "utf8");
      leaveRoom(join(disk, "ballast"), 8192);
      await expect(write(1_700_000_100_000)).rejects.toMatchObject({ code: "ENOSPC" });
      expect(readFileSync(out, "utf8")).toBe(before);
      expect(readdirSync(disk).sort()).toEqual(["ballast", "orders.csv"]);
    });
    if (why !== null) context.skip(why);
  }));
