/** What binds an event to its place, as it stands in its canonical text. */
export interface EventMarks {
  readonly seq: number;
  readonly prev: string;
  readonly type: string;
}

const beforePrev = '"prev":"';
const prevLength = 64;
const afterPrev = '","seq":';
const beforeType = '"type":"';
const ending = '","v":1}';
const typeName = /^[a-z_.]{1,64}$/;
/** Names that were found well formed; the desk writes a few dozen. */
const typeNames = new Set<string>();
const mostNames = 256;

function typeAtEnd(text: string, to: number): string | null {
  if (!text.endsWith(ending, to)) return null;
  const type = text.slice(text.lastIndexOf(beforeType, to) + beforeType.length, to - ending.length);
  if (typeNames.has(type)) return type;
  if (!typeName.test(type)) return null;
  if (typeNames.size < mostNames) typeNames.add(type);
  return type;
}

const beforeTrace = '"trace":"';
const afterTrace = '",';

/**
 * Reads an event's type and trace off the end of its canonical text; `null` where it has another form, or where the trace is
 * not written as it is. Behind its trace only its type comes, so the last `"trace":"` is the event's own.
 */
export function eventNames(text: string): { readonly type: string; readonly trace: string } | null {
  const type = typeAtEnd(text, text.length);
  if (type === null) return null;
  const to = text.length - ending.length - type.length - beforeType.length - afterTrace.length;
  const from = text.lastIndexOf(beforeTrace, to) + beforeTrace.length;
  const trace = text.slice(from, to);
  return from < beforeTrace.length || !text.startsWith(afterTrace, to) || /["\\]/.test(trace) ? null : { type, trace };
}

/**
 * Reads them off the end of a canonical text without parsing all of it; `null` where it has another form. In key order only
 * texts follow `prev`, and in a text a quote is escaped, so the last `"prev":"` is the event's own. Of a longer text, the
 * event is what stands between `from` and `to`.
 */
export function eventMarks(text: string, from = 0, to = text.length): EventMarks | null {
  const at = text.lastIndexOf(beforePrev, to) + beforePrev.length;
  const end = at + prevLength;
  if (at < from + beforePrev.length || !text.startsWith(afterPrev, end)) return null;
  const number = text.slice(end + afterPrev.length, text.indexOf(",", end + afterPrev.length));
  const type = typeAtEnd(text, to);
  const seq = Number(number);
  return type === null || !Number.isSafeInteger(seq) ? null : { seq, prev: text.slice(at, end), type };
}
