import { readableText } from "./format/readable-text.ts";
import { useTimeZone } from "./time-zone.ts";

/** A recorded sentence where it may be cut off: readable, and whole on demand. */
export function RecordedText({ text }: { text: string }) {
  const shown = readableText(text, useTimeZone());
  return <span title={shown}>{shown}</span>;
}
