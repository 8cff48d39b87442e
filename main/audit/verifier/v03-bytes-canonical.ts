import type { JournalValue } from "../../../shared/model/journal-event.ts";
import { canonicalize } from "../canonical.ts";
import { type BundledEvent, type Check, conclude } from "./verdict.ts";

function isCanonical({ text, value }: BundledEvent): boolean {
  if (value === undefined) return false;
  try {
    return canonicalize(value as JournalValue) === text;
  } catch {
    return false;
  }
}

/** V03: every event's bytes are the canonical form of what they say, so that one content has one hash. */
export const bytesCanonical: Check = ({ events }) =>
  conclude(
    "V03",
    events
      .filter((event) => !isCanonical(event))
      .map(({ seq }) => ({ text: "the bytes are not canonical JSON (RFC 8785)", where: `event ${seq}` })),
    "all events are canonical JSON",
  );
