import { describe, expect, it } from "vitest";
import { btc, type EngineRig, engineRig, eth, market, person, plainVenue } from "../../../tests/fixtures/engine-rig.ts";

const hedged = { terms: { positionMode: "hedging" }, capabilities: { ...plainVenue, hedging: true } } as const;

function rigged(options: Parameters<typeof engineRig>[0] = {}): EngineRig {
  const rig = engineRig({ ...hedged, cash: "10000", ...options });
  rig.limits = { ...rig.limits, maxOrdersPerSecond: 100 };
  rig.bar(100);
  rig.price(100);
  return rig;
}

function trade(rig: EngineRig, side: "buy" | "sell", size: string, price: string, change = {}): string {
  const { orderId } = rig.engine.submit(market(side, size, change), person, "");
  rig.fill(orderId, size, price);
  return orderId;
}

const held = (rig: EngineRig) => rig.engine.positions().map(({ positionSide, size }) => [positionSide, size]);

describe("an account that holds longs and shorts side by side", () => {
  it("opens the position of the order's own side, and closes the other with what only reduces", () => {
    const rig = rigged();
    trade(rig, "buy", "3", "100");
    trade(rig, "sell", "2", "101");
    expect(held(rig)).toEqual([
      ["long", "3"],
      ["short", "-2"],
    ]);
    trade(rig, "sell", "1", "102", { reduceOnly: true });
    trade(rig, "buy", "2", "99", { positionSide: "short" });
    expect(held(rig)).toEqual([
      ["long", "2"],
      ["short", "0"],
    ]);
    expect(rig.engine.positions().map(({ realizedPnl }) => realizedPnl)).toEqual(["2", "4"]);
    expect(rig.sent.map(({ positionSide, reduceOnly }) => [positionSide, reduceOnly])).toEqual([
      ["long", false],
      ["short", false],
      ["long", true],
      ["short", true],
    ]);
  });

  it("takes both sides for exposure: a hedge frees no buying power", () => {
    const rig = rigged({ cash: "1000" });
    trade(rig, "buy", "6", "100");
    const { verdict } = rig.engine.submit(market("sell", "5"), person, "");
    expect(verdict).toMatchObject({ outcome: "rejected", maxPassingSize: "4" });
  });

  it("lets an exit of either side leave, whatever the other holds", () => {
    const rig = rigged();
    trade(rig, "buy", "3", "100");
    trade(rig, "sell", "3", "100");
    rig.engine.setTradingState("halted", person, "test");
    const exits = [
      rig.engine.submit(market("sell", "3", { reduceOnly: true }), person, ""),
      rig.engine.submit(market("buy", "3", { reduceOnly: true }), person, ""),
    ];
    expect(exits.map(({ verdict }) => [verdict.outcome, verdict.reducing])).toEqual([
      ["approved", true],
      ["approved", true],
    ]);
    const more = rig.engine.submit(market("sell", "1", { reduceOnly: true }), person, "");
    expect(more.verdict.outcome).toBe("rejected");
  });

  it("keeps the exits of both sides when the kill switch is engaged, and cancels what opens", () => {
    const rig = rigged();
    trade(rig, "buy", "3", "100");
    trade(rig, "sell", "2", "100");
    const limit = (side: "buy" | "sell", price: string, change = {}) =>
      rig.engine.submit({ ...market(side, "2", change), type: "limit", limitPrice: price }, person, "").orderId;
    const exits = [limit("sell", "101", { positionSide: "long" }), limit("buy", "99", { positionSide: "short" })];
    const opening = [limit("buy", "99"), limit("sell", "101")];
    rig.asked.length = 0;
    rig.engine.engageKillSwitch(person, "test");
    expect(rig.asked).toEqual(opening.map((orderId) => `cancel ${orderId}`));
    expect(rig.engine.openOrders().map(({ orderId }) => orderId)).toEqual(expect.arrayContaining(exits));
  });

  it("sizes each side's bracket by that side alone", () => {
    const rig = rigged();
    const bracket = { stopLoss: { type: "stop", triggerPrice: "90" } } as const;
    trade(rig, "buy", "3", "100", { bracket });
    const long = rig.engine.openOrders().find(({ link }) => link?.role === "stop-loss");
    expect(long).toMatchObject({ side: "sell", size: "3", positionSide: "long", reduceOnly: true });
    trade(rig, "sell", "5", "100");
    expect(rig.engine.openOrders().filter(({ link }) => link !== undefined)).toMatchObject([{ size: "3" }]);
    trade(rig, "sell", "1", "101", { reduceOnly: true });
    expect(rig.engine.order(String(long?.orderId))).toMatchObject({ size: "2", positionSide: "long" });
  });

  it("comes out of its journal as it was", () => {
    const rig = rigged();
    trade(rig, "buy", "3", "100", { bracket: { takeProfit: { type: "limit", limitPrice: "110" } } });
    trade(rig, "sell", "2", "101");
    trade(rig, "sell", "1", "102", { reduceOnly: true });
    const again = engineRig({ ...hedged, cash: "10000" });
    for (const event of rig.stored()) again.engine.restore(event);
    again.price(100);
    rig.price(100);
    expect(again.engine.positions()).toEqual(rig.engine.positions());
    expect(again.engine.orders()).toEqual(rig.engine.orders());
    expect(again.engine.account()).toEqual({
      ...rig.engine.account(),
      equityPeak: expect.any(String) as string,
    });
  });

  it.each([
    ["an order that names a side on a netting account", { terms: {} }, market("buy", "1", { positionSide: "long" })],
    ["an opening order that only reduces", hedged, market("buy", "1", { positionSide: "long", reduceOnly: true })],
  ])("refuses %s", (_, options, request) => {
    const rig = engineRig({ ...options, capabilities: hedged.capabilities });
    rig.price(100);
    expect(() => rig.engine.submit(request, person, "")).toThrow(
      expect.objectContaining({ code: "ORDER-POSITION-SIDE" }),
    );
    expect(rig.types()).toEqual(["plan.refused"]);
  });

  it("tells an agent the net of both", () => {
    const rig = rigged();
    const sides: string[] = [];
    rig.engine.register({
      id: "a",
      actor: { kind: "trader", id: "a" },
      instruments: [0, 1],
      onTick: (_, desk) => void sides.push(`${desk.position(0)} ${desk.side(0)}`),
    });
    rig.engine.startAgent("a");
    trade(rig, "buy", "3", "100");
    trade(rig, "sell", "5", "100");
    rig.price(100);
    expect(sides.at(-1)).toBe("-2000 -1");
    expect([btc.id, eth.id]).toContain(rig.engine.positions()[0]?.instrumentId);
  });
});
