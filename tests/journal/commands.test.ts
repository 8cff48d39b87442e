import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { journalPath, openRecord } from "../../main/adapters/journal-sqlite/open-record.ts";
import { settingsHash } from "../../main/adapters/profile/settings-hash.ts";
import { openSettingsFile } from "../../main/adapters/settings-file/settings-file.ts";
import { runAudit } from "../../main/commands/audit.ts";
import { runExport } from "../../main/commands/export.ts";
import { runOrder } from "../../main/commands/order.ts";
import { runVerify } from "../../main/commands/verify.ts";
import { machineClock, openTestJournal, sampleEvent, testBuild, withProfile } from "./sample-journal.ts";

const host = { clock: machineClock, build: testBuild, env: { PROOFDESK_KEYCHAIN: "off" } };

async function withExport(use: (dir: string, bundle: string) => Promise<void> | void, events = 600): Promise<void> {
  await withProfile(async (dir) => {
    const journal = await openTestJournal(dir);
    journal.append({ ...sampleEvent(0), type: "account.funded", data: { accountId: "paper", cash: "10000" } });
    for (let n = 0; n < events; n++) journal.append(sampleEvent(n));
    await journal.close();
    const file = join(dir, "bundle.json");
    await runExport({ host, profileDir: dir, out: file });
    await use(dir, file);
  });
}

const codes = (file: string): string[] => {
  const { levels, exitCode } = runVerify({ file });
  expect(exitCode).toBe(1);
  return [...new Set(levels.integrity.filter(({ outcome }) => outcome === "fail").map(({ code }) => code))];
};

interface Parts {
  events: string[];
  checkpoints: string[];
  range: { to: number };
}

test("what is exported verifies, names its account and period, and is the whole journal", () =>
  withExport((_dir, file) => {
    const result = runVerify({ file });
    expect(result.exitCode).toBe(0);
    expect(result.lines).toContain("integrity:");
    expect(result.lines.join("\n")).not.toMatch(/verified|trusted|ok\b/i);
    const bundle = JSON.parse(readFileSync(file, "utf8")) as Parts & { claims: Record<string, unknown> };
    expect(bundle.claims).toMatchObject({ account: { accountId: "paper", cash: "10000" }, metrics: [] });
    expect(bundle.events).toHaveLength(bundle.range.to + 1);
    expect(bundle.events.at(-1)).toContain('"type":"export.created"');
  }));

test("a changed digit, a removed event, swapped events, a cut tail and a changed signature are each named", () =>
  withExport((dir, file) => {
    const text = readFileSync(file, "utf8");
    const changed = (change: (bundle: Parts) => void): string => {
      const bundle = JSON.parse(text) as Parts;
      change(bundle);
      const target = join(dir, "changed.json");
      writeFileSync(target, JSON.stringify(bundle));
      return target;
    };
    const replace = (list: string[], at: number, from: string, to: string): void => {
      expect(list[at]).toContain(from);
      list[at] = list[at]!.replace(from, to);
    };
    expect(codes(changed(({ events }) => replace(events, 300, "0.01", "0.02")))).toEqual(["V05", "V08"]);
    expect(codes(changed(({ events }) => events.splice(300, 1)))).toEqual(["V04", "V05", "V08"]);
    const swap = ({ events }: Parts): unknown => events.splice(300, 2, events[301]!, events[300]!);
    expect(codes(changed(swap))).toEqual(["V04", "V05", "V08"]);
    const cut = (bundle: Parts): void => {
      bundle.events.pop();
      bundle.range.to -= 1;
    };
    expect(codes(changed(cut))).toEqual(["V08", "V14"]);
    expect(codes(changed(({ checkpoints }) => checkpoints.pop()))).toEqual(["V11"]);
    const forgeSignature = ({ checkpoints }: Parts): void => {
      const at = checkpoints.length - 1;
      const sign = checkpoints[at]!.at(-10)!;
      checkpoints[at] = `${checkpoints[at]!.slice(0, -10)}${sign === "A" ? "B" : "A"}${checkpoints[at]!.slice(-9)}`;
    };
    expect(codes(changed(forgeSignature))).toEqual(["V07"]);
  }));

