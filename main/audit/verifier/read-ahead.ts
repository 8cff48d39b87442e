import { EventTexts } from "./event-texts.ts";
import type { EventsEnd } from "./events-ahead.ts";
import { type CursorOptions, type CursorPlace, drive } from "./json-cursor.ts";
import { EventPacker, type PackedEvents, type SpareHasher } from "./packed-events.ts";

/**
 * What is done ahead: reads the events that begin at a place, hands them on in packs, hashed where there is time for it, and
 * tells at last where they end.
 */
export function readAhead(
  options: CursorOptions,
  place: CursorPlace,
  bytesOf: (offset: number, length: number) => Uint8Array,
  tell: (told: PackedEvents | EventsEnd) => void,
  hasher?: SpareHasher,
): void {
  const packer = new EventPacker(tell, hasher);
  const texts = new EventTexts(options, place, "nothing", packer);
  try {
    for (;;) if (texts.quick() === null) drive(texts.next(), bytesOf);
  } catch {
    packer.flush();
    tell({ end: texts.end });
  }
}
