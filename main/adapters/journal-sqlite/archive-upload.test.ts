import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Fault } from "../../../shared/model/fault.ts";
import { openTestJournal, withProfile } from "../../../tests/journal/sample-journal.ts";
import { withArchivedProfile } from "../../../tests/worm/archived-profile.ts";
import { type LocalS3, localS3, type Mishap, type StoredVersion } from "../../../tests/worm/local-s3.ts";
import type { WriteOnceStore } from "../../ports/write-once-store.ts";
import { openS3Store } from "../worm-s3/open-s3-store.ts";
import { readS3Place } from "../worm-s3/s3-place.ts";
import { fetchSegments } from "./archive-fetch.ts";
import { readReceipts } from "./archive-receipts.ts";
import { type SegmentUpload, uploadSegments } from "./archive-upload.ts";
import { checkUploads } from "./archive-upload-check.ts";
import { checkFile, writeBackup } from "./backup.ts";
import { journalPath } from "./open-record.ts";
import { restoreBackup } from "./restore.ts";

const mishaps: readonly Mishap[] = [
  null,
  null,
  "cut",
  "cut-after",
  { status: 500, code: "InternalError" },
  { status: 403, code: "AccessDenied" },
];
const day = 86_400_000;
let server: LocalS3;
let store: WriteOnceStore;

beforeEach(async () => {
  server = await localS3();
  const place = readS3Place("s3://records/desk", server.endpoint);
  store = await openS3Store({ place, region: "eu-central-1", credentials: server.keys });
});
afterEach(async () => {
  store.close();
  await server.close();
});

const upload = (profileDir: string, days = 30): Promise<readonly SegmentUpload[]> =>
  uploadSegments({ profileDir, store, retainUntil: (sealedAt) => sealedAt + days * day, now: Date.now });
const check = (profileDir: string, days?: number): ReturnType<typeof checkUploads> => {
  const retainUntil = days === undefined ? null : (sealedAt: number) => sealedAt + days * day;
  return checkUploads({ profileDir, store, retainUntil, now: Date.now() });
};
const outcomes = async (done: Promise<readonly SegmentUpload[]>): Promise<string[]> =>
  (await done).map(({ outcome }) => outcome);
const puts = (): number =>
  server.seen.filter(({ method, url }) => method === "PUT" && !url.includes("retention")).length;
/** The n-th key of the server, and its only version. */
const kept = (n: number): [string, StoredVersion] => {
  const [key, [version] = []] = [...server.objects][n] ?? ["", []];
  return [key, version as StoredVersion];
};
const spoil = (file: string, bytes: Buffer | string): void => {
  chmodSync(file, 0o600);
  writeFileSync(file, bytes);
};

test("every segment is uploaded once, locked, read back and remembered, and a later run sends nothing again", () =>
  withArchivedProfile(async (profileDir, segments) => {
    expect(segments.length).toBeGreaterThan(1);
    const told: string[] = [];
    await uploadSegments({
      profileDir,
      store,
      retainUntil: (sealedAt) => sealedAt + 30 * day,
      now: Date.now,
      onSegment: ({ outcome }, done, of) => told.push(`${outcome} ${done}/${of}`),
    });
    expect(told).toEqual(segments.map((_, n) => `uploaded ${n + 1}/${segments.length}`));
    expect(server.objects.size).toBe(segments.length);
    for (const [n, { file, sha256, sealedAt }] of segments.entries()) {
      const [key, version] = kept(n);
      expect(key).toMatch(new RegExp(`^/records/desk/proofdesk/[^/]+/${file}$`));
      expect(version.mode).toBe("COMPLIANCE");
      expect(Date.parse(version.until ?? "") - (sealedAt + 30 * day)).toBeLessThan(1000);
      expect(version.bytes).toEqual(readFileSync(join(profileDir, "segments", file)));
      expect(readReceipts(profileDir)[n]).toMatchObject({ file, sha256, place: store.place, versionId: version.id });
    }
    const before = readReceipts(profileDir);
    expect(new Set(await outcomes(upload(profileDir)))).toEqual(new Set(["kept"]));
    expect(puts()).toBe(segments.length);
    expect(readReceipts(profileDir)).toEqual(before);
    expect((await check(profileDir)).every(({ local, remote }) => local === "sealed" && remote === "kept")).toBe(true);
    // What is there without a receipt is found, and remembered again.
    rmSync(join(profileDir, "segments/uploads.json"));
    expect(new Set(await outcomes(upload(profileDir)))).toEqual(new Set(["found"]));
    expect(puts()).toBe(segments.length);
    expect(readReceipts(profileDir).map(({ versionId }) => versionId)).toEqual(
      before.map(({ versionId }) => versionId),
    );
  }));