test("a bundle cut back to an older checkpoint, all later ones gone, is told from what was exported", () =>
  withExport((dir, file) => {
    const cutBack = /does not end with the export/;
    expect(runVerify({ file }).lines.join("\n")).not.toMatch(cutBack);
    const bundle = JSON.parse(readFileSync(file, "utf8")) as Parts;
    for (let cut = 1; bundle.checkpoints.length > 1; cut++) {
      bundle.checkpoints.pop();
      const size = Number(bundle.checkpoints.at(-1)!.split("\n")[1]);
      bundle.events.length = size;
      bundle.range.to = size - 1;
      const target = join(dir, `cut-${cut}.json`);
      writeFileSync(target, JSON.stringify(bundle));
      const notes = runVerify({ file: target }).levels.completeness.filter(({ code }) => code === "V11");
      expect(notes.at(-1)?.text).toMatch(cutBack);
    }
  }));

test("any single changed character of a bundle's events, keys or checkpoints is found", () =>
  withExport((dir, file) => {
    const text = readFileSync(file, "utf8");
    const end = text.indexOf('"inclusion"');
    const target = join(dir, "changed.json");
    for (let at = 5; at < end; at += Math.ceil(end / 60)) {
      const sign = text[at] === "7" ? "8" : "7";
      if (/\s/.test(text[at]!)) continue;
      writeFileSync(target, text.slice(0, at) + sign + text.slice(at + 1));
      expect(runVerify({ file: target }).exitCode, `character ${at}: ${text.slice(at - 20, at + 20)}`).toBeGreaterThan(
        0,
      );
    }
  }, 20));

test("a part of a journal verifies, and a range that is not there is refused", () =>
  withExport(async (dir) => {
    const out = join(dir, "part.json");
    const part = await runExport({ host, profileDir: dir, out, from: 100, to: 300 });
    expect(part).toMatchObject({ events: 201, range: { from: 100, to: 300 }, exitCode: 0 });
    expect(runVerify({ file: out }).exitCode).toBe(0);
    for (const range of [{ from: 5, to: 4 }, { to: 100_000 }, { from: -1 }, { from: 100_000 }]) {
      await expect(runExport({ host, profileDir: dir, out, ...range })).rejects.toMatchObject({ code: "EXPORT-RANGE" });
    }
  }));

test("a checkpoint kept from earlier is compared, and one of another journal is refused", () =>
  withExport(async (dir, file) => {
    const kept = join(dir, "kept.txt");
    writeFileSync(kept, (JSON.parse(readFileSync(file, "utf8")) as Parts).checkpoints.at(-1)!);
    const later = join(dir, "later.json");
    await runExport({ host, profileDir: dir, out: later });
    expect(runVerify({ file: later, checkpoint: kept }).exitCode).toBe(0);
    await withExport((_other, foreign) => {
      expect(runVerify({ file: foreign, checkpoint: kept }).exitCode).toBe(1);
    }, 3);
    expect(runVerify({ file, checkpoint: join(dir, "none.txt") }).exitCode).toBe(2);
  }, 3));

test("a file that is missing, no text or no JSON is unreadable", () =>
  withProfile((dir) => {
    expect(runVerify({ file: join(dir, "none.json") })).toMatchObject({ exitCode: 2 });
    const file = join(dir, "bad.json");
    for (const content of [Buffer.of(0xff, 0xfe), Buffer.from("\ufeff{}"), Buffer.from("{")]) {
      writeFileSync(file, content);
      expect(runVerify({ file })).toMatchObject({ exitCode: 2, levels: { integrity: [{ code: "V01" }] } });
    }
  }));

