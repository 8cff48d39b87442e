import { formatDuration } from "./format-duration.ts";
import { formatTime } from "./format-time.ts";
import { formatNumber } from "./number-format.ts";

/** What a name may hold is left as it is: something quoted. */
const quoted = /("[^"]*")/;
const instant = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z/g;
const duration = /(?<![\w.,:/#-])(\d+(?:\.\d+)?) ms\b/g;
/** Four digits and more that are no part of a word, a time, a path or an id, and no seed. */
const large = /(?<![\w.,:/#-]|\bseed )-?\d{4,}(?:\.\d+)?(?![\w/-]|:\S|[.,]\d)/g;

/**
 * A recorded sentence for the eye: large numbers grouped, milliseconds as durations, instants in the display zone. The
 * record keeps its own words; only what is shown changes.
 */
export function readableText(text: string, timeZone: string): string {
  return text
    .split(quoted)
    .map((part, index) => (index % 2 === 1 ? part : readable(part, timeZone)))
    .join("");
}

const readable = (text: string, timeZone: string): string =>
  text
    .replace(duration, (_, ms: string) => formatDuration(Number(ms)))
    .replace(large, (digits) => formatNumber(digits, { maximumFractionDigits: 20 }))
    .replace(instant, (at) => formatTime(Date.parse(at), "date-time", timeZone));
