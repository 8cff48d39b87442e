import type { EventPage } from "../../audit/event-page.ts";
import type { MarkedRow } from "./row-macs.ts";

/** Rows that follow each other, as columns; their leaves are hashes of the texts, or those stored beside them where nobody asked for more. */
export interface LinkedRows extends EventPage {
  readonly leaves: Uint8Array;
  /** Both are empty where nobody can check macs. */
  readonly macs: readonly (Uint8Array | null)[];
  readonly versions: readonly (number | null)[];
}

const unmarked: MarkedRow = { mac: null, mac_version: null };

/** What a row carries against strangers. */
export function marksOf({ macs, versions }: LinkedRows, place: number): MarkedRow {
  if (versions.length === 0) return unmarked;
  return { mac: macs[place] ?? null, mac_version: versions[place] ?? null };
}

/** Rows that follow each other as one, without their texts. */
export function joinRows(parts: readonly LinkedRows[]): LinkedRows {
  return {
    first: parts[0]?.first ?? 0,
    events: parts.reduce((sum, { events }) => sum + events, 0),
    texts: [],
    leaves: Buffer.concat(parts.map(({ leaves }) => leaves)),
    macs: parts.flatMap(({ macs }) => macs),
    versions: parts.flatMap(({ versions }) => versions),
    told: new Map(parts.flatMap(({ told }) => [...told])),
  };
}