test("an export that cannot be written leaves nothing behind, and the record does not tell of it", () =>
  withExport(async (dir) => {
    const exports = async (): Promise<number> => {
      const journal = await openTestJournal(dir);
      const told = [...journal.read()].filter(({ text }) => text.includes('"type":"export.created"')).length;
      await journal.close();
      return told;
    };
    const before = await exports();
    for (const out of [join(dir, "none", "bundle.json"), dir]) {
      await expect(runExport({ host, profileDir: dir, out })).rejects.toMatchObject({ code: "EXPORT-FILE" });
    }
    const out = join(dir, "beside.json");
    for (const openings of [join(dir, "none", "openings.json"), dir]) {
      const refused = { code: "OPENINGS-FILE", message: expect.stringContaining("cannot be written") };
      await expect(runExport({ host, profileDir: dir, out, openings })).rejects.toMatchObject(refused);
    }
    // What lies beside the openings is somebody's, whether or not the export goes on.
    const own = join(dir, "opened.json.new");
    writeFileSync(own, "mine");
    const late = runExport({ host, profileDir: dir, out: dir, openings: join(dir, "opened.json") });
    await expect(late).rejects.toMatchObject({ code: "EXPORT-FILE" });
    expect(readFileSync(own, "utf8")).toBe("mine");
    expect(readdirSync(dir).filter((name) => /beside|opened\.json$|tmp$/.test(name))).toEqual([]);
    expect(await exports()).toBe(before);
  }, 3));

test("an order's life is read beside a running desk; export and audit name the one who holds the profile", () =>
  withExport(async (dir) => {
    const desk = await openTestJournal(dir);
    const life = runOrder({ profileDir: dir, orderId: "o-2" });
    expect(life.events.map(({ type }) => type)).toEqual(["order.intended", "risk.judged", "order.submitted"]);
    expect(life.lines[0]).toContain("order.intended by person desk");
    expect(() => runOrder({ profileDir: dir, orderId: "none" })).toThrow(
      expect.objectContaining({ code: "ORDER-UNKNOWN", message: "The journal knows no order none." }),
    );
    const held = { code: "PROFILE-IN-USE", message: expect.stringContaining(`process ${process.pid}`) };
    await expect(runExport({ host, profileDir: dir, out: join(dir, "x.json") })).rejects.toMatchObject(held);
    await expect(runAudit({ host, profileDir: dir })).rejects.toMatchObject(held);
    await desk.close();
    const audit = await runAudit({ host, profileDir: dir });
    expect(audit.exitCode).toBe(0);
    const again = await openTestJournal(dir);
    const checked = [...again.read()].filter(({ text }) => text.includes('"type":"integrity.checked"'));
    expect(checked.map(({ text }) => (JSON.parse(text) as { data: object }).data)).toMatchObject([{ failed: [] }]);
    await again.close();
  }, 12));

test("an export and an audit record the hash of the settings the profile has, as its desk does", () =>
  withExport(async (dir) => {
    const settings = openSettingsFile(dir);
    const before = settingsHash(settings.get());
    const after = settingsHash(settings.update({ account: { ...settings.get().account, leverage: "3" } }));
    await runAudit({ host, profileDir: dir });
    const journal = await openTestJournal(dir);
    const opened = [...journal.read()].filter(({ text }) => text.includes('"type":"session.opened"'));
    await journal.close();
    const recorded = opened.map(
      ({ text }) => (JSON.parse(text) as { data: { app: { configHash: string } } }).data.app.configHash,
    );
    expect(after).not.toBe(before);
    expect(recorded.slice(1, 3)).toEqual([before, after]);
  }, 3));

test("commands on a profile without a journal say so instead of making one", () =>
  withProfile(async (dir) => {
    const none = { code: "STORAGE-NONE" };
    await expect(runExport({ host, profileDir: dir, out: join(dir, "x.json") })).rejects.toMatchObject(none);
    await expect(runAudit({ host, profileDir: dir })).rejects.toMatchObject(none);
    expect(() => runOrder({ profileDir: dir, orderId: "a" })).toThrow("holds no journal");
    expect(readdirSync(dir)).toEqual([]);
  }));

test("a command that writes brings the journal of an earlier version forward, as the refusal of a reader says", () =>
  withProfile(async (profileDir) => {
    await (await openTestJournal(profileDir)).close();
    const planted = new Database(journalPath(profileDir));
    planted.exec("DROP TRIGGER events_no_delete; DROP TABLE segments; PRAGMA user_version = 2");
    planted.close();
    expect(() => openRecord(profileDir)).toThrow(expect.objectContaining({ code: "JOURNAL-OLDER" }));
    expect((await runAudit({ host, profileDir })).exitCode).toBe(0);
    openRecord(profileDir).db.close();
  }));
