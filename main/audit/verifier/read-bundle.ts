import { Bundle, type BundleHead } from "../bundle.ts";
import { bundleLimits, maxEventLength, mostMembers } from "../bundle-limits.ts";
import type { StrictJson } from "../strict-json.ts";
import { type CursorOptions, type CursorPlace, JsonCursor, type Reading } from "./json-cursor.ts";

/** How a document is read. */
export interface BundleReading {
  /** Whether events are parsed; otherwise they are only told apart by where they end. */
  readonly careful: boolean;
  /** Where the list of events is thought to end: it is passed over up to there, and taken to have as many members as the range. */
  readonly eventsEnd?: number | null | undefined;
  /** Hears where the events begin, long before they end. */
  readonly onEvents?: ((place: CursorPlace) => void) | undefined;
}

/** A stretch of the file that holds an array of which there is a member per event. */
export interface Stretch {
  readonly place: CursorPlace;
  readonly members: number;
}

/** A bundle but for its events and inclusion proofs, of which only the places are kept. */
export interface ReadBundle {
  readonly head: BundleHead;
  readonly events: Stretch;
  readonly inclusion: Stretch;
}

/** Why a document that could be read is no bundle. */
export interface NoBundle {
  readonly problem: string;
  readonly where: string;
}

type Member = keyof Bundle;
const shape = Bundle.shape;
const isMember = (key: string): key is Member => Object.hasOwn(shape, key);
const isList = (key: string): key is keyof typeof mostMembers => Object.hasOwn(mostMembers, key);

/** Levels that are left to the value of a member, and to a member of an array, of those below the document. */
const inMember = bundleLimits.maxDepth - 1;
const inArray = bundleLimits.maxDepth - 2;

/** Reads a whole document once, holds on to what is small, and checks the form of everything. */
class BundleReader {
  readonly #cursor: JsonCursor;
  readonly #how: BundleReading;
  readonly #seen = new Set<string>();
  readonly #parts: Record<string, unknown> = {};
  readonly #stretches = new Map<string, Stretch>();
  #held = 0;
  /** Whether the events were passed over, so that nobody has counted them. */
  #passed = false;
  #problem: NoBundle | null = null;

  constructor(cursor: JsonCursor, how: BundleReading) {
    this.#cursor = cursor;
    this.#how = how;
  }

