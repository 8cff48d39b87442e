import fc from "fast-check";
import { expect, test } from "vitest";
import type { JournalEventType } from "../../shared/model/journal-event.ts";
import { toRfc3339 } from "../../shared/model/time.ts";
import { readEvent, stageEvent } from "./event-text.ts";
import { noPrevious } from "./leaf.ts";
import { receivedAnchors } from "./received-anchors.ts";
import { type EventQuery, searchEvents } from "./search-events.ts";

const types = ["order.intended", "risk.judged", "order.filled", "note.added"] as const satisfies JournalEventType[];
const stored = Array.from({ length: 5000 }, (_, seq) => {
  const type = types[seq % types.length] ?? "note.added";
  const actor = {
    kind: seq % 3 === 0 ? ("trader" as const) : ("person" as const),
    id: seq % 3 === 0 ? "sma-1" : "desk",
  };
  const order = `o-${seq >> 2}`;
  const data = { orderId: order, reason: seq === 77 ? 'Over the "Top"' : "because" };
  const { head, tail } = stageEvent(
    { type, at: seq * 1000, actor, trace: `t-${seq >> 2}`, cause: null, data },
    seq,
    0n,
    "s",
  );
  return { seq, text: head + noPrevious + tail };
});
let reads = 0;
const source = {
  read: ({ from, to }: { from: number; to: number }) => {
    reads += to - from + 1;
    return stored.slice(from, to + 1);
  },
  readOrder: (id: string) => stored.filter(({ text }) => readEvent(text).data["orderId"] === id),
  readTrace: (trace: string) => stored.filter(({ text }) => readEvent(text).trace === trace),
};
const all: EventQuery = { text: "", type: "", actor: "", from: null, to: null, before: null, limit: 100 };
const seqs = (query: Partial<EventQuery>, most?: number) => {
  const { events, next } = searchEvents(source, { ...all, ...query }, stored.length, most);
  return { seqs: events.map(({ seq }) => seq), next };
};

test("an order id or a trace is found by the index, without reading the journal", () => {
  reads = 0;
  expect(seqs({ text: " o-3 " }).seqs).toEqual([15, 14, 13, 12]);
  expect(seqs({ text: "t-3", type: "order." }).seqs).toEqual([14, 12]);
  expect(seqs({ text: "o-3", limit: 3 })).toEqual({ seqs: [15, 14, 13], next: 13 });
  expect(seqs({ text: "o-3", limit: 3, before: 13 })).toEqual({ seqs: [12], next: null });
  expect(reads).toBe(0);
});

test("any part of an event, its type, who acted and when narrow a search together", () => {
  expect(seqs({ text: "OVER the" })).toEqual({ seqs: [77], next: null });
  expect(seqs({ type: "order.filled", limit: 2 }).seqs).toEqual([4998, 4994]);
  expect(seqs({ type: "order.", limit: 3 }).seqs).toEqual([4998, 4996, 4994]);
  expect(seqs({ actor: "trader sma", from: toRfc3339(30_000), to: toRfc3339(42_000) })).toEqual({
    seqs: [42, 39, 36, 33, 30],
    next: null,
  });
  expect(seqs({ text: "no such thing" })).toEqual({ seqs: [], next: null });
});

test("a long search stops at its bound and says where to go on", () => {
  const first = seqs({ text: "over the" }, 2000);
  expect(first).toEqual({ seqs: [], next: 3000 });
  const second = seqs({ text: "over the", before: first.next }, 2000);
  expect(second.next).toBe(1000);
  expect(seqs({ text: "over the", before: second.next }, 2000)).toEqual({ seqs: [77], next: null });
});

test("going on from page to page finds each match once, in order, whatever is asked", () => {
  const query = fc.record({
    type: fc.constantFrom("", "order.", "risk.judged"),
    actor: fc.constantFrom("", "desk", "trader"),
    from: fc.option(fc.integer({ min: 0, max: 5_000_000 }).map((at) => toRfc3339(at))),
    limit: fc.integer({ min: 40, max: 500 }),
  });
  fc.assert(
    fc.property(query, (asked) => {
      const found: number[] = [];
      for (let before: number | null = null; ; ) {
        const page = seqs({ ...asked, before }, 2000);
        found.push(...page.seqs);
        if (page.next === null) break;
        before = page.next;
      }
      const expected = stored.filter(({ text }) => {
        const { type, actor, at } = readEvent(text);
        return (
          type.startsWith(asked.type) &&
          (asked.actor === "" || `${actor.kind} ${actor.id}`.includes(asked.actor)) &&
          at >= (asked.from ?? "")
        );
      });
      expect(found).toEqual(expected.map(({ seq }) => seq).reverse());
    }),
    { numRuns: 20 },
  );
});

test("anchors are found among other events, and what only mentions them is not taken for one", () => {
  const of = (type: JournalEventType, data: object, seq: number) => {
    const event = {
      type,
      at: 0,
      actor: { kind: "person" as const, id: "desk" },
      trace: "t",
      cause: null,
      data: { ...data },
    };
    const { head, tail } = stageEvent(event, seq, 0n, "s");
    return { seq, text: head + noPrevious + tail };
  };
  const receipt = { kind: "receipt", size: 4, by: "the firm", time: "", token: "" };
  const events = [of("note.added", { text: "anchor.received" }, 0), of("anchor.received", receipt, 1)];
  expect(receivedAnchors(events)).toEqual([
    { seq: 1, kind: "receipt", size: 4, by: "the firm", time: "", at: "1970-01-01T00:00:00.000Z" },
  ]);
});
