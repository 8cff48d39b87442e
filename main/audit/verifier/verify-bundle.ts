import type { Bundle, BundleHead, InclusionProof } from "../bundle.ts";
import { bundleLimits } from "../bundle-limits.ts";
import { parseCheckpoint, type SignedCheckpoint } from "../checkpoint.ts";
import type { Primitives } from "../primitives.ts";
import { StrictJsonError } from "../strict-json.ts";
import { BundledEvents } from "./bundled-event.ts";
import { EventTexts, Miscounted } from "./event-texts.ts";
import { type EventSource, type EventsAhead, EventsTaken } from "./events-ahead.ts";
import { findEventsEnd } from "./events-end.ts";
import { type Givens, noGivens } from "./givens.ts";
import { bundleCursor, type CursorOptions, type CursorPlace, drive, type Reading } from "./json-cursor.ts";
import { type BundleReading, Members, type NoBundle, type ReadBundle, readBundle } from "./read-bundle.ts";
import { EventScanner } from "./scan-event.ts";
import { integrity, type OpenCheck } from "./verdict.ts";
import { report, Verification, type VerificationReport } from "./verification.ts";

export type { VerificationReport } from "./verification.ts";

/** How far a verification has come: a file is read once to see that it is whole, and once for its events. */
export interface Progress {
  readonly step: "reading" | "checking";
  readonly events: number;
  /** 0 to 1, of this step. */
  readonly part: number;
}

export interface VerifyOptions {
  /** A signed note that the reader kept from earlier. */
  readonly remembered?: string | undefined;
  readonly givens?: Givens | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly checks?: readonly OpenCheck[] | undefined;
  readonly chunkBytes?: number | undefined;
  /** Who reads the events on another thread; without, they are read on this one. */
  readonly ahead?: EventsAhead | undefined;
}

/** What there is to say of a file that cannot be read. */
export function unreadable(problem: string): VerificationReport {
  return report([integrity("V01", "fail", problem)], 2, null);
}

/** Reads one remembered checkpoint. Answers with the reason where it is none. */
function readRemembered(note: string | undefined): SignedCheckpoint | string | null {
  return note === undefined ? null : parseCheckpoint(note);
}

const readable = integrity("V01", "pass", "the file is JSON without duplicate keys, within its limits");
const everyEvents = 8192;

function* readWhole(options: CursorOptions, how: BundleReading): Reading<ReadBundle | NoBundle | StrictJsonError> {
  try {
    return yield* readBundle(options, how);
  } catch (error) {
    if (error instanceof StrictJsonError) return error;
    throw error;
  }
}

/**
 * Checks a bundle of so many bytes, and that it continues a remembered checkpoint where one is given. It asks its driver
 * for the bytes and keeps no event, so that memory does not grow with their number. What stands behind the events is needed
 * first: without somebody ahead all is read twice, with one the events are passed over to where they seem to end, and
 * wherever that, or anything else, was not so, the long way is gone. Never throws for what is in the file.
 */
export function* verification(
  primitives: Primitives,
  bytes: number,
  options: VerifyOptions = {},
): Reading<VerificationReport> {
  const { ahead: _, ...alone } = options;
  for (const each of options.ahead === undefined ? [alone] : [options, alone]) {
    try {
      return yield* verifyOnce(primitives, bytes, each, false);
    } catch (error) {
      if (!(error instanceof Miscounted)) throw error;
    }
  }
  return yield* verifyOnce(primitives, bytes, alone, true);
}

