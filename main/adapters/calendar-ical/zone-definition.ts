import type { UtcMs } from "../../../shared/model/time.ts";
import type { OffsetAt } from "./calendar-clocks.ts";
import { quoted, unreadable } from "./calendar-fault.ts";
import { readTime, timesOf } from "./calendar-values.ts";
import type { CalendarPart, ContentLine } from "./content-lines.ts";
import { readRule } from "./recurrence-rule.ts";
import { ruleTimes } from "./rule-times.ts";

/** Programs define zones from the year 1601 on: changes so long ago move no event. */
const thirtyYearsMs = 30 * 366 * 86_400_000;

interface Change {
  readonly at: UtcMs;
  readonly before: number;
  readonly after: number;
}

/** The offsets of a VTIMEZONE (RFC 5545, 3.6.5) up to an instant; before its first change those that it begins from. */
export function definedOffsets(part: CalendarPart, until: UtcMs, spend: () => void): OffsetAt {
  const changes = part.parts
    .filter(({ name }) => name === "STANDARD" || name === "DAYLIGHT")
    .flatMap((one) => changesOf(one, until, spend))
    .sort((a, b) => a.at - b.at);
  const [first] = changes;
  if (first === undefined) throw unreadable("the time zone has neither STANDARD nor DAYLIGHT", part);
  return (at) => {
    let [low, high] = [0, changes.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((changes[middle]?.at ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return changes[low - 1]?.after ?? first.before;
  };
}

function changesOf(part: CalendarPart, until: UtcMs, spend: () => void): Change[] {
  const { lines, line } = part;
  const one = (name: string): ContentLine => {
    const found = lines.find((each) => each.name === name);
    if (found === undefined) throw unreadable(`the part of a time zone has no ${name}`, { line });
    return found;
  };
  const [before, after] = [offsetOf(one("TZOFFSETFROM")), offsetOf(one("TZOFFSETTO"))];
  const begins = one("DTSTART");
  const start = readTime(begins.value, null, begins).shown;
  const shown = [start];
  for (const each of lines) {
    if (each.name === "RDATE")
      shown.push(...timesOf(each, each).map((time) => time.shown + (time.kind === "utc" ? before : 0)));
    if (each.name !== "RRULE") continue;
    const rule = readRule(each.value, each);
    const last = rule.until === null ? until : rule.until.shown + (rule.until.kind === "utc" ? before : 0);
    const span = { start, from: until - thirtyYearsMs, to: Math.min(last, until), isDays: false };
    for (const time of ruleTimes(rule, span, spend)) shown.push(time);
  }
  return shown.map((time) => ({ at: time - before, before, after }));
}

function offsetOf(line: ContentLine): number {
  const match = /^([+-])(\d\d)(\d\d)(\d\d)?$/.exec(line.value.trim());
  if (match === null) throw unreadable(`${quoted(line.value)} is no offset from UTC`, line);
  const [, sign, hours, minutes, seconds = "0"] = match;
  return (sign === "-" ? -1 : 1) * ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}
