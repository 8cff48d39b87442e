import { quoted, unreadable } from "./calendar-fault.ts";

/** One property of a component (RFC 5545, 3.1), with the number of the line that it begins on. */
export interface ContentLine {
  readonly name: string;
  /** By name in capitals; of several values the first. */
  readonly params: ReadonlyMap<string, string>;
  readonly value: string;
  readonly line: number;
}

export interface CalendarPart {
  readonly name: string;
  readonly line: number;
  readonly lines: readonly ContentLine[];
  readonly parts: readonly CalendarPart[];
}

const lineShape = /^([A-Za-z0-9-]+)((?:;[^=;:"]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)$/s;
const paramShape = /;([^=;:"]+)=("[^"]*"|[^";:,]*)/g;

/** The components of a file, nested as it nests them. Throws a Fault that names the first line that is none. */
export function calendarParts(text: string): CalendarPart[] {
  const roots: CalendarPart[] = [];
  const open: { part: CalendarPart; lines: ContentLine[]; parts: CalendarPart[] }[] = [];
  for (const content of contentLines(text)) {
    const inner = open.at(-1);
    const { name, value, line } = content;
    if (name === "BEGIN") {
      const [lines, parts]: [ContentLine[], CalendarPart[]] = [[], []];
      const part = { name: value.trim().toUpperCase(), line, lines, parts };
      (inner?.parts ?? roots).push(part);
      open.push({ part, lines, parts });
    } else if (name === "END") {
      if (inner?.part.name !== value.trim().toUpperCase()) {
        throw unreadable(`END:${value.trim().slice(0, 40)} ends what did not begin`, { line });
      }
      open.pop();
    } else if (inner === undefined) {
      throw unreadable(`${quoted(name)} stands outside of BEGIN:VCALENDAR and END:VCALENDAR`, { line });
    } else inner.lines.push(content);
  }
  const unclosed = open.at(-1)?.part;
  if (unclosed) throw unreadable(`BEGIN:${unclosed.name.slice(0, 40)} has no end`, { line: unclosed.line });
  return roots;
}

function* contentLines(text: string): Generator<ContentLine> {
  let folded: string[] = [];
  let first = 0;
  let number = 0;
  for (const raw of text.split(/\r\n|\n|\r/)) {
    number++;
    // Files that are put together have a byte order mark within.
    const line = raw.startsWith("\uFEFF") ? raw.slice(1) : raw;
    if (folded.length > 0 && /^[ \t]/.test(line)) folded.push(line.slice(1));
    else {
      if (folded.length > 0) yield contentLine(folded.join(""), first);
      folded = line.trim() === "" ? [] : [line];
      first = number;
    }
  }
  if (folded.length > 0) yield contentLine(folded.join(""), first);
}

function contentLine(text: string, line: number): ContentLine {
  const match = lineShape.exec(text);
  if (match === null) throw unreadable(`${quoted(text)} is no property with a name and a value`, { line });
  const [, name = "", list = "", value = ""] = match;
  const params = new Map<string, string>();
  for (const [, key = "", given = ""] of list.matchAll(paramShape)) {
    if (!params.has(key.toUpperCase())) params.set(key.toUpperCase(), given.replaceAll('"', ""));
  }
  return { name: name.toUpperCase(), params, value, line };
}
