import { array, assert, boolean, constantFrom, integer, nat, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import { latestOutbox, losslessOutbox } from "./outbox.ts";

const steps = array(
  record({ push: boolean(), key: constantFrom("a", "b", "c", "d"), value: integer(), take: nat({ max: 5 }) }),
  { maxLength: 200 },
);

describe("a lossless outbox", () => {
  test("gives back what was pushed, in order and once, and never holds more than its capacity", () => {
    assert(
      property(steps, integer({ min: 1, max: 10 }), (script, capacity) => {
        const outbox = losslessOutbox(capacity);
        let model: number[] = [];
        for (const { push, value, take } of script) {
          if (push) {
            const fits = model.length < capacity;
            expect(outbox.push(value)).toBe(fits);
            if (fits) model.push(value);
          } else {
            expect(outbox.take(take)).toEqual(model.slice(0, take));
            model = model.slice(take);
          }
          expect(outbox.size).toBe(model.length);
        }
      }),
    );
  });

  test("is empty after clearing", () => {
    const outbox = losslessOutbox(3);
    outbox.push(1);
    outbox.clear();
    expect([outbox.size, outbox.take(9)]).toEqual([0, []]);
  });
});

describe("a latest outbox", () => {
  test("gives back the newest item of every key and never holds more keys than its capacity", () => {
    assert(
      property(steps, integer({ min: 1, max: 4 }), (script, capacity) => {
        const outbox = latestOutbox((item) => (item as { key: string }).key, capacity);
        const model = new Map<string, number>();
        for (const { push, key, value, take } of script) {
          if (push) {
            const fits = model.has(key) || model.size < capacity;
            expect(outbox.push({ key, value })).toBe(fits);
            if (fits) model.set(key, value);
          } else {
            const taken = outbox.take(take) as { key: string; value: number }[];
            expect(taken).toHaveLength(Math.min(take, model.size));
            for (const item of taken) {
              expect(item.value).toBe(model.get(item.key));
              model.delete(item.key);
            }
          }
          expect(outbox.size).toBe(model.size);
        }
        outbox.clear();
        expect(outbox.size).toBe(0);
      }),
    );
  });
});
