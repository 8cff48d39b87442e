import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Worker } from "node:worker_threads";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import type { JournalEvent } from "../../../shared/model/journal-event.ts";
import {
  machineClock as clock,
  openTestJournal,
  sampleEvent,
  testBuild,
  withProfile,
} from "../../../tests/journal/sample-journal.ts";
import type { Journal } from "../../ports/journal.ts";
import { openMemoryJournal } from "../journal-memory/memory-journal.ts";
import { journalPath } from "../journal-sqlite/open-record.ts";
import { checkJournal } from "./check-journal.ts";
import { exportBundle } from "./export-bundle.ts";
import { doProofTask } from "./proof-task.ts";
import { prove, proveInThread, sealedEvents } from "./prove.ts";

const actor = { kind: "person", id: "tester" } as const;

async function withJournal(events: number, use: (journal: Journal, dir: string) => Promise<void>): Promise<void> {
  await withProfile(async (dir) => {
    const journal = await openTestJournal(dir);
    for (let n = 0; n < events; n++) {
      journal.append(sampleEvent(n));
      if (n % 5000 === 0) await sleep(0);
    }
    await journal.checkpoint("integrity.checked");
    try {
      await use(journal, dir);
    } finally {
      await journal.close();
    }
  });
}

/** How long work took, and the longest time this thread could not answer anyone meanwhile. */
async function watched<T>(work: () => Promise<T>): Promise<{ result: T; tookMs: number; stallMs: number }> {
  const began = performance.now();
  let last = began;
  let stallMs = 0;
  const look = (): void => {
    const now = performance.now();
    stallMs = Math.max(stallMs, now - last);
    last = now;
  };
  const timer = setInterval(look, 1);
  const result = await work();
  clearInterval(timer);
  look();
  return { result, tookMs: performance.now() - began, stallMs };
}

test(
  "a check of 50,000 events leaves the calling thread free and finds what it finds in place",
  { timeout: 180_000 },
  () =>
    withJournal(50_000, async (journal) => {
      const { origin } = journal.health();
      const task = { kind: "check", origin, events: sealedEvents(journal) } as const;
      const beside = await watched(() => checkJournal(journal, clock, actor));
      expect(beside.result).toMatchObject({ exitCode: 0, events: 50_002 });
      expect(beside.stallMs).toBeLessThan(beside.tookMs / 4);
      const inPlace = await watched(() => doProofTask(journal, task));
      expect(beside.result).toEqual(inPlace.result);
      // The measure can fail: in place, the very same work holds the thread up nearly all the time.
      expect(inPlace.stallMs).toBeGreaterThan(inPlace.tookMs / 2);
    }),
);

test("an export through the thread is the file that is written in place, whole or in part", () =>
  withJournal(700, async (journal, dir) => {
    const { origin } = journal.health();
    for (const range of [{}, { from: 100, to: 400 }]) {
      const beside = await exportBundle(journal, { clock, actor, file: join(dir, "beside.json"), ...range });
      const created = journal.durableSeq;
      const to = "to" in range ? range.to : null;
      const task = { kind: "export", origin, created, from: beside.range.from, to } as const;
      const inPlace = join(dir, "in-place.json");
      const written = await doProofTask(journal, { ...task, file: inPlace, temporary: join(dir, "in-place.tmp") });
      expect({ ...written, file: beside.file }).toEqual(beside);
      expect(readFileSync(beside.file).equals(readFileSync(inPlace))).toBe(true);
    }
  }));

test("events that arrive during a check or an export are left to the next one", () =>
  withJournal(300, async (journal, dir) => {
    let busy = true;
    const trading = (async () => {
      while (busy) {
        journal.append(sampleEvent(1));
        await sleep(1);
      }
    })();
    const report = await checkJournal(journal, clock, actor);
    const exported = await exportBundle(journal, { clock, actor, file: join(dir, "b.json") });
    busy = false;
    await trading;
    expect(report.levels.integrity.filter(({ outcome }) => outcome === "fail")).toEqual([]);
    expect(exported.events).toBeGreaterThan(report.events);
    expect(journal.health().events + journal.health().pending).toBeGreaterThan(exported.events);
  }));

test("a check reads the file, not what the desk remembers: a row taken from it is missed", () =>
  withJournal(600, async (journal, dir) => {
    const file = new Database(journalPath(dir));
    file.exec("PRAGMA foreign_keys = OFF; DROP TRIGGER events_no_delete; DELETE FROM events WHERE seq = 300;");
    file.close();
    const report = await checkJournal(journal, clock, actor);
    const failed = report.levels.integrity.filter(({ outcome }) => outcome === "fail").map(({ code }) => code);
    expect(new Set(failed)).toEqual(new Set(["V04", "V05", "V08"]));
    expect(report.exitCode).toBe(1);
    await journal.durable(journal.health().events - 1);
    const [recorded] = journal.read({ from: journal.durableSeq, to: journal.durableSeq });
    expect(recorded?.text).toContain('"failed":["V04","V05","V08"]');
  }));

