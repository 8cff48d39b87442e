import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { Bracket, OrderRequest, OrderView } from "../../../shared/model/order.ts";
import { type EngineRig, engineRig, limit, market, person, readyRig } from "../../../tests/fixtures/engine-rig.ts";

const bracket: Bracket = {
  stopLoss: { type: "stop", triggerPrice: "95" },
  takeProfit: { type: "limit", limitPrice: "110" },
};

/** Sends an entry and lets the venue accept it. */
function enter(rig: EngineRig, request: OrderRequest): string {
  const { orderId } = rig.engine.submit(request, person, "entry");
  rig.say({ kind: "accepted", orderId, venueOrderId: "v" });
  return orderId;
}

function legs(rig: EngineRig, entry: string): { stop: OrderView | undefined; target: OrderView | undefined } {
  const all = rig.engine.orders().filter((order) => order.link?.parent === entry);
  const last = (role: string): OrderView | undefined =>
    all
      .filter((order) => order.link?.role === role)
      .toSorted((a, b) => a.createdAt - b.createdAt)
      .at(-1);
  return { stop: last("stop-loss"), target: last("take-profit") };
}

/** Accepts and answers whatever the desk has asked the venue for, like a venue that does as it is told. */
function obey(rig: EngineRig, from = 0): number {
  let at = from;
  for (; at < rig.asked.length; at++) {
    const [what, orderId = "", change = "{}"] = (rig.asked[at] ?? "").split(" ");
    const order = rig.engine.order(orderId);
    if (order === undefined) continue;
    if (what === "submit" && order.status === "submitted") rig.say({ kind: "accepted", orderId, venueOrderId: "v" });
    if (what === "cancel") rig.say({ kind: "canceled", orderId, reason: "on request" });
    if (what === "replace") rig.say({ kind: "replaced", orderId, size: order.size, ...(JSON.parse(change) as object) });
  }
  return at;
}

