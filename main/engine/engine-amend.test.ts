import fc from "fast-check";
import { expect, test } from "vitest";
import { type EngineRig, engineRig, limit, market, person } from "../../tests/fixtures/engine-rig.ts";
import { endsOrder } from "./ended-orders.ts";

/** Long `size` at 100, in an account that could hold twice as much. */
function holding(size: number): EngineRig {
  const rig = engineRig({ cash: String(size * 200) });
  for (let i = 0; i < 3; i++) {
    rig.clock.now += 60_000;
    rig.bar(100, 2);
  }
  const { orderId } = rig.engine.submit(market("buy", `${size}`), person, "open");
  rig.fill(orderId, `${size}`, "100");
  return rig;
}

function working(rig: EngineRig, request: Parameters<typeof rig.engine.submit>[0]): string {
  const { orderId } = rig.engine.submit(request, person, "");
  rig.say({ orderId, kind: "accepted", venueOrderId: "v" });
  return orderId;
}

const positionOf = (rig: EngineRig): number => Number(rig.engine.positions()[0]?.size ?? "0");

test("while trading is halted an amended exit and a second one never turn the position", () => {
  const rig = holding(2);
  const exit = working(rig, limit("sell", "1", "101"));
  rig.engine.engageKillSwitch(person, "stop");
  expect(rig.engine.amend(exit, { size: "2" }, person, "more")).toMatchObject({ outcome: "approved", reducing: true });
  expect(rig.engine.submit(market("sell", "1"), person, "exit").verdict).toMatchObject({
    outcome: "rejected",
    reducing: false,
  });
  rig.say({ orderId: exit, kind: "replace-rejected", reason: "no" });
  expect(rig.engine.submit(market("sell", "1"), person, "exit").verdict.outcome).toBe("approved");
});

test("a smaller size counts only once the venue has agreed to it", () => {
  const rig = holding(2);
  const exit = working(rig, limit("sell", "2", "101"));
  rig.engine.amend(exit, { size: "1" }, person, "less");
  const second = () => rig.engine.preview(market("sell", "1", { reduceOnly: true }), person).outcome;
  expect(second()).toBe("rejected");
  rig.say({ orderId: exit, kind: "replaced", size: "1", limitPrice: "101" });
  expect(second()).toBe("approved");
});

test("buying power makes room for the larger of two sizes, also after a restart", () => {
  const rig = engineRig({ cash: "1000" });
  rig.bar(100, 2);
  const order = working(rig, limit("buy", "1", "99"));
  expect(rig.engine.amend(order, { size: "10" }, person, "up").outcome).toBe("approved");
  const again = engineRig({ cash: "1000" });
  for (const event of rig.stored()) again.engine.restore(event);
  again.clock.now = rig.clock.now;
  again.bar(100, 2);
  for (const { engine } of [rig, again]) {
    expect(engine.preview(limit("buy", "9", "99"), person).outcome).toBe("rejected");
  }
  rig.engine.cancel(order, person, "");
  rig.say({ orderId: order, kind: "canceled", reason: "" });
  expect(rig.engine.preview(limit("buy", "9", "99"), person).outcome).toBe("approved");
});

test("an amendment stays counted while a cancel is pending or refused, until its own answer comes", () => {
  const rig = holding(2);
  const exit = working(rig, limit("sell", "1", "101"));
  const second = () => rig.engine.preview(market("sell", "1", { reduceOnly: true }), person).outcome;
  rig.engine.amend(exit, { size: "2" }, person, "");
  rig.engine.cancel(exit, person, "");
  expect(second()).toBe("rejected");
  rig.say({ orderId: exit, kind: "cancel-rejected", reason: "too late" });
  expect(rig.engine.order(exit)?.status).toBe("pending_replace");
  expect(second()).toBe("rejected");
  rig.say({ orderId: exit, kind: "replace-rejected", reason: "too late as well" });
  expect(rig.engine.order(exit)?.status).toBe("accepted");
  expect(second()).toBe("approved");
});

test("of two unanswered amendments the larger counts until both have their answer", () => {
  const rig = holding(3);
  const exit = working(rig, limit("sell", "1", "101"));
  const second = () => rig.engine.preview(market("sell", "1", { reduceOnly: true }), person).outcome;
  rig.engine.amend(exit, { size: "3" }, person, "");
  rig.say({ orderId: exit, kind: "unknown", reason: "timeout" });
  rig.say({ orderId: exit, kind: "accepted", venueOrderId: "v" });
  rig.engine.amend(exit, { size: "2" }, person, "");
  rig.say({ orderId: exit, kind: "replace-rejected", reason: "the first" });
  expect(second()).toBe("rejected");
  rig.say({ orderId: exit, kind: "replaced", size: "2", limitPrice: "101" });
  expect(second()).toBe("approved");
});

