import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readRule } from "./recurrence-rule.ts";
import { ruleTimes } from "./rule-times.ts";

const dayMs = 86_400_000;
const place = { line: 1 };
const nothing = (): void => undefined;
const shown = (text: string): number => Date.parse(`${text}Z`);
const times = (rule: string, start: string, to: string, from = start): string[] =>
  [
    ...ruleTimes(
      readRule(rule, place),
      { start: shown(start), from: shown(from), to: shown(to), isDays: false },
      nothing,
    ),
  ]
    .filter((time) => time >= shown(from))
    .map((time) => new Date(time).toISOString().slice(0, 16));

describe("a rule", () => {
  // The examples of RFC 5545, 3.8.5.3, with what it says they come to.
  test.each([
    ["FREQ=DAILY;COUNT=3;", "1997-09-02T09:00", ["1997-09-02", "1997-09-03", "1997-09-04"]],
    [
      "FREQ=WEEKLY;INTERVAL=2;COUNT=4;WKST=SU;BYDAY=TU,TH",
      "1997-09-02T09:00",
      ["1997-09-02", "1997-09-04", "1997-09-16", "1997-09-18"],
    ],
    [
      "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
      "1997-08-05T09:00",
      ["1997-08-05", "1997-08-10", "1997-08-19", "1997-08-24"],
    ],
    [
      "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
      "1997-08-05T09:00",
      ["1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31"],
    ],
    ["FREQ=MONTHLY;COUNT=3;BYDAY=1FR", "1997-09-05T09:00", ["1997-09-05", "1997-10-03", "1997-11-07"]],
    [
      "FREQ=MONTHLY;INTERVAL=2;COUNT=4;BYDAY=1SU,-1SU",
      "1997-09-07T09:00",
      ["1997-09-07", "1997-09-28", "1997-11-02", "1997-11-30"],
    ],
    ["FREQ=MONTHLY;COUNT=3;BYDAY=-2MO", "1997-09-22T09:00", ["1997-09-22", "1997-10-20", "1997-11-17"]],
    ["FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=3", "1997-09-28T09:00", ["1997-09-28", "1997-10-29", "1997-11-28"]],
    ["FREQ=MONTHLY;COUNT=3;BYMONTHDAY=31", "1997-08-31T09:00", ["1997-08-31", "1997-10-31", "1997-12-31"]],
    ["FREQ=YEARLY;COUNT=3;BYMONTH=6,7", "1997-06-10T09:00", ["1997-06-10", "1997-07-10", "1998-06-10"]],
    [
      "FREQ=YEARLY;INTERVAL=3;COUNT=4;BYYEARDAY=1,100,200",
      "1997-01-01T09:00",
      ["1997-01-01", "1997-04-10", "1997-07-19", "2000-01-01"],
    ],
    ["FREQ=YEARLY;BYDAY=20MO;COUNT=3", "1997-05-19T09:00", ["1997-05-19", "1998-05-18", "1999-05-17"]],
    ["FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3", "1997-05-12T09:00", ["1997-05-12", "1998-05-11", "1999-05-17"]],
    ["FREQ=YEARLY;BYWEEKNO=1,-1;COUNT=3", "1997-12-29T09:00", ["1997-12-29", "1998-12-28", "1999-01-04"]],
    ["FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3", "1997-09-02T09:00", ["1998-02-13", "1998-03-13", "1998-11-13"]],
    [
      "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=3",
      "1996-11-05T09:00",
      ["1996-11-05", "2000-11-07", "2004-11-02"],
    ],
    ["FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04T09:00", ["1997-09-04", "1997-10-07", "1997-11-06"]],
    [
      "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=3",
      "1997-09-29T09:00",
      ["1997-09-29", "1997-10-30", "1997-11-27"],
    ],
    ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=2", "2024-02-29T09:00", ["2024-02-29", "2028-02-29"]],
    ["FREQ=DAILY;BYDAY=1MO;COUNT=2", "2026-01-05T09:00", ["2026-01-05", "2026-01-12"]],
  ])("%s from %s", (rule, start, days) => {
    const read = times(rule, start, "2040-01-01T00:00");
    expect(read).toEqual(days.map((day) => `${day}T09:00`));
  });

  test.each([
    ["FREQ=HOURLY;INTERVAL=3;COUNT=3", "1997-09-02T09:00", ["09:00", "12:00", "15:00"]],
    ["FREQ=MINUTELY;INTERVAL=90;COUNT=3", "1997-09-02T09:00", ["09:00", "10:30", "12:00"]],
    ["FREQ=DAILY;BYHOUR=10,9;BYMINUTE=0,20;COUNT=3", "1997-09-02T09:00", ["09:00", "09:20", "10:00"]],
    ["FREQ=HOURLY;BYHOUR=9,11;BYMINUTE=30;COUNT=2", "1969-09-02T09:00", ["09:30", "11:30"]],
    ["FREQ=SECONDLY;INTERVAL=1800;BYMINUTE=0;COUNT=2", "1997-09-02T09:00", ["09:00", "10:00"]],
  ])("%s from %s, in a day", (rule, start, hours) => {
    expect(times(rule, start, "2000-01-01T00:00").map((time) => time.slice(11))).toEqual(hours);
  });

  test("makes the same times in a span whether it is followed from its start or from near the span", () => {
    const rule = fc.constantFrom(
      "FREQ=YEARLY;INTERVAL=3;BYMONTH=1,12;BYDAY=-1FR",
      "FREQ=MONTHLY;INTERVAL=5;BYDAY=1FR,3FR",
      "FREQ=MONTHLY;BYMONTHDAY=31",
      "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,SU;WKST=SU",
      "FREQ=DAILY;INTERVAL=17",
      "FREQ=HOURLY;INTERVAL=19",
    );
    const days = fc.integer({ min: 0, max: 12_000 });
    let made = 0;
    fc.assert(
      fc.property(rule, days, days, (text, first, after) => {
        const [start, from] = [first * dayMs + 30_600_000, (first + after) * dayMs];
        const follow = (near: number): number[] => {
          const span = { start, from: near, to: from + 400 * dayMs, isDays: false };
          return [...ruleTimes(readRule(text, place), span, nothing)].filter((time) => time >= from);
        };
        const near = follow(from);
        made += near.length;
        expect(near).toEqual(follow(start));
      }),
      { numRuns: 150 },
    );
    expect(made).toBeGreaterThan(500);
  });

  test("of a series that began long ago is found in few steps", () => {
    const start = shown("1990-01-05T08:30");
    for (const rule of [
      "FREQ=MINUTELY;INTERVAL=30",
      "FREQ=DAILY",
      "FREQ=WEEKLY",
      "FREQ=MONTHLY;BYDAY=1FR",
      "FREQ=YEARLY",
    ]) {
      let steps = 0;
      const span = { start, from: shown("2026-01-01T00:00"), to: shown("2026-02-01T00:00"), isDays: false };
      for (const _time of ruleTimes(readRule(rule, place), span, () => steps++)) steps++;
      expect(steps).toBeLessThan(6000);
    }
  });
});