describe("a bracket", () => {
  it("sends no exit before its entry fills, then exits of what has filled, in the entry's chain", () => {
    const rig = readyRig();
    const entry = enter(rig, limit("buy", "3", "99", { bracket }));
    expect(legs(rig, entry)).toEqual({ stop: undefined, target: undefined });
    rig.fill(entry, "1", "99");
    const { stop, target } = legs(rig, entry);
    expect(stop).toMatchObject({ type: "stop", side: "sell", size: "1", triggerPrice: "95", reduceOnly: true });
    expect(target).toMatchObject({ type: "limit", side: "sell", size: "1", limitPrice: "110", reduceOnly: true });
    expect(stop?.link).toEqual({ role: "stop-loss", group: entry, parent: entry });
    const chain = rig.events.filter((event) => event.trace === entry && event.type === "order.intended");
    expect(chain).toHaveLength(3);
    const sent = rig.events.findIndex(({ type, data }) => type === "order.submitted" && data["orderId"] === entry);
    expect(chain.map(({ cause }) => cause)).toEqual([null, sent, sent]);
  });

  it("grows its exits with every further fill and keeps what filled protected when the entry is canceled", () => {
    const rig = readyRig();
    const entry = enter(rig, limit("buy", "3", "99", { bracket }));
    rig.fill(entry, "1", "99");
    let seen = obey(rig);
    rig.fill(entry, "1.5", "99");
    seen = obey(rig, seen);
    expect([legs(rig, entry).stop?.size, legs(rig, entry).target?.size]).toEqual(["2.5", "2.5"]);
    rig.engine.cancel(entry, person, "enough");
    seen = obey(rig, seen);
    expect(rig.engine.order(entry)?.status).toBe("canceled");
    expect([legs(rig, entry).stop?.status, legs(rig, entry).target?.size]).toEqual(["accepted", "2.5"]);
  });

  it("lets a fill of one exit shrink the other, and the last one cancel it", () => {
    const rig = readyRig();
    const entry = enter(rig, market("buy", "3", { bracket }));
    rig.fill(entry, "3", "100");
    let seen = obey(rig);
    const { stop, target } = legs(rig, entry);
    rig.fill(target?.orderId ?? "", "1", "110");
    seen = obey(rig, seen);
    expect(rig.engine.order(stop?.orderId ?? "")).toMatchObject({ size: "2", status: "accepted" });
    rig.fill(target?.orderId ?? "", "2", "110");
    seen = obey(rig, seen);
    expect(rig.engine.order(stop?.orderId ?? "")?.status).toBe("canceled");
    expect(rig.engine.positions()[0]?.size).toBe("0");
  });

  it("shrinks its exits when something else reduces the position, and cancels them when it is flat", () => {
    const rig = readyRig();
    const entry = enter(rig, market("buy", "3", { bracket }));
    rig.fill(entry, "3", "100");
    let seen = obey(rig);
    const { orderId } = rig.engine.submit(market("sell", "2", { reduceOnly: true }), person, "less");
    rig.fill(orderId, "2", "100");
    seen = obey(rig, seen);
    expect([legs(rig, entry).stop?.size, legs(rig, entry).target?.size]).toEqual(["1", "1"]);
    const rest = rig.engine.submit(market("sell", "1", { reduceOnly: true }), person, "out");
    expect(rest.verdict).toMatchObject({ outcome: "approved", reducing: true });
    rig.fill(rest.orderId, "1", "100");
    seen = obey(rig, seen);
    expect([legs(rig, entry).stop?.status, legs(rig, entry).target?.status]).toEqual(["canceled", "canceled"]);
  });

  it("can be edited before the entry fills, and leg by leg afterwards", () => {
    const rig = readyRig();
    const entry = enter(rig, limit("buy", "3", "99", { bracket }));
    const moved: Bracket = { ...bracket, stopLoss: { type: "stop", triggerPrice: "97" } };
    expect(rig.engine.amend(entry, { bracket: moved }, person, "closer").outcome).toBe("approved");
    expect(rig.asked.filter((what) => what.startsWith("replace"))).toEqual([]);
    rig.fill(entry, "3", "99");
    const seen = obey(rig);
    const { stop } = legs(rig, entry);
    expect(stop?.triggerPrice).toBe("97");
    expect(() => rig.engine.amend(entry, { bracket }, person, "too late")).toThrow(/finished|filled/);
    rig.engine.amend(stop?.orderId ?? "", { triggerPrice: "98" }, person, "closer still");
    obey(rig, seen);
    expect(legs(rig, entry).stop).toMatchObject({ triggerPrice: "98", status: "accepted" });
  });

  it("protects a short from above, and goes on halted and killed", () => {
    const rig = readyRig();
    const mirrored: Bracket = {
      stopLoss: { type: "trailing-stop", trailingOffset: "2" },
      takeProfit: { type: "market-if-touched", triggerPrice: "90" },
    };
    const entry = enter(rig, market("sell", "2", { bracket: mirrored }));
    rig.engine.engageKillSwitch(person, "drill");
    rig.fill(entry, "2", "100");
    obey(rig);
    const { stop, target } = legs(rig, entry);
    expect(stop).toMatchObject({ side: "buy", type: "trailing-stop", status: "accepted" });
    expect(target).toMatchObject({ side: "buy", type: "market-if-touched", status: "accepted" });
    rig.engine.engageKillSwitch(person, "again");
    expect(rig.engine.order(stop?.orderId ?? "")?.status).toBe("accepted");
  });

  it("protects what fills after its entry was canceled, and grows the exits no further for what others buy", () => {
    const rig = readyRig();
    const entry = enter(rig, limit("buy", "3", "99", { bracket }));
    rig.engine.cancel(entry, person, "enough");
    let seen = obey(rig);
    rig.fill(entry, "1", "99");
    seen = obey(rig, seen);
    expect(legs(rig, entry).stop).toMatchObject({ size: "1", status: "accepted" });
    const other = rig.engine.submit(market("sell", "0.4", { reduceOnly: true }), person, "less").orderId;
    rig.fill(other, "0.4", "100");
    seen = obey(rig, seen);
    const more = rig.engine.submit(market("buy", "5"), person, "more").orderId;
    rig.fill(more, "5", "100");
    obey(rig, seen);
    expect([legs(rig, entry).stop?.size, legs(rig, entry).target?.size]).toEqual(["0.6", "0.6"]);
  });

  it("watches a stop-loss itself that the venue refuses, once", () => {
    const rig = readyRig();
    const entry = enter(rig, market("buy", "2", { bracket }));
    rig.fill(entry, "2", "100");
    const refused = legs(rig, entry).stop?.orderId ?? "";
    rig.say({ kind: "rejected", orderId: refused, code: "VENUE-REJECTED", reason: "no stops today" });
    const stop = rig.engine.orders().find((order) => order.managedBy === "desk");
    expect(stop).toMatchObject({ type: "stop", size: "2", triggerPrice: "95", status: "accepted" });
    expect(stop?.reason).toContain("no stops today");
    rig.clock.now += 1000;
    rig.price(95);
    expect(rig.sent.at(-1)).toMatchObject({ orderId: stop?.orderId, type: "market", size: "2", reduceOnly: true });
    rig.say({ kind: "rejected", orderId: stop?.orderId ?? "", code: "VENUE-REJECTED", reason: "nor market" });
    expect(rig.engine.orders().filter((order) => order.link?.role === "stop-loss")).toHaveLength(2);
  });

  it("sends after a restart what a fill still needs, and nothing twice", () => {
    const rig = readyRig();
    const entry = enter(rig, limit("buy", "3", "99", { bracket }));
    rig.fill(entry, "2", "99");
    const crash = rig.events.findIndex((event) => event.type === "order.partially_filled") + 1;
    const again = engineRig();
    for (const event of rig.stored().slice(0, crash)) again.engine.restore(event);
    again.price(100);
    again.engine.resume();
    expect([legs(again, entry).stop?.size, legs(again, entry).target?.size]).toEqual(["2", "2"]);
    again.engine.resume();
    expect(again.engine.orders().filter((order) => order.link?.parent === entry)).toHaveLength(2);
  });
});

