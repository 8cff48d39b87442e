import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { openRecord } from "../adapters/journal-sqlite/open-record.ts";
import { openSettingsFile } from "../adapters/settings-file/settings-file.ts";
import { readEvent } from "../audit/event-text.ts";
import type { CommandHost } from "./command-host.ts";
import { importNews } from "./news-import.ts";
import { systemHost } from "./system-host.ts";

const dir = mkdtempSync(join(tmpdir(), "proofdesk-news-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const now = Date.UTC(2026, 1, 1);
const host: CommandHost = {
  ...systemHost(),
  clock: { now: () => now, mono: () => 1_000_000n },
  env: { PROOFDESK_KEYCHAIN: "off" },
};
const padding = { beforeMs: 300_000, afterMs: 900_000 };

function calendar(...starts: string[]): string {
  const file = join(dir, `${starts.join("-") || "none"}.ics`);
  const events = starts.map(
    (start, i) => `BEGIN:VEVENT\r\nUID:${i}\r\nSUMMARY:CPI\r\nDTSTART:${start}\r\nEND:VEVENT\r\n`,
  );
  writeFileSync(file, `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n${events.join("")}END:VCALENDAR\r\n`);
  return file;
}

it("a calendar becomes windows of the news rule, in the record, and a later one replaces it", async () => {
  const profileDir = join(dir, "profile");
  const wish = (file: string) => ({ file, padding, days: 30, zone: "UTC" });
  const first = await importNews(host, profileDir, wish(calendar("20260211T133000Z", "20260212T133000Z")));
  expect(first).toMatchObject({ events: 2, windows: 2, takesEffectAt: null });
  const held = () => openSettingsFile(profileDir).get().risk.newsWindows;
  expect(held()).toEqual({
    zone: "UTC",
    windows: [
      { from: "13:25", to: "13:45", date: "2026-02-11", title: "CPI" },
      { from: "13:25", to: "13:45", date: "2026-02-12", title: "CPI" },
    ],
  });
  // Lunch is no event of a calendar: it stays.
  const store = openSettingsFile(profileDir);
  const lunch = { from: "12:00", to: "12:30" };
  const windows = [...(held()?.windows ?? []), lunch];
  store.update({
    risk: { ...store.get().risk, locked: ["newsWindows"], newsWindows: { zone: "America/New_York", windows } },
  });
  const second = await importNews(host, profileDir, wish(calendar("20260213T133000Z")));
  // Of a locked setting no window goes before the next trading day, but what comes holds at once.
  expect(second).toMatchObject({ events: 1, windows: 2, takesEffectAt: "2026-02-02T00:00:00.000Z" });
  expect(openSettingsFile(profileDir).get().waitingLimits?.limits.newsWindows).toEqual({
    zone: "America/New_York",
    windows: [lunch, { from: "08:25", to: "08:45", date: "2026-02-13", title: "CPI" }],
  });
  expect(held()?.windows).toEqual([...windows, { from: "08:25", to: "08:45", date: "2026-02-13", title: "CPI" }]);
  const { db, reader } = openRecord(profileDir);
  const changes = [...reader.read(0, 1000)]
    .map(({ text }) => readEvent(text))
    .filter(({ type }) => type === "config.changed");
  db.close();
  expect(changes.map(({ actor, data }) => [actor.id, data["path"]])).toEqual([
    ["limits", "risk"],
    ["command-line", "risk.newsWindows"],
    // What the file was made to say in between.
    ["settings-file", "risk.newsWindows"],
    ["settings-file", "risk.locked"],
    ["command-line", "risk.newsWindows"],
    ["command-line", "waitingLimits.newsWindows"],
  ]);
});

it("what else waits for the next trading day goes on waiting", async () => {
  const profileDir = join(dir, "waiting");
  const store = openSettingsFile(profileDir);
  mkdirSync(profileDir);
  const risk = { ...store.get().risk, maxDailyLoss: "100", locked: ["maxDailyLoss"] };
  const at = now + 3_600_000;
  const waitingLimits = { limits: { ...risk, maxDailyLoss: "500" }, at, settings: ["maxDailyLoss"], isDateSure: true };
  store.update({ risk, waitingLimits });
  const wish = { file: calendar("20260211T133000Z"), padding, days: 30, zone: "UTC" };
  expect(await importNews(host, profileDir, wish)).toMatchObject({ windows: 1, takesEffectAt: null });
  const settings = openSettingsFile(profileDir).get();
  expect(settings.risk).toMatchObject({ maxDailyLoss: "100", newsWindows: { windows: [{ date: "2026-02-11" }] } });
  expect(settings.waitingLimits).toMatchObject({
    at,
    limits: { maxDailyLoss: "500", newsWindows: { windows: [{ date: "2026-02-11" }] } },
  });
});

it("an event that is over, but not yet the time after it, still has its window", async () => {
  const profileDir = join(dir, "after");
  const wish = { file: calendar("20260131T235000Z", "20260131T234459Z"), padding, days: 30, zone: "UTC" };
  expect(await importNews(host, profileDir, wish)).toMatchObject({ events: 1 });
  expect(openSettingsFile(profileDir).get().risk.newsWindows?.windows).toEqual([
    { from: "23:45", to: "24:00", date: "2026-01-31", title: "CPI" },
    { from: "00:00", to: "00:05", date: "2026-02-01", title: "CPI" },
  ]);
});

it("a calendar without an event ahead, with too many, or that is not there, changes nothing", async () => {
  const profileDir = join(dir, "untouched");
  const wish = { file: calendar(), padding, days: 30, zone: "UTC" };
  await expect(importNews(host, profileDir, wish)).rejects.toMatchObject({ code: "CALENDAR-EMPTY" });
  await expect(importNews(host, profileDir, { ...wish, file: join(dir, "nowhere.ics") })).rejects.toMatchObject({
    code: "CALENDAR-UNREADABLE",
  });
  const hourly = join(dir, "hourly.ics");
  const event = "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260201T000000Z\r\nRRULE:FREQ=HOURLY\r\nEND:VEVENT\r\n";
  writeFileSync(hourly, `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n${event}END:VCALENDAR\r\n`);
  await expect(importNews(host, profileDir, { ...wish, file: hourly })).rejects.toMatchObject({
    code: "CALENDAR-SIZE",
  });
  expect(openSettingsFile(profileDir).get().risk.newsWindows).toBeUndefined();
});

it("a zone that nobody knows is wrong usage, and a file that is not there names the path as the way out", async () => {
  const profileDir = join(dir, "never-made");
  const wish = { file: calendar("20260211T133000Z"), padding, days: 30, zone: "Mars/Crater" };
  await expect(importNews(host, profileDir, wish)).rejects.toMatchObject({ code: "CLI-USAGE" });
  const absent = { ...wish, file: join(dir, "absent.ics"), zone: "UTC" };
  await expect(importNews(host, profileDir, absent)).rejects.toMatchObject({
    code: "CALENDAR-UNREADABLE",
    remedy: expect.stringContaining("Check the path"),
  });
  expect(existsSync(join(profileDir, "journal.db"))).toBe(false);
});
