import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { trade } from "../../../tests/fixtures/long-record.ts";
import { memoryKeychain } from "../../../tests/fixtures/memory-keychain.ts";
import { openTestJournal, withProfile } from "../../../tests/journal/sample-journal.ts";
import { readOrderLife } from "../../audit/order-life.ts";
import { archiveEvents, checkSegment } from "./archive-events.ts";
import { checkFile, writeBackup } from "./backup.ts";
import { journalPath, openRecord } from "./open-record.ts";
import { drillRestore, restoreBackup } from "./restore.ts";
import { verifyStored } from "./verify-stored.ts";

const year = 365 * 86_400_000;
const secrets = memoryKeychain();

/** A record of two sessions: the trades of the first are old. */
async function oldRecord(profileDir: string, events = 3000): Promise<void> {
  const journal = await openTestJournal(profileDir, { secrets });
  await trade(journal, events);
  await journal.close();
  const second = await openTestJournal(profileDir, { secrets });
  await second.close();
}

const texts = (profileDir: string): string[] => {
  const { db, reader } = openRecord(profileDir);
  const all = Array.from(reader.read(0, Number.MAX_SAFE_INTEGER), ({ text }) => text);
  db.close();
  return all;
};

const archiveAll = (profileDir: string, segmentEvents = 1000): ReturnType<typeof archiveEvents> =>
  archiveEvents({ profileDir, before: Date.now() + year, now: Date.now(), segmentEvents });

test("archived events leave the journal's file, are read where they were, and verify as one with the others", async () => {
  await withProfile(async (profileDir) => {
    await oldRecord(profileDir);
    const before = texts(profileDir);
    const whole = checkFile(journalPath(profileDir));
    const size = statSync(journalPath(profileDir)).size;
    const { events, segments, hotFrom } = archiveAll(profileDir);
    expect(events).toBeGreaterThan(2900);
    expect(segments.length).toBeGreaterThan(2);
    expect(segments.every(({ from, to }) => to - from < 1000)).toBe(true);
    expect(statSync(journalPath(profileDir)).size).toBeLessThan(size / 2);
    expect(texts(profileDir)).toEqual(before);
    expect(checkFile(journalPath(profileDir))).toEqual(whole);
    for (const { file } of segments) {
      expect(statSync(join(profileDir, "segments", file)).mode & 0o777).toBe(0o400);
      expect(checkSegment(join(profileDir, "segments", file)).origin).toBe(whole.origin);
    }
    const { db, reader } = openRecord(profileDir);
    const order = String(
      (
        JSON.parse(before.find((text) => text.includes('"type":"order.filled"')) ?? "{}") as {
          data: { orderId: string };
        }
      ).data.orderId,
    );
    const life = readOrderLife({ readOrder: (id) => reader.order(id), readTrace: (id) => reader.trace(id) }, order);
    expect(life.map(({ event }) => event.type)).toContain("order.filled");
    expect(life.every(({ event }) => event.seq < hotFrom)).toBe(true);
    expect(verifyStored(db, whole.origin, 100).from).toBe(hotFrom);
    db.close();
    // It goes on: a desk writes, and what has become old since is archived behind the rest.
    const journal = await openTestJournal(profileDir, { secrets, checkAll: true });
    await trade(journal, hotFrom + 900);
    await journal.close();
    await (await openTestJournal(profileDir, { secrets })).close();
    expect(archiveAll(profileDir).segments.length).toBeGreaterThan(0);
    expect(texts(profileDir).slice(0, before.length)).toEqual(before);
    checkFile(journalPath(profileDir));
    expect(archiveAll(profileDir).events).toBe(0);
  });
}, 60_000);

test("only what is older than the chosen time is archived, and never the session that was last", async () => {
  await withProfile(async (profileDir) => {
    await oldRecord(profileDir, 600);
    // The trades happened in 2023, and the sessions that hold them began today.
    expect(archiveEvents({ profileDir, before: 1_600_000_000_000, now: Date.now() }).events).toBe(0);
    const { hotFrom } = archiveAll(profileDir);
    const last = texts(profileDir).findLastIndex((text) => text.includes('"type":"session.opened"'));
    expect(hotFrom).toBeLessThanOrEqual(last);
    expect(() => archiveEvents({ profileDir: join(profileDir, "none"), before: 0, now: 0 })).toThrow("no journal");
  });
});

test("a segment that was changed, cut or taken away is told by name, and the journal opens without it", async () => {
  await withProfile(async (profileDir) => {
    await oldRecord(profileDir);
    const [first, second] = archiveAll(profileDir).segments;
    const file = join(profileDir, "segments", second?.file ?? "");
    const bytes = readFileSync(file);
    chmodSync(file, 0o600);
    const swapped = readFileSync(join(profileDir, "segments", first?.file ?? ""));
    const flipped = Buffer.from(bytes);
    const at = bytes.length - 50;
    flipped[at] = (flipped[at] ?? 0) ^ 1;
    for (const wrong of [flipped, bytes.subarray(0, bytes.length >> 1), Buffer.from("no segment"), swapped]) {
      writeFileSync(file, wrong);
      expect(() => checkFile(journalPath(profileDir))).toThrow(second?.file);
    }
    for (const wrong of [bytes.subarray(0, bytes.length >> 1), Buffer.from("no segment")]) {
      writeFileSync(file, wrong);
      expect(() => texts(profileDir)).toThrow(second?.file);
    }
    rmSync(file);
    expect(() => checkFile(journalPath(profileDir))).toThrow(second?.file);
    const journal = await openTestJournal(profileDir, { secrets });
    expect(journal.health().state).toBe("open");
    await journal.close();
    await expect(openTestJournal(profileDir, { secrets, checkAll: true })).rejects.toThrow(second?.file);
  });
}, 30_000);

test("what announces keys stays in the journal, and an archive that says otherwise is found", async () => {
  await withProfile(async (profileDir) => {
    await oldRecord(profileDir, 600);
    archiveAll(profileDir);
    const { db, reader } = openRecord(profileDir);
    const stayed = db.prepare("SELECT COUNT(*) FROM events WHERE type = 'session.opened'").pluck().get();
    expect(stayed).toBe(2);
    expect(reader.keys().length).toBe(3);
    db.close();
  });
});

test("a backup carries the archive, a drill and a restore bring it back", async () => {
  await withProfile(async (profileDir) => {
    await oldRecord(profileDir);
    const { segments } = archiveAll(profileDir);
    const before = texts(profileDir);
    const file = join(profileDir, "all.backup");
    const { events, carried } = await writeBackup({ profileDir, file });
    expect(events).toBe(before.length);
    expect(carried).toEqual(segments.map((segment) => `segments/${segment.file}`));
    const { loss } = await drillRestore({ file }, profileDir);
    expect(loss).toMatchObject({ events: 0, differsFrom: null });
    const to = join(profileDir, "restored");
    await restoreBackup({ file }, to);
    expect(texts(to)).toEqual(before);
    expect(existsSync(join(to, "segments"))).toBe(true);
    expect(readdirSync(join(to, "segments")).length).toBe(segments.length);
  });
});
