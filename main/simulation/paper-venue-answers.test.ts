import fc from "fast-check";
import { expect, test } from "vitest";
import { minute, venueDesk } from "../../tests/fixtures/venue-desk.ts";

const order = fc.nat(7).map((n) => `o${n}`);
const price = fc.integer({ min: 95, max: 105 }).map(String);
const action = fc.oneof(
  fc.record({
    kind: fc.constant("submit" as const),
    side: fc.constantFrom("buy" as const, "sell" as const),
    limitPrice: price,
    timeInForce: fc.constantFrom("GTC" as const, "IOC" as const, "GTD" as const),
  }),
  fc.record({ kind: fc.constant("cancel" as const), orderId: order }),
  fc.record({ kind: fc.constant("replace" as const), orderId: order, limitPrice: price }),
  fc.record({ kind: fc.constant("bar" as const), prices: fc.tuple(price, price, price, price) }),
  fc.record({ kind: fc.constant("time" as const), ms: fc.nat(90_000) }),
);

const ends = new Set(["filled", "canceled", "rejected", "expired"]);

test("every cancel and every amendment is answered, whatever happens meanwhile, and nothing is said of an order after its end", () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), fc.constantFrom(0, 400, 70_000), (actions, latencyMs) => {
      const d = venueDesk({
        latencyMs,
        latencySigma: latencyMs > 0 ? 1 : 0,
        rejectRate: 0.2,
        rateLimit: { orders: 3, perMs: 30_000 },
        halts: [{ from: 2 * minute, to: 3 * minute }],
      });
      let time = 0;
      let bars = 0;
      let replaces = 0;
      const sent = new Set<string>();
      const canceled = new Set<string>();
      for (const each of actions) {
        if (each.kind === "submit") {
          const { side, limitPrice, timeInForce } = each;
          sent.add(d.order({ side, limitPrice, timeInForce, expireAt: time + 100_000 }));
        } else if (each.kind === "cancel") {
          if (sent.has(each.orderId)) canceled.add(each.orderId);
          d.venue.cancel(each.orderId);
        } else if (each.kind === "replace") {
          replaces++;
          d.venue.replace(each.orderId, { limitPrice: each.limitPrice });
        } else if (each.kind === "bar") {
          const [o, h, l, c] = each.prices.map(Number) as [number, number, number, number];
          bars = Math.max(bars, Math.ceil(time / minute));
          d.bar(bars++, o, Math.max(o, h, l, c), Math.min(o, h, l, c), c);
          time = bars * minute;
        } else {
          time += each.ms;
          d.venue.onTime(time);
        }
      }
      d.venue.onTime(time + 1e9);
      const answers = d.reports.filter(({ kind }) => kind === "replaced" || kind === "replace-rejected");
      expect(answers).toHaveLength(replaces);
      for (const id of canceled) {
        expect(d.said(id).some((kind) => kind === "canceled" || kind === "cancel-rejected")).toBe(true);
      }
      for (const id of new Set(d.reports.map(({ orderId }) => orderId))) {
        const said = d.said(id).filter((kind) => !kind.endsWith("-rejected"));
        const end = said.findIndex((kind) => ends.has(kind));
        if (end >= 0) expect(said.slice(end)).toHaveLength(1);
        if (canceled.has(id)) expect(d.venue.findOrder(id)?.status).not.toBe("working");
      }
    }),
    { numRuns: 200 },
  );
});