describe("an OCO group", () => {
  it("cancels the others as far as one fills", () => {
    const rig = readyRig();
    const [above, below] = rig.engine.submitGroup(
      "oco",
      [market("buy", "2", { type: "stop", triggerPrice: "105" }), limit("buy", "2", "95")],
      person,
      "breakout or dip",
    );
    let seen = obey(rig);
    rig.fill(below?.orderId ?? "", "0.5", "95");
    seen = obey(rig, seen);
    expect(rig.engine.order(above?.orderId ?? "")?.size).toBe("1.5");
    rig.fill(below?.orderId ?? "", "1.5", "95");
    seen = obey(rig, seen);
    expect(rig.engine.order(above?.orderId ?? "")?.status).toBe("canceled");
  });

  it("is refused whole when one of its orders is malformed, or when it is no group", () => {
    const rig = readyRig();
    const bad = [limit("buy", "1", "95"), limit("buy", "0", "105")];
    expect(() => rig.engine.submitGroup("oco", bad, person, "")).toThrow(
      expect.objectContaining({ code: "ORDER-SIZE" }),
    );
    expect(() => rig.engine.submitGroup("oco", [limit("buy", "1", "95")], person, "")).toThrow(
      expect.objectContaining({ code: "ORDER-GROUP" }),
    );
    expect(rig.types()).toEqual(["plan.refused", "plan.refused"]);
  });
});

