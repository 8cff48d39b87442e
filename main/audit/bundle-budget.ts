import { Fault } from "../../shared/model/fault.ts";
import { bundleLimits, maxEventLength, mostMembers } from "./bundle-limits.ts";
import { type BundleMember, isList } from "./compose-bundle.ts";
import type { EventTexts } from "./event-page.ts";

type ListKey = keyof typeof mostMembers;

function beyond(what: string): Fault {
  return new Fault(
    "EXPORT-LIMIT",
    "validation",
    `a verifier would not read this bundle: ${what}`,
    "Export a part of the journal with --from and --to; where that holds too much as well, go on in a new profile.",
  );
}

/** Whether a page may hold a text that is too long: a text has at least as many bytes as characters. */
function hasLong({ texts }: EventTexts): boolean {
  if (!(texts instanceof Uint8Array)) return texts.some((text) => text.length > maxEventLength);
  if (texts.length <= maxEventLength) return false;
  for (let place = 0; place < texts.length; ) {
    const next = texts.indexOf(0, place + 1);
    const end = next < 0 ? texts.length : next;
    if (end - place - 1 > maxEventLength) return true;
    place = end;
  }
  return false;
}

/** Counts what a verifier counts while it reads a bundle, and stops before a limit is passed. */
class BundleBudget {
  #held = 0;

  *events(pages: Iterable<EventTexts>): Generator<EventTexts> {
    let events = 0;
    for (const page of pages) {
      events += page.events;
      this.#count("events", events);
      if (hasLong(page)) throw beyond(`an event has more than ${maxEventLength} characters`);
      yield page;
    }
  }

  *list<T>(key: Exclude<ListKey, "events">, members: Iterable<T>): Generator<T> {
    let count = 0;
    for (const member of members) {
      count += 1;
      this.#count(key, count);
      if (key !== "inclusion") this.hold(member);
      yield member;
    }
  }

  /** Takes what a reader keeps in memory. */
  hold(value: unknown): void {
    const length = JSON.stringify(value).length;
    if (length > bundleLimits.maxElement) throw beyond(`a value has ${length} characters`);
    this.#held += length;
    if (this.#held > bundleLimits.maxHeld)
      throw beyond(`all but its events and proofs has more than ${bundleLimits.maxHeld} characters`);
  }

  #count(key: ListKey, members: number): void {
    if (members > mostMembers[key]) throw beyond(`it would hold more than ${mostMembers[key]} ${key}`);
  }
}

/** The members of a bundle as they come, up to what a verifier accepts. Throws a Fault `EXPORT-LIMIT` in their midst. */
export function* withinLimits(members: Iterable<BundleMember>): Generator<BundleMember> {
  const budget = new BundleBudget();
  for (const [key, value] of members) {
    if (key === "events") yield [key, budget.events(value)];
    else if (isList(value)) {
      const members = budget.list<unknown>(key as Exclude<ListKey, "events">, value);
      yield [key, members] as unknown as BundleMember;
    } else {
      budget.hold(value);
      yield [key, value] as BundleMember;
    }
  }
}
