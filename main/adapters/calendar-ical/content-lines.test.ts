import { describe, expect, test } from "vitest";
import { Fault } from "../../../shared/model/fault.ts";
import { calendarParts } from "./content-lines.ts";

const refused = (text: string): string => {
  try {
    calendarParts(text);
  } catch (error) {
    if (error instanceof Fault) return `${error.code} ${error.message}`;
  }
  return "read";
};

describe("the lines of a calendar", () => {
  test.each(["\r\n", "\n", "\r"])("end with %j, and go on where the next begins with a blank", (end) => {
    const lines = [
      "\uFEFFBEGIN:VCALENDAR",
      "begin:vevent",
      "SUMMARY:Pay",
      " ro",
      "\tlls",
      "",
      "END:VEVENT",
      "END:VCALENDAR",
      "",
    ];
    const [calendar] = calendarParts(lines.join(end));
    expect(calendar).toMatchObject({ name: "VCALENDAR", line: 1, lines: [] });
    expect(calendar?.parts).toEqual([
      {
        name: "VEVENT",
        line: 2,
        parts: [],
        lines: [{ name: "SUMMARY", params: new Map(), value: "Payrolls", line: 3 }],
      },
    ]);
  });

  test("carry parameters, quoted or not, and values with any sign in them", () => {
    const line = 'dtstart;x-a="1:2;3,4",b;TZID="America/New_York";VALUE=DATE-TIME:a:b;c="d"';
    const [part] = calendarParts(`BEGIN:X\n${line}\nEND:X\n`);
    expect(part?.lines[0]).toEqual({
      name: "DTSTART",
      params: new Map([
        ["X-A", "1:2;3,4"],
        ["TZID", "America/New_York"],
        ["VALUE", "DATE-TIME"],
      ]),
      value: 'a:b;c="d"',
      line: 2,
    });
  });

  test("that are none are refused by their number", () => {
    expect(refused("hello")).toBe(
      'CALENDAR-UNREADABLE The calendar cannot be read: line 1: "hello" is no property with a name and a value.',
    );
    expect(refused("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\n")).toContain("line 2: BEGIN:VEVENT has no end");
    expect(refused("BEGIN:VCALENDAR\nEND:VEVENT\n")).toContain("line 2: END:VEVENT ends what did not begin");
    expect(refused("VERSION:2.0\n")).toContain('line 1: "VERSION" stands outside');
    expect(refused(`BEGIN:A\n${"x".repeat(500)}\u0000\u0007\nEND:A`)).toContain(`line 2: "${"x".repeat(60)}…" is`);
  });

  test("are read in a time that grows with their number only", () => {
    expect(refused(`BEGIN:A\n${"X;A=".repeat(500_000)}\nEND:A`)).toContain("line 2");
    expect(refused(`BEGIN:A\n${'X;A="'.repeat(500_000)}\nEND:A`)).toContain("line 2");
    expect(refused("BEGIN:A\n".repeat(300_000))).toContain("has no end");
    expect(refused(`BEGIN:A\nX:1\n${" y\n".repeat(500_000)}END:A`)).toBe("read");
  });
});
