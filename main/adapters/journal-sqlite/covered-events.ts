import { Fault } from "../../../shared/model/fault.ts";
import type { JournalEvent } from "../../../shared/model/journal-event.ts";
import { readEvent } from "../../audit/event-text.ts";
import { leafHexOf } from "../../audit/leaf.ts";
import { MerkleFrontier } from "../../audit/merkle-frontier.ts";
import { KeySuccession } from "../../audit/verifier/announced-keys.ts";
import { nodePrimitives } from "../proof-node/node-primitives.ts";
import { keyEvents } from "./event-inserts.ts";
import type { EventReader } from "./event-reader.ts";
import { brokenChain } from "./storage-fault.ts";
import { checkCheckpoint } from "./verify-stored.ts";

/** What the newest checkpoint of a journal covers. */
export interface CoveredEvents {
  /** The signed note, and how many events it covers. */
  readonly note: string;
  readonly size: number;
  /** How many events came after it. */
  readonly behind: number;
  /** Those it covers, to be read once and to the end: throws a Fault `STORAGE-CHAIN` at the latest behind the last of them. */
  readonly events: Iterable<JournalEvent>;
}

/**
 * Reads a journal up to its newest checkpoint and stands for every event on the way: each follows the one before it, the
 * root over all of them is the checkpoint's, and a key that they announce signed it. Throws a Fault `EXPORT-UNSIGNED` where
 * there is no checkpoint.
 */
export function coveredEvents(reader: EventReader, origin: string): CoveredEvents {
  const newest = reader.checkpoints().at(-1);
  if (newest === undefined) throw unsigned(origin);
  return {
    note: newest.note,
    size: newest.size,
    behind: Math.max(0, reader.tip() + 1 - newest.size),
    events: followed(reader, origin, newest),
  };
}

function* followed(
  reader: EventReader,
  origin: string,
  newest: { readonly size: number; readonly note: string },
): Generator<JournalEvent> {
  const frontier = new MerkleFrontier(nodePrimitives.sha256Into);
  const succession = new KeySuccession(nodePrimitives, origin);
  for (const { text } of reader.read(0, newest.size - 1)) {
    frontier.append(Buffer.from(leafHexOf(nodePrimitives, text), "hex"));
    const event = readEvent(text);
    if (keyEvents.has(event.type)) succession.follow(event);
    yield event;
  }
  const [broken] = succession.breaks;
  if (broken) throw brokenChain(broken.where, broken.text);
  if (frontier.size < newest.size)
    throw brokenChain(`event ${frontier.size}`, `it is missing: a checkpoint was signed over ${newest.size} events`);
  checkCheckpoint(newest, origin, frontier, succession.keys);
}

function unsigned(origin: string): Fault {
  return new Fault(
    "EXPORT-UNSIGNED",
    "storage",
    `the journal ${origin} holds no checkpoint: nothing says that its events are all there`,
    "Run proofdesk audit on the profile, which signs one, then try again.",
  );
}
