import fc from "fast-check";
import { expect, test } from "vitest";
import { noPrevious } from "../../audit/leaf.ts";
import { type PlacedEvent, placedAlone, textsOf } from "./placed-event.ts";
import { lastOf, type StagedGroup, Staging, unpackGroup } from "./staged-group.ts";
import type { StagedEvent } from "./writer-messages.ts";

const text = fc.string({ unit: "grapheme", minLength: 1 });
const event = fc.record({ head: text, tail: text, trace: text, orderId: fc.option(text) });

const unpacked = (group: StagedGroup): PlacedEvent[] => {
  const events: PlacedEvent[] = [];
  unpackGroup(group, events);
  return events;
};

/** What the journal does: hands over when there is no more room. */
function stage(staging: Staging, staged: StagedEvent, durableSeq: number, groups: StagedGroup[]): void {
  if (!staging.hasRoom(staged)) groups.push(staging.take());
  staging.add(staged, durableSeq);
}

test("a group comes out as it was staged, whatever the writer puts in for prev, and what was taken is not taken again", () => {
  fc.assert(
    fc.property(fc.nat(), fc.array(event), (from, drawn) => {
      const staged: StagedEvent[] = drawn.map((each, i) => ({ ...each, seq: from + i, type: "order.intended" }));
      const staging = new Staging();
      for (const each of staged) staging.add(each, -1);
      expect(staging.size).toBe(staged.length);
      const group = staging.take();
      for (const { preimage, prevAt } of unpacked(group)) preimage.write(noPrevious, prevAt, "latin1");
      expect(unpacked(group).map(textsOf)).toEqual(staged);
      expect(unpacked(group).map(({ preimage }) => preimage.toString("utf8"))).toEqual(
        staged.map(({ head, tail }) => `\0${head}${noPrevious}${tail}`),
      );
      if (staged.length > 0) expect(lastOf(group)).toBe(staged.at(-1)?.seq);
      expect([staging.size, unpacked(staging.take())]).toEqual([0, []]);
    }),
  );
});

const long = (seq: number): StagedEvent => {
  const id = String(seq);
  return { seq, head: id.repeat(20_000), tail: "€", type: "note.added", orderId: null, trace: id };
};

test("bytes stay what they are until they are on disk, however many are underway", () => {
  const staging = new Staging();
  const groups: StagedGroup[] = [];
  for (let seq = 1000; seq < 1100; seq++) stage(staging, long(seq), -1, groups);
  groups.push(staging.take());
  expect(groups.length).toBeGreaterThan(5);
  expect(groups.flatMap(unpacked).map(textsOf)).toEqual(Array.from({ length: 100 }, (_, i) => long(1000 + i)));
});

test("memory whose events are on disk is written over instead of growing", () => {
  const staging = new Staging();
  const groups: StagedGroup[] = [];
  for (let seq = 1000; seq < 1200; seq++) stage(staging, long(seq), seq - 20, groups);
  expect(groups.length).toBeGreaterThan(10);
  expect(new Set(groups.map(({ memory }) => memory)).size).toBeLessThan(5);
  for (const { from, places } of groups) expect(places.length / 2 + from).toBeGreaterThan(from);
});

test("an event larger than the memory at hand gets its own", () => {
  const staging = new Staging();
  const large: StagedEvent = { ...long(1), head: "€".repeat(500_000) };
  const groups: StagedGroup[] = [];
  for (const each of [long(0), large, long(2)]) stage(staging, each, -1, groups);
  groups.push(staging.take());
  expect(groups.flatMap(unpacked).map(textsOf)).toEqual([long(0), large, long(2)]);
  expect(textsOf(placedAlone(large))).toEqual(large);
});