function* verifyOnce(
  primitives: Primitives,
  bytes: number,
  { remembered: note, givens = noGivens, onProgress, checks, chunkBytes, ahead }: VerifyOptions,
  careful: boolean,
): Reading<VerificationReport> {
  if (bytes > bundleLimits.maxBytes) return unreadable(`the file is larger than ${bundleLimits.maxBytes} bytes`);
  const options = bundleCursor(primitives, bytes, chunkBytes);
  const eventsEnd = ahead === undefined ? null : yield* findEventsEnd(options);
  const onEvents = ahead && ((place: CursorPlace) => ahead.begin(place));
  const read = yield* readWhole(options, { careful, eventsEnd, onEvents });
  onProgress?.({ step: "reading", events: 0, part: 1 });
  if (read instanceof StrictJsonError) {
    if (eventsEnd !== null) throw new Miscounted();
    return unreadable(read.message);
  }
  if ("problem" in read) {
    // Whether the file can be read at all comes before what it is.
    if (!careful) throw new Miscounted();
    return report([readable, integrity("V02", "fail", `not a known bundle: ${read.problem}`, read.where)], 1, null);
  }
  const { head } = read;
  const remembered = readRemembered(note);
  if (typeof remembered === "string") {
    // That the file can be read, and how many events it has, is said of one that was read.
    if (!careful) throw new Miscounted();
    const text = `the remembered checkpoint is none: ${remembered}`;
    return report([readable, integrity("V01", "fail", text)], 2, {
      head,
      events: read.events.members,
      checkpoints: head.checkpoints.length,
    });
  }
  const premises = { primitives, head, remembered, exported: true, givens, ...(checks ? { checks } : {}) };
  const running = new Verification({ ...premises, events: read.events.members, proofs: read.inclusion.members });
  const taken = ahead && new EventsTaken(primitives, ahead, head.range.from);
  const events: EventSource = taken ?? textsOf(primitives, options, read, careful);
  const proofs = new Members<InclusionProof>(options, read.inclusion);
  for (let done = 0; done < read.events.members; done++) {
    while (taken?.isWaiting && running.workAhead());
    const event = events.quick() ?? (yield* events.next());
    running.event(event, read.inclusion.members === 0 ? null : yield* proofs.next());
    if (done % everyEvents === 0) onProgress?.({ step: "checking", events: done, part: done / read.events.members });
  }
  if (eventsEnd !== null && taken?.endsAt(eventsEnd) !== true) throw new Miscounted();
  onProgress?.({ step: "checking", events: read.events.members, part: 1 });
  return running.conclude([readable]);
}

function textsOf(primitives: Primitives, options: CursorOptions, read: ReadBundle, careful: boolean): EventSource {
  const { head, events } = read;
  const made = new BundledEvents(primitives, head.range.from);
  return new EventTexts(options, events.place, careful ? "parsed" : "told apart", made);
}

/** Checks the text of a bundle; see {@link verification}. */
export function verifyBundle(
  primitives: Primitives,
  text: string,
  remembered?: string,
  options: Omit<VerifyOptions, "remembered"> = {},
): VerificationReport {
  const bytes = primitives.utf8(text);
  return drive(verification(primitives, bytes.length, { ...options, remembered }), (offset, length) =>
    bytes.subarray(offset, offset + length),
  );
}

/** Bytes of the events that lie together. */
const usualArena = 1 << 17;

/** What the desk itself composed of its journal: everything but the events, and those as they are read. */
export interface Composed {
  readonly head: BundleHead;
  /** The signed notes, read once; those of the head unless given. */
  readonly notes?: Iterable<string>;
  /** How many there are. */
  readonly events: number;
  readonly texts: Iterable<string>;
  /** Writes a text as JSON in UTF-8 with a zero behind it, until the next is asked for; without, the platform does. */
  readonly jsonOf?: (text: string) => Uint8Array;
  readonly inclusion: readonly InclusionProof[];
}

/** Checks what was composed without exporting it, as {@link verifyBundle} would a file; no event is kept. */
export function verifyRecord(
  primitives: Primitives,
  {
    head,
    notes = head.checkpoints,
    events,
    texts,
    inclusion,
    jsonOf = (text) => primitives.utf8(`${JSON.stringify(text)}\0`),
  }: Composed,
  onProgress?: (progress: Progress) => void,
  givens: Givens = noGivens,
): VerificationReport {
  const proofs = inclusion.length;
  const running = new Verification({
    primitives,
    head,
    notes,
    events,
    proofs,
    remembered: null,
    exported: false,
    givens,
  });
  const scanner = new EventScanner(primitives.decodeUtf8);
  const made = new BundledEvents(primitives, head.range.from);
  let arena = new Uint8Array(0);
  let filled = 0;
  let index = 0;
  for (const text of texts) {
    const bytes = jsonOf(text);
    // Events are held on to for a while: what they stand in is not written over.
    if (filled + bytes.length > arena.length) {
      arena = new Uint8Array(Math.max(usualArena, bytes.length));
      filled = 0;
    }
    const scanned = scanner.scan(bytes, 0, arena, filled);
    filled = scanned?.to ?? filled;
    running.event(scanned ? made.known(scanned) : made.doubtful(text), inclusion[index] ?? null);
    if (index % everyEvents === 0) onProgress?.({ step: "checking", events: index, part: index / events });
    index += 1;
  }
  return running.conclude([]);
}

/** The same for a bundle in memory. */
export function verifyComposed(
  primitives: Primitives,
  { events: texts, inclusion, ...head }: Bundle,
  onProgress?: (progress: Progress) => void,
): VerificationReport {
  return verifyRecord(primitives, { head, events: texts.length, texts, inclusion }, onProgress);
}