test("an upload that is interrupted goes on with the next run where it stopped", () =>
  withArchivedProfile(async (profileDir, segments) => {
    let sent = 0;
    server.mishap = ({ method }) => (method === "PUT" && ++sent > 1 ? "cut" : null);
    await expect(upload(profileDir)).rejects.toMatchObject({ code: "WORM-NETWORK" });
    expect(readReceipts(profileDir)).toHaveLength(1);
    server.mishap = () => null;
    const done = await outcomes(upload(profileDir));
    expect(done).toEqual(["kept", ...segments.slice(1).map(() => "uploaded")]);
    // An answer that is lost after the store took the bytes leads to no second version.
    await withArchivedProfile(async (other) => {
      let cuts = 1;
      server.mishap = ({ method }) => (method === "PUT" && cuts-- > 0 ? "cut-after" : null);
      expect((await outcomes(upload(other)))[0]).toBe("found");
    });
    expect([...server.objects.values()].every((versions) => versions.length === 1)).toBe(true);
  }));

test("a segment that is not the one that was sealed is not uploaded", () =>
  withArchivedProfile(async (profileDir, [first]) => {
    const file = join(profileDir, "segments", first?.file ?? "");
    const bytes = readFileSync(file);
    spoil(file, Buffer.concat([bytes, Buffer.from("x")]));
    await expect(upload(profileDir)).rejects.toMatchObject({ code: "ARCHIVE-CHANGED" });
    rmSync(file);
    await expect(upload(profileDir)).rejects.toMatchObject({ code: "ARCHIVE-SEGMENT" });
    expect(puts()).toBe(0);
    expect(existsSync(join(profileDir, "segments/uploads.json"))).toBe(false);
  }));

test("a bucket without Object Lock gets nothing", () =>
  withArchivedProfile(async (profileDir) => {
    server.objectLock = false;
    await expect(upload(profileDir)).rejects.toMatchObject({ code: "WORM-NO-LOCK" });
    await expect(check(profileDir)).rejects.toMatchObject({ code: "WORM-NO-LOCK" });
    expect(puts()).toBe(0);
  }));

test("what lies under the name with other bytes is a fault of its own, and is left alone", () =>
  withArchivedProfile(async (profileDir) => {
    await upload(profileDir);
    const [key, version] = kept(0);
    server.objects.set(key, [{ ...version, sha256: Buffer.alloc(32).toString("base64") }]);
    rmSync(join(profileDir, "segments/uploads.json"));
    await expect(upload(profileDir)).rejects.toMatchObject({ code: "WORM-DIFFERENT" });
    expect(server.objects.get(key)).toHaveLength(1);
  }));

test.for([
  ["no checksum", { sha256: undefined }],
  ["another checksum", { sha256: Buffer.alloc(32).toString("base64") }],
  ["other bytes", { bytes: Buffer.from("cut") }],
  ["no lock", { mode: undefined, until: undefined }],
  ["a lock that may be lifted", { mode: "GOVERNANCE" }],
  ["a shorter time", { until: new Date(Date.now() + day).toISOString() }],
] as const)("a store that says it keeps %s is not believed, and nothing is remembered", ([, says]) =>
  withArchivedProfile(async (profileDir) => {
    server.mishap = ({ method }) => {
      if (method === "HEAD") for (const [version] of server.objects.values()) Object.assign(version ?? {}, says);
      return null;
    };
    await expect(upload(profileDir)).rejects.toMatchObject({ code: "WORM-NOT-KEPT" });
    expect(readReceipts(profileDir)).toEqual([]);
  }),
);