describe("an OTO group", () => {
  const chain = (rig: EngineRig): string[] =>
    rig.engine
      .submitGroup(
        "oto",
        [
          limit("buy", "2", "99"),
          limit("sell", "2", "110", { reduceOnly: true }),
          limit("sell", "5", "90", { reduceOnly: true }),
        ],
        person,
        "in, then out",
      )
      .map(({ orderId }) => orderId);
  const statuses = (rig: EngineRig, ids: readonly string[]) => ids.map((id) => rig.engine.order(id)?.status);

  it("holds back what follows until the first has filled whole, judged when it leaves, and no unsent wish meanwhile", () => {
    const rig = readyRig();
    const ids = chain(rig);
    expect(rig.asked).toEqual([`submit ${ids[0]}`]);
    expect(rig.engine.unsentIntents()).toEqual([]);
    rig.fill(ids[0] ?? "", "1", "99");
    expect(rig.asked).toHaveLength(1);
    rig.fill(ids[0] ?? "", "1", "99");
    expect(rig.asked.slice(1)).toEqual([`submit ${ids[1]}`]);
    expect(statuses(rig, ids)).toEqual(["filled", "submitted", "denied"]);
    expect(new Set(rig.events.map((event) => event.trace))).toEqual(new Set([ids[0]]));
  });

  it("gives up what follows when the first ends otherwise", () => {
    const rig = readyRig();
    const ids = chain(rig);
    rig.say({ kind: "canceled", orderId: ids[0] ?? "", reason: "" });
    expect(statuses(rig, ids)).toEqual(["canceled", "canceled", "canceled"]);
    expect(rig.engine.order(ids[1] ?? "")?.statusReason).toBe("the order it follows is canceled");
  });

  it("goes on after a restart", () => {
    const rig = readyRig();
    const ids = chain(rig);
    const again = engineRig();
    again.limits = rig.limits;
    for (const event of rig.stored()) again.engine.restore(event);
    again.bar(100, 2);
    again.price(100);
    again.engine.resume();
    expect(again.asked).toEqual([]);
    again.fill(ids[0] ?? "", "2", "99");
    expect(again.asked).toEqual([`submit ${ids[1]}`]);
  });
});

test("whatever fills, in whatever order, exits never exceed the position and protect all that the entry holds", () => {
  const step = fc.record({
    what: fc.constantFrom("entry", "stop", "target", "other", "cancel"),
    size: fc.integer({ min: 1, max: 40 }),
  });
  fc.assert(
    fc.property(fc.constantFrom("buy" as const, "sell" as const), fc.array(step, { maxLength: 14 }), (side, steps) => {
      const rig = readyRig();
      const plan: Bracket =
        side === "buy"
          ? bracket
          : { stopLoss: { type: "stop", triggerPrice: "105" }, takeProfit: { type: "limit", limitPrice: "90" } };
      const entry = enter(rig, limit(side, "10", "100", { bracket: plan }));
      let seen = obey(rig);
      const fillSome = (order: OrderView | undefined, tenths: number): void => {
        if (order === undefined || ["filled", "canceled", "denied", "initialized"].includes(order.status)) return;
        const left = Math.round((Number(order.size) - Number(order.filledSize)) * 10);
        const take = Math.min(left, tenths);
        if (take > 0) rig.fill(order.orderId, String(take / 10), "100");
      };
      for (const { what, size } of steps) {
        rig.clock.now += 1000;
        rig.price(100);
        if (what === "entry") fillSome(rig.engine.order(entry), size);
        if (what === "stop") fillSome(legs(rig, entry).stop, size);
        if (what === "target") fillSome(legs(rig, entry).target, size);
        if (what === "cancel" && rig.engine.openOrders().some((order) => order.orderId === entry)) {
          rig.engine.cancel(entry, person, "enough");
        }
        if (what === "other") {
          const held = Math.abs(Number(rig.engine.positions()[0]?.size ?? 0));
          if (held > 0) {
            const exit = market(side === "buy" ? "sell" : "buy", String(Math.min(held, size / 10)), {
              reduceOnly: true,
            });
            const { orderId } = rig.engine.submit(exit, person, "less");
            fillSome(rig.engine.order(orderId), size);
          }
        }
        seen = obey(rig, seen);
        const held = Math.abs(Number(rig.engine.positions()[0]?.size ?? 0));
        for (const leg of [legs(rig, entry).stop, legs(rig, entry).target]) {
          const working = (leg !== undefined && leg.status === "accepted") || leg?.status === "partially_filled";
          const left = working && leg ? Number(leg.size) - Number(leg.filledSize) : 0;
          expect(Math.round(left * 1000)).toBe(Math.round(held * 1000));
        }
      }
    }),
    { numRuns: 60 },
  );
});
