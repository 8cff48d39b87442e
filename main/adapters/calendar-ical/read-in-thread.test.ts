import { expect, test } from "vitest";
import { readInThread } from "./read-in-thread.ts";

const span = { from: Date.UTC(2026, 1, 1), to: Date.UTC(2026, 2, 1), zone: "UTC" };
const calendar = (start: string): string =>
  `BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\nSUMMARY:CPI\nDTSTART:${start}\nEND:VEVENT\nEND:VCALENDAR\n`;

test("a thread of its own reads what the reader reads, and refuses what it refuses", async () => {
  const start = Date.UTC(2026, 1, 11, 13, 30);
  expect(await readInThread(calendar("20260211T133000Z"), span)).toEqual([{ title: "CPI", start, end: start }]);
  await expect(readInThread("no calendar", span)).rejects.toMatchObject({ code: "CALENDAR-UNREADABLE" });
  await expect(readInThread(calendar("20260211T133000Z"), { ...span, zone: "Mars/Base" })).resolves.toHaveLength(1);
  await expect(readInThread(calendar("20260211T133000"), { ...span, zone: "Mars/Base" })).rejects.toMatchObject({
    code: "CALENDAR-ZONE",
    category: "validation",
    remedy: expect.stringContaining("UTC"),
  });
});