test("a cancel takes back an amendment that has not left", () => {
  const rig = engineRig({ manualDurability: true });
  rig.bar(100, 2);
  const { orderId } = rig.engine.submit(limit("buy", "1", "99"), person, "");
  rig.engine.durable(rig.events.length);
  rig.say({ orderId, kind: "accepted", venueOrderId: "v" });
  rig.engine.amend(orderId, { size: "2" }, person, "");
  rig.engine.cancel(orderId, person, "no");
  rig.engine.durable(rig.events.length);
  expect(rig.asked).toEqual([`submit ${orderId}`, `cancel ${orderId}`]);
  expect(rig.types().slice(-2)).toEqual(["order.reconciled", "order.cancel_requested"]);
  expect(rig.dataOf("order.reconciled")).toMatchObject([{ outcome: "replace_rejected" }]);
});

const steps = fc.array(
  fc.record({
    what: fc.constantFrom(
      "submit" as const,
      "amend" as const,
      "amend" as const,
      "replaced" as const,
      "refused" as const,
    ),
    which: fc.nat({ max: 5 }),
    size: fc.integer({ min: 1, max: 6 }),
  }),
  { minLength: 2, maxLength: 20 },
);

test("whatever passes while trading is halted, no answer of the venue can turn the position", () => {
  let amended = 0;
  fc.assert(
    fc.property(steps, fc.boolean(), (script, agrees) => {
      const rig = holding(6);
      rig.engine.engageKillSwitch(person, "stop");
      const wanted = new Map<string, string>();
      const reply = (orderId: string, yes: boolean): void => {
        const size = wanted.get(orderId);
        if (size === undefined) return;
        wanted.delete(orderId);
        if (yes) rig.say({ orderId, kind: "replaced", size, limitPrice: "101" });
        else rig.say({ orderId, kind: "replace-rejected", reason: "no" });
      };
      for (const { what, which, size } of script) {
        rig.clock.now += 1000;
        rig.price(100);
        const open = rig.engine.openOrders();
        const { orderId } = open[which % Math.max(1, open.length)] ?? { orderId: "" };
        if (what === "submit") {
          const sent = rig.engine.submit(limit("sell", `${size}`, "101"), person, "");
          if (sent.verdict.outcome === "approved")
            rig.say({ orderId: sent.orderId, kind: "accepted", venueOrderId: "v" });
        } else if (what !== "amend") {
          reply(orderId, what === "replaced");
        } else if (orderId !== "" && !wanted.has(orderId)) {
          if (rig.engine.amend(orderId, { size: `${size}` }, person, "").outcome === "rejected") continue;
          wanted.set(orderId, `${size}`);
          amended++;
        }
      }
      for (const orderId of [...wanted.keys()]) reply(orderId, agrees);
      for (const { orderId, size } of rig.engine.openOrders()) rig.fill(orderId, size, "101");
      expect(positionOf(rig)).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 150 },
  );
  expect(amended).toBeGreaterThan(50);
});

test("the limit per order is asked of the whole new size, also of what is filled", () => {
  const rig = engineRig();
  rig.limits = { ...rig.limits, maxNotionalPerOrder: "500" };
  rig.bar(100, 2);
  const order = working(rig, limit("buy", "5", "100"));
  rig.fill(order, "4", "100");
  const amend = (size: string) => rig.engine.amend(order, { size }, person, "");
  const refused = amend("5.001");
  expect(refused.outcome).toBe("rejected");
  expect(refused.rows[0]).toMatchObject({ code: "RISK-001", outcome: "fail", observed: "500.1", maxPassingSize: "1" });
  expect(amend("5").outcome).toBe("approved");
});

test("an order whose last fill came before the answer to its amendment has an end in the record", () => {
  const answers = [
    { asked: "3", kind: "replace-rejected", reason: "the order is filled" },
    { asked: "1", kind: "replaced", size: "1", limitPrice: "101" },
  ] as const;
  for (const { asked, ...answer } of answers) {
    const rig = holding(3);
    const exit = working(rig, limit("sell", "2", "101"));
    rig.engine.amend(exit, { size: asked }, person, "");
    rig.fill(exit, asked === "3" ? "2" : "1", "101");
    expect(rig.engine.order(exit)?.status).toBe("pending_replace");
    rig.say({ orderId: exit, ...answer });
    expect(rig.engine.order(exit)?.status).toBe("filled");
    const last = rig.stored().at(-1);
    expect(last?.data).toMatchObject({ orderId: exit, status: "filled" });
    expect(rig.stored().filter((event) => endsOrder(event) && event.data["orderId"] === exit)).toEqual([last]);
  }
});