test.each([
  ["FREQ=FORTNIGHTLY", "has no FREQ that anybody knows"],
  ["COUNT=3", "has no FREQ that anybody knows"],
  ["FREQ=DAILY;COUNT=0", "has COUNT=0, which is no whole number from 1"],
  ["FREQ=DAILY;INTERVAL=-1", "has INTERVAL=-1, which is no whole number from 1"],
  ["FREQ=DAILY;BYHOUR=24", 'has "24" in BYHOUR'],
  ["FREQ=DAILY;BYMONTHDAY=0", 'has "0" in BYMONTHDAY'],
  ["FREQ=WEEKLY;BYDAY=XX", 'has the weekday "XX"'],
  ["FREQ=WEEKLY;BYDAY=M", 'has the weekday "M"'],
  ["FREQ=MONTHLY;BYWEEKNO=3", "has BYWEEKNO, which only a rule by years can have"],
  ["FREQ=DAILY;FREQ=DAILY", "has FREQ twice"],
  ["FREQ=DAILY;NEVER", 'has "NEVER", which is no part of one'],
  ["FREQ=DAILY;BYEASTER=1", 'has "BYEASTER", which is not understood'],
  ["FREQ=DAILY;UNTIL=SOON", '"SOON" is no day and no time'],
])("the rule %s is refused in plain words", (rule, words) => {
  expect(() => readRule(rule, place)).toThrow(expect.objectContaining({ message: expect.stringContaining(words) }));
});
