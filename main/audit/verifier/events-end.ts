import { ascii } from "./event-bytes.ts";
import type { CursorOptions, Reading } from "./json-cursor.ts";

/** What stands behind the events of a bundle as desks write it. */
const next = ascii('"macs":');
/** Events are looked behind for in so much of a file's end; what is of the form that desks write has them there. */
const mostTail = 32 << 20;
const pieceBytes = 1 << 20;
/** Room for what stands before and behind the border of two pieces. */
const overlap = 64;
const comma = 44;
const endOfList = 93;

function lastPlaceOf(needle: Uint8Array, bytes: Uint8Array): number {
  const last = needle.length - 1;
  for (
    let at = bytes.lastIndexOf(needle[last] as number);
    at >= last;
    at = bytes.lastIndexOf(needle[last] as number, at - 1)
  ) {
    let same = 1;
    while (same < needle.length && bytes[at - same] === needle[last - same]) same += 1;
    if (same === needle.length) return at - last;
  }
  return -1;
}

/** The bracket before a comma that stands, white space apart, before a place; -1 where there is none. */
function bracketBefore(place: number, bytes: Uint8Array): number {
  const signBefore = (at: number): number => {
    let before = at - 1;
    while (before >= 0 && (bytes[before] as number) <= 32) before -= 1;
    return before;
  };
  const between = signBefore(place);
  if (bytes[between] !== comma) return -1;
  const bracket = signBefore(between);
  return bytes[bracket] === endOfList ? bracket : -1;
}

/**
 * Where in a file the events probably end: the place of the bracket behind the last, looked for from the end on; `null` where
 * it is not seen there. A guess that who reads the events has to confirm.
 */
export function* findEventsEnd({ bytes }: CursorOptions): Reading<number | null> {
  for (let end = bytes; end > Math.max(0, bytes - mostTail); end -= pieceBytes - overlap) {
    const offset = Math.max(0, end - pieceBytes);
    const piece = yield { offset, length: end - offset };
    const place = lastPlaceOf(next, piece);
    const bracket = place < 0 ? -1 : bracketBefore(place, piece);
    if (bracket >= 0) return offset + bracket;
    if (offset === 0) break;
  }
  return null;
}
