/** What binds an event to its place, as it stands in its canonical text. */
export interface EventMarks {
  readonly seq: number;
  readonly prev: string;
  readonly type: string;
}

const prevLength = 64;
const afterPrev = '","seq":';
const ending = /"type":"([a-z_.]{1,64})","v":1\}$/;

/**
 * Reads them off the end of a canonical text without parsing all of it; `null` where it has another form. In key order only
 * texts follow `prev`, and in a text a quote is escaped, so the last `"prev":"` is the event's own.
 */
export function eventMarks(text: string): EventMarks | null {
  const at = text.lastIndexOf('"prev":"') + 8;
  const end = at + prevLength;
  if (at < 8 || !text.startsWith(afterPrev, end)) return null;
  const number = text.slice(end + afterPrev.length, text.indexOf(",", end + afterPrev.length));
  const type = ending.exec(text.slice(-90))?.[1];
  const seq = Number(number);
  return type === undefined || !Number.isSafeInteger(seq) ? null : { seq, prev: text.slice(at, end), type };
}
