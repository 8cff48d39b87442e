import fc from "fast-check";
import { expect, it } from "vitest";
import { frictionless } from "../../shared/model/paper-venue-settings.ts";
import { btc } from "../../tests/fixtures/venue-desk.ts";
import { PriceHeap } from "./price-heap.ts";
import { type VenueOrder, venueOrder } from "./venue-order.ts";
import { venueTerms } from "./venue-terms.ts";

const terms = venueTerms(btc, frictionless);

function order(price: number): VenueOrder {
  return venueOrder(
    {
      orderId: "o",
      instrumentId: btc.id,
      side: "buy",
      type: "limit",
      limitPrice: String(price),
      size: "1",
      timeInForce: "GTC",
      postOnly: false,
      reduceOnly: false,
      reason: "",
    },
    terms,
    0,
  );
}

const step = fc.oneof(
  fc.record({ kind: fc.constant("push" as const), price: fc.integer({ min: 1, max: 50 }) }),
  fc.record({ kind: fc.constant("end" as const), pick: fc.nat() }),
  fc.record({ kind: fc.constant("move" as const), pick: fc.nat(), price: fc.integer({ min: 1, max: 50 }) }),
  fc.record({ kind: fc.constant("take" as const), price: fc.integer({ min: 1, max: 50 }), inclusive: fc.boolean() }),
);

it.each(["lowest", "highest"] as const)("gives what a search through all orders gives, %s first", (first) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
      const heap = new PriceHeap(first);
      const living = new Map<VenueOrder, number>();
      const pickOf = (pick: number): VenueOrder | undefined => [...living.keys()][pick % Math.max(1, living.size)];
      for (const each of steps) {
        if (each.kind === "push") {
          const added = order(each.price);
          living.set(added, each.price);
          heap.push(each.price, added);
        } else if (each.kind === "end") {
          const ended = pickOf(each.pick);
          if (ended) ended.done = "canceled";
          if (ended) living.delete(ended);
        } else if (each.kind === "move") {
          const moved = pickOf(each.pick);
          if (!moved) continue;
          moved.stamp++;
          living.set(moved, each.price);
          heap.push(each.price, moved);
        } else {
          const reached = (price: number): boolean =>
            price === each.price ? each.inclusive : first === "lowest" ? price < each.price : price > each.price;
          const expected = [...living].filter(([, price]) => reached(price)).map(([one]) => one);
          const taken: VenueOrder[] = [];
          heap.take(each.price, each.inclusive, taken);
          expect(new Set(taken)).toEqual(new Set(expected));
          expect(taken).toHaveLength(expected.length);
          for (const one of taken) living.delete(one);
        }
        const prices = [...living.values()];
        expect(heap.first()).toBe(first === "lowest" ? Math.min(...prices) : Math.max(...prices));
      }
    }),
    { numRuns: 60 },
  );
});
