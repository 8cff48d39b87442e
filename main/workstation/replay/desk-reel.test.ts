import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DeskAt } from "../../../shared/contract/audit.ts";
import type { JournalEvent } from "../../../shared/model/journal-event.ts";
import { recordBasis, trade } from "../../../tests/fixtures/long-record.ts";
import { openTestJournal, withProfile } from "../../../tests/journal/sample-journal.ts";
import { readEvent } from "../../audit/event-text.ts";
import type { OrderHistory } from "../../engine/order-history.ts";
import { DeskReplica } from "../desk-replica.ts";
import { type FindIntent, intentFinder, orderHistory } from "../order-history.ts";
import { DeskReel } from "./desk-reel.ts";

/** A record of some hundred events, and what a desk that reads it from the beginning shows after each of them. */
const record: { events: JournalEvent[]; shown: DeskAt[]; history: OrderHistory; findIntent: FindIntent } = {
  events: [],
  shown: [],
  history: { keep: 0, eventsOf: () => [] },
  findIntent: () => undefined,
};

beforeAll(async () => {
  await withProfile(async (profileDir) => {
    const journal = await openTestJournal(profileDir);
    await trade(journal, 600);
    record.events = [...journal.read()].map(({ text }) => readEvent(text));
    await journal.close();
  });
  const byOrder = Map.groupBy(record.events, ({ data }) => String(data.orderId));
  const stored = (orderId: string) =>
    (byOrder.get(orderId) ?? []).map((event) => ({ seq: event.seq, text: JSON.stringify(event) }));
  record.history = orderHistory({ order: stored as never }, 0);
  record.findIntent = intentFinder({ order: stored as never });
  const replica = new DeskReplica(recordBasis, record.history, record.findIntent, null);
  record.shown = record.events.map((event) => {
    replica.take(event);
    return structuredClone(replica.shown);
  });
});
afterAll(() => {
  record.events = [];
  record.shown = [];
});

/** A reel over the record, and how many events it has read so far. */
function reel(spacing: number): { at: (seq: number) => DeskAt; readonly read: () => number } {
  let read = 0;
  const source = {
    *read(from: number, to: number) {
      for (const event of record.events.slice(from, to + 1)) {
        read += 1;
        yield event;
      }
    },
    history: record.history,
    findIntent: record.findIntent,
  };
  const film = new DeskReel(source, recordBasis, spacing);
  return { at: (seq) => film.at(seq), read: () => read };
}

describe("a reel", () => {
  it("shows after every event what a desk shows that reads the record up to there, however one jumps about", () => {
    const seqs = fc.array(fc.nat({ max: record.events.length - 1 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(seqs, fc.integer({ min: 1, max: 300 }), (stops, spacing) => {
        const { at } = reel(spacing);
        for (const seq of stops) expect(at(seq)).toEqual(record.shown[seq]);
      }),
      { numRuns: 40 },
    );
  });

  it("has positions, working orders and cash that move with the record", () => {
    const { at } = reel(100);
    const cash = new Set(record.events.map(({ seq }) => at(seq).account.cash));
    expect(cash.size).toBeGreaterThan(50);
    const open = record.events.filter(({ type }) => type === "order.accepted").map(({ seq }) => at(seq));
    expect(open.every(({ orders }) => orders.length === 1)).toBe(true);
    expect(open.some(({ positions }) => positions.some(({ size }) => size !== "0"))).toBe(true);
  });

  it("reads forwards once, and back no more than from the frame before", () => {
    const { at, read } = reel(50);
    at(500);
    expect(read()).toBe(501);
    at(501);
    expect(read()).toBe(502);
    at(480);
    expect(read()).toBeLessThan(502 + 51);
  });

  it("reads little again for every further step back", () => {
    const { at, read } = reel(100_000);
    at(600);
    at(590);
    for (let seq = 589; seq > 200; seq -= 13) {
      const before = read();
      at(seq);
      const again = read() - before;
      // Once in a while the frames near by are used up, and all before them is read for others.
      expect(again <= 100 || again === seq + 1).toBe(true);
    }
    expect(read()).toBeLessThan(601 + 591 + 30 * 100 + 600);
  });

  it("keeps few frames of a long record", () => {
    const { at, read } = reel(1);
    at(600);
    const forwards = read();
    at(300);
    // Every second frame was let go again and again; what is left still saves most of the way.
    expect(read() - forwards).toBeLessThan(120);
  });

  it("goes on from what is whole where reading failed in the middle", () => {
    let fails = true;
    const source = {
      *read(from: number, to: number) {
        for (const event of record.events.slice(from, to + 1)) {
          if (fails && event.seq === 333) throw new Error("the disk is gone");
          yield event;
        }
      },
      history: record.history,
      findIntent: record.findIntent,
    };
    const film = new DeskReel(source, recordBasis, 100);
    expect(() => film.at(400)).toThrow("the disk is gone");
    expect(film.at(320)).toEqual(record.shown[320]);
    fails = false;
    expect(film.at(400)).toEqual(record.shown[400]);
  });

  it("stops at the end of a record that is shorter", () => {
    const { at } = reel(100);
    expect(at(1_000_000)).toEqual(record.shown.at(-1));
  });
});