test("a copy that is locked for less than asked is locked for longer, never for less", () =>
  withArchivedProfile(async (profileDir, segments) => {
    await upload(profileDir, 30);
    // Somebody else put the first one there without a lock.
    Object.assign(kept(0)[1], { mode: undefined, until: undefined });
    expect((await check(profileDir))[0]).toMatchObject({ remote: "weaker", problem: "it is not locked" });
    expect(await outcomes(upload(profileDir, 30))).toEqual(["lengthened", ...segments.slice(1).map(() => "kept")]);
    expect((await check(profileDir, 60)).every(({ remote }) => remote === "weaker")).toBe(true);
    expect(new Set(await outcomes(upload(profileDir, 60)))).toEqual(new Set(["lengthened"]));
    expect((await check(profileDir, 60)).every(({ remote }) => remote === "kept")).toBe(true);
    const receipts = readReceipts(profileDir);
    expect(new Set(await outcomes(upload(profileDir, 10)))).toEqual(new Set(["kept"]));
    expect(readReceipts(profileDir)).toEqual(receipts);
    expect(puts()).toBe(segments.length);
  }));

test("a time that is over already is refused for what was never uploaded, and let be for what was", () =>
  withArchivedProfile(async (profileDir, segments) => {
    await expect(upload(profileDir, -1)).rejects.toMatchObject({ code: "WORM-RETAIN" });
    await upload(profileDir, 30);
    const later = Date.now() + 31 * day;
    const retainUntil = (sealedAt: number): number => sealedAt + 30 * day;
    const done = uploadSegments({ profileDir, store, retainUntil, now: () => later });
    expect(await outcomes(done)).toEqual(segments.map(() => "over"));
    const [checked] = await checkUploads({ profileDir, store, retainUntil, now: later });
    expect(checked).toMatchObject({ remote: "weaker", problem: "the time of its lock has ended" });
  }));

test("the check names what is missing, other or changed, and looks at the version that was uploaded, whatever lies over it", () =>
  withArchivedProfile(async (profileDir, segments) => {
    expect((await check(profileDir)).map(({ remote }) => remote)).toEqual(segments.map(() => "missing"));
    await upload(profileDir);
    const [first, second] = [kept(0), kept(1)];
    const over = { id: "v99", bytes: Buffer.from("x"), sha256: "x", mode: undefined, until: undefined };
    server.objects.set(first[0], [first[1], over]);
    server.objects.delete(second[0]);
    spoil(join(profileDir, "segments", segments[0]?.file ?? ""), "other");
    rmSync(join(profileDir, "segments", segments[1]?.file ?? ""));
    expect(await check(profileDir)).toMatchObject([
      { local: "changed", remote: "kept", versionId: first[1].id, over: "version" },
      { local: "missing", remote: "missing", versionId: null },
      ...segments.slice(2).map(() => ({ local: "sealed", remote: "kept", over: null })),
    ]);
    rmSync(join(profileDir, "segments/uploads.json"));
    expect((await check(profileDir))[0]).toMatchObject({ remote: "different", versionId: "v99" });
  }));