  *document(): Reading<ReadBundle | NoBundle> {
    const cursor = this.#cursor;
    if (!(yield* cursor.takes("{"))) {
      yield* cursor.value();
      yield* this.#ends();
      return { problem: "it is no object", where: "the document" };
    }
    if (!(yield* cursor.takes("}"))) {
      do yield* this.#member();
      while (yield* cursor.takes(","));
      if (!(yield* cursor.takes("}"))) cursor.refuse("a comma or } is expected");
    }
    yield* this.#ends();
    for (const key of Object.keys(shape)) if (!this.#seen.has(key)) this.#fault("it is missing", key);
    const head = this.#parts as unknown as BundleHead;
    if (this.#passed && this.#problem === null) this.#takeRange(head.range);
    if (this.#problem !== null) return this.#problem;
    const none: Stretch = { place: { offset: 0, before: 0 }, members: 0 };
    const { events = none, inclusion = none } = Object.fromEntries(this.#stretches);
    return { head, events, inclusion };
  }

  *#ends(): Reading<void> {
    if ((yield* this.#cursor.peek()) !== "") this.#cursor.refuse("something follows the document");
  }

  *#member(): Reading<void> {
    const cursor = this.#cursor;
    if ((yield* cursor.peek()) !== '"') cursor.refuse("a key is expected");
    const key = (yield* cursor.value()) as string;
    if (key === "__proto__" || this.#seen.has(key))
      cursor.refuse(`the key ${JSON.stringify(key.slice(0, 100))} appears twice`);
    this.#seen.add(key);
    if (this.#seen.size > 1000) cursor.refuse("there are more than 1000 members");
    if (!(yield* cursor.takes(":"))) cursor.refuse("a colon is expected");
    if (!isMember(key)) {
      yield* this.#hold(cursor.value(inMember));
      this.#fault("it is not a member of a bundle", key.slice(0, 100));
    } else if (isList(key)) yield* this.#list(key);
    else this.#parts[key] = this.#formed(key, yield* this.#hold(cursor.value(inMember)), shape[key]);
  }

  *#list(key: keyof typeof mostMembers): Reading<void> {
    const cursor = this.#cursor;
    if (!(yield* cursor.takes("["))) {
      yield* this.#hold(cursor.value(inMember));
      this.#fault("it is no array", key);
      return;
    }
    yield* cursor.peek();
    const place = cursor.place();
    if (key === "events") this.#begin(place);
    const { element } = shape[key];
    const passes = key === "events" || key === "inclusion";
    const kept: unknown[] = [];
    let members = 0;
    if (!(yield* cursor.takes("]"))) {
      do {
        if (key === "events" && !this.#how.careful) while (cursor.passesText(maxEventLength)) members += 1;
        const read = passes ? yield* cursor.value(inArray) : yield* this.#hold(cursor.value(inArray));
        if (members >= mostMembers[key]) this.#fault(`there are more than ${mostMembers[key]}`, key);
        else {
          const formed = this.#formed(`${key}.${members}`, read, element);
          if (!passes && this.#problem === null) kept.push(formed);
        }
        members += 1;
      } while (yield* cursor.takes(","));
      if (!(yield* cursor.takes("]"))) cursor.refuse("a comma or ] is expected");
    }
    if (members > mostMembers[key]) this.#fault(`there are more than ${mostMembers[key]}`, key);
    if (passes) this.#stretches.set(key, { place, members });
    else this.#parts[key] = kept;
  }

  #begin(place: CursorPlace): void {
    const { eventsEnd, onEvents } = this.#how;
    onEvents?.(place);
    if (typeof eventsEnd !== "number" || eventsEnd <= place.offset) return;
    this.#passed = true;
    this.#cursor.leap(eventsEnd);
  }

  /** Events that nobody has counted are taken to be as many as the range says. */
  #takeRange({ from, to }: BundleHead["range"]): void {
    const members = to - from + 1;
    const { place } = this.#stretches.get("events") as Stretch;
    if (members > mostMembers.events) this.#fault(`there are more than ${mostMembers.events}`, "events");
    this.#stretches.set("events", { place, members });
  }

  /** Counts what stays in memory, so that no file can fill it. */
  *#hold(reading: Reading<StrictJson>): Reading<StrictJson> {
    const before = this.#cursor.characters;
    const value = yield* reading;
    this.#held += this.#cursor.characters - before;
    if (this.#held > bundleLimits.maxHeld)
      this.#cursor.refuse(`all but events and inclusion proofs takes more than ${bundleLimits.maxHeld} characters`);
    return value;
  }

  #formed(where: string, value: unknown, schema: { safeParse(value: unknown): SafeParse }): unknown {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const issue = parsed.error?.issues[0];
    this.#fault(issue?.message ?? "it is of another form", [where, ...(issue?.path ?? []).map(String)].join("."));
    return null;
  }

  #fault(problem: string, where: string): void {
    this.#problem ??= { problem, where };
  }
}

interface SafeParse {
  readonly success: boolean;
  readonly data?: unknown;
  readonly error?: { readonly issues: readonly { readonly message: string; readonly path: readonly PropertyKey[] }[] };
}

/**
 * Reads all of a file but keeps neither events nor inclusion proofs. Unless it is to be careful it leaves it to who reads the
 * events to find that they are texts, and where they were passed over, that they are as many and end there. Throws a
 * StrictJsonError for what is no JSON within the limits.
 */
export function readBundle(options: CursorOptions, how: BundleReading): Reading<ReadBundle | NoBundle> {
  return new BundleReader(new JsonCursor(options), how).document();
}

/** The members of an array of a file that was read before, one after the other. */
export class Members<T> {
  readonly #cursor: JsonCursor;
  #left: number;

  constructor(options: CursorOptions, { place, members }: Stretch) {
    this.#cursor = new JsonCursor(options, place);
    this.#left = members;
  }

  *next(): Reading<T | null> {
    if (this.#left === 0) return null;
    this.#left -= 1;
    const value = (yield* this.#cursor.value(inMember)) as T;
    yield* this.#cursor.takes(",");
    return value;
  }
}