test("an export does not carry rows that do not follow each other, and a part none that were changed", () =>
  withJournal(600, async (journal, dir) => {
    const file = new Database(journalPath(dir));
    const exported = (range: object) => exportBundle(journal, { clock, actor, file: join(dir, "b.json"), ...range });
    expect((await exported({ from: 100, to: 400 })).events).toBe(301);
    file.exec("DROP TRIGGER events_no_update; DROP TRIGGER events_no_delete; PRAGMA foreign_keys = OFF");
    file.exec("UPDATE events SET bytes = replace(bytes, '0.01', '0.02') WHERE seq = 250");
    await expect(exported({ from: 100, to: 400 })).rejects.toMatchObject({
      code: "STORAGE-CHAIN",
      message: expect.stringContaining("event 250: its bytes do not have the hash they were stored with"),
    });
    file.exec("DELETE FROM events WHERE seq = 240");
    await expect(exported({})).rejects.toMatchObject({
      code: "STORAGE-CHAIN",
      message: expect.stringContaining("event 240: it is missing"),
    });
    file.close();
    const [note] = [...journal.read({ from: journal.durableSeq })].map(({ text }) => text);
    expect(note).toContain("No bundle was written: the journal was changed or damaged at event 240");
  }));

test("a thread that dies is told as a Fault, and an export leaves nothing half written behind", () =>
  withJournal(30_000, async (journal, dir) => {
    const task = { kind: "check", origin: journal.health().origin, events: sealedEvents(journal) } as const;
    const starved = proveInThread({ profileDir: dir, keys: null, task }, { maxOldGenerationSizeMb: 3 });
    await expect(starved).rejects.toMatchObject({ name: "Fault", code: "PROOF-STOPPED" });
    const nowhere = proveInThread({ profileDir: join(dir, "none"), keys: null, task });
    await expect(nowhere).rejects.toMatchObject({ name: "Fault", code: "STORAGE-NONE", category: "storage" });
    const refused = exportBundle(journal, { clock, actor, file: join(dir, "none", "b.json") });
    await expect(refused).rejects.toMatchObject({ name: "Fault", code: "EXPORT-FILE" });
    expect(readdirSync(dir).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  }));

test("an export that fails once it is recorded is taken back in the record", () =>
  withJournal(10, async (journal, dir) => {
    const file = join(dir, "b.json");
    // Its name is taken by a folder after the export has seen that the file can be written.
    const late = {
      ...clock,
      now: () => {
        mkdirSync(join(file, "inside"), { recursive: true });
        return clock.now();
      },
    };
    await expect(exportBundle(journal, { clock: late, actor, file })).rejects.toMatchObject({ code: "EXPORT-FILE" });
    const last = journal.durableSeq;
    const told = [...journal.read({ from: 0, to: last })].map(({ text }) => JSON.parse(text) as JournalEvent);
    const created = told.findLast(({ type }) => type === "export.created");
    expect(told.findLast(({ type }) => type === "note.added")).toMatchObject({
      cause: created?.seq,
      data: { about: "export", export: created?.seq, text: expect.stringContaining("No bundle was written") },
    });
    expect(readdirSync(dir).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  }));

test("a range that the journal does not have is refused before anything is recorded", () =>
  withJournal(10, async (journal, dir) => {
    const before = journal.health().events;
    for (const range of [{ from: -1 }, { from: 5, to: 4 }, { from: 500 }, { to: 500 }]) {
      const refused = exportBundle(journal, { clock, actor, file: join(dir, "b.json"), ...range });
      await expect(refused).rejects.toMatchObject({ code: "EXPORT-RANGE" });
    }
    expect(journal.health()).toMatchObject({ events: before, pending: 0 });
  }));

test("a journal in memory is checked and exported in place", async () => {
  const journal = await openMemoryJournal({ clock, build: testBuild });
  for (let n = 0; n < 300; n++) journal.append(sampleEvent(n));
  expect(await checkJournal(journal, clock, actor)).toMatchObject({ exitCode: 0, events: 302 });
  await withProfile(async (dir) => {
    const exported = await exportBundle(journal, { clock, actor, file: join(dir, "b.json") });
    expect(exported).toMatchObject({ events: 304, range: { from: 0, to: 303 } });
    const { origin } = journal.health();
    expect(await prove(journal, { kind: "check", origin, events: 304 })).toMatchObject({ exitCode: 0, events: 304 });
  });
});

test(
  "however many ask at once, the journal is read by few threads, and everybody is answered",
  { timeout: 60_000 },
  () =>
    withJournal(20, async (journal) => {
      let running = 0;
      let highest = 0;
      const count = (worker: Worker): void => {
        highest = Math.max(highest, ++running);
        worker.once("exit", () => (running -= 1));
      };
      process.on("worker", count);
      try {
        const query = { text: "nothing of this", type: "", actor: "", from: null, to: null, before: null, limit: 5 };
        const asked = Array.from({ length: 12 }, () => prove(journal, { kind: "search", query, events: 20 }));
        for (const found of await Promise.all(asked)) expect(found.events).toEqual([]);
      } finally {
        process.off("worker", count);
      }
      expect(highest).toBeGreaterThan(0);
      // A thread may still be on its way out when the next begins.
      expect(highest).toBeLessThanOrEqual(8);
    }),
);