test("what is missing or changed here comes back from the store, checked before it gets its name", () =>
  withArchivedProfile(async (profileDir, segments) => {
    await upload(profileDir);
    expect(await fetchSegments(profileDir, store)).toEqual([]);
    const [changed = "", missing = ""] = segments.map(({ file }) => join(profileDir, "segments", file));
    spoil(changed, "other");
    rmSync(missing);
    expect(await fetchSegments(profileDir, store)).toMatchObject([{ was: "changed" }, { was: "missing" }]);
    expect(statSync(changed).mode & 0o777).toBe(0o400);
    checkFile(journalPath(profileDir));
    expect(readFileSync(join(profileDir, "segments", `.${segments[0]?.file}.changed`), "utf8")).toBe("other");
    expect(readdirSync(join(profileDir, "segments")).filter((name) => name.endsWith(".fetched"))).toEqual([]);

    rmSync(missing);
    const [key, version] = kept(1);
    server.objects.set(key, [{ ...version, bytes: Buffer.from("other") }]);
    await expect(fetchSegments(profileDir, store)).rejects.toMatchObject({ code: "WORM-DIFFERENT" });
    server.objects.delete(key);
    await expect(fetchSegments(profileDir, store)).rejects.toMatchObject({ code: "WORM-MISSING" });
    expect(existsSync(missing)).toBe(false);
  }));

test("a journal whose segments are named like files elsewhere is refused, and nothing is read or laid down there", () =>
  withArchivedProfile(async (profileDir, segments) => {
    await upload(profileDir);
    const elsewhere = join(profileDir, "elsewhere");
    const db = new Database(journalPath(profileDir));
    db.exec("DROP TRIGGER segments_no_update");
    db.prepare("UPDATE segments SET file = '../elsewhere' WHERE file = ?").run(segments[0]?.file);
    db.close();
    const refused = expect.objectContaining({ code: "STORAGE-CHAIN" }) as Error;
    await expect(fetchSegments(profileDir, store)).rejects.toThrow(refused);
    await expect(upload(profileDir)).rejects.toThrow(refused);
    expect(() => checkFile(journalPath(profileDir))).toThrow(refused);
    expect(existsSync(elsewhere)).toBe(false);
  }));

test("whatever goes wrong on the way, runs that end well leave one locked copy of each segment and its receipt", () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom<Mishap>(...mishaps), { maxLength: 12 }), (script) =>
      withArchivedProfile(async (profileDir, segments) => {
        server.objects.clear();
        const left = [...script];
        server.mishap = ({ method }) => {
          const next = left.shift() ?? null;
          return next === "cut-after" && method !== "PUT" ? "cut" : next;
        };
        for (let done = false; !done; ) {
          done = await upload(profileDir).then(
            () => true,
            (error: unknown) => {
              expect(error).toBeInstanceOf(Fault);
              return false;
            },
          );
        }
        const receipts = readReceipts(profileDir);
        expect(receipts.map(({ file }) => file).sort()).toEqual(segments.map(({ file }) => file));
        for (const { file, name, versionId } of receipts) {
          const [version, ...more] = server.objects.get(`/records/desk/${name}`) ?? [];
          expect(more).toEqual([]);
          expect(version).toMatchObject({ id: versionId, mode: "COMPLIANCE" });
          expect(version?.bytes).toEqual(readFileSync(join(profileDir, "segments", file)));
        }
      }),
    ),
    { numRuns: 12 },
  ));

test("a restored backup knows where its segments were uploaded to", () =>
  withArchivedProfile(async (profileDir, segments) => {
    await upload(profileDir);
    const file = join(profileDir, "all.backup");
    await writeBackup({ profileDir, file });
    const to = join(profileDir, "restored");
    await restoreBackup({ file }, to);
    expect(await outcomes(upload(to))).toEqual(segments.map(() => "kept"));
    expect(puts()).toBe(segments.length);
  }));

test("receipts that cannot be read are refused, never written over", () =>
  withArchivedProfile(async (profileDir) => {
    const file = join(profileDir, "segments/uploads.json");
    for (const text of ["{", '{"format":"proofdesk-uploads/2","uploads":[]}']) {
      writeFileSync(file, text);
      await expect(upload(profileDir)).rejects.toMatchObject({ code: "ARCHIVE-RECEIPTS" });
      expect(readFileSync(file, "utf8")).toBe(text);
    }
  }));

test("a profile without an archive asks nobody", () =>
  withProfile(async (dir) => {
    await (await openTestJournal(dir)).close();
    expect(await upload(dir)).toEqual([]);
    expect(await check(dir)).toEqual([]);
    expect(server.seen).toEqual([]);
  }));
