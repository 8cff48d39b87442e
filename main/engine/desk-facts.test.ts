import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RiskLimits, RuleRow } from "../../shared/model/risk.ts";
import {
  btc,
  defaultLimits,
  type EngineRig,
  engineRig,
  eth,
  instrumentNamed,
  limit,
  market,
  person,
} from "../../tests/fixtures/engine-rig.ts";

function desk(limits: Partial<RiskLimits>, options: Parameters<typeof engineRig>[0] = {}): EngineRig {
  const rig = engineRig(options);
  rig.limits = { ...defaultLimits, maxOrdersPerSecond: 1000, staleAfterMs: 1_000_000_000, ...limits };
  rig.bar(100, 50);
  rig.bar(10, 5, 1);
  rig.price(100);
  rig.price(10, 1);
  return rig;
}

const inEth = { instrumentId: eth.id };
const rowOf = (rig: EngineRig, code: string, request = market("buy", "1")): RuleRow =>
  rig.engine.preview(request, person).rows.find((row) => row.code === code)!;
const send = (rig: EngineRig, request = market("buy", "1")) => rig.engine.submit(request, person, "test");

/** Sends a market order and lets it fill whole. */
function trade(rig: EngineRig, side: "buy" | "sell", size: string, price: string, change = {}): void {
  const { orderId } = send(rig, market(side, size, change));
  rig.fill(orderId, size, price);
}

test("what other instruments hold, and what works there, counts at its worst", () => {
  const rig = desk({
    maxGrossExposure: "1000",
    maxNetExposure: "1000",
    maxNotionalPerDay: "2000",
    maxOpenPositions: 2,
  });
  trade(rig, "buy", "20", "10", inEth);
  expect(rowOf(rig, "RISK-015").observed).toBe("300");
  send(rig, limit("buy", "5", "9", inEth));
  send(rig, limit("sell", "60", "11", inEth));
  expect(rowOf(rig, "RISK-015").observed).toBe("500");
  expect(rowOf(rig, "RISK-016").observed).toBe("350");
  expect(rowOf(rig, "RISK-016", market("sell", "1")).observed).toBe("500");
  expect(rowOf(rig, "RISK-013").observed).toBe("950");
  expect(rowOf(rig, "RISK-014").observed).toBe("2");
});

test("the day's turnover begins anew with the day, and is not known without a rate", () => {
  const rig = desk({ maxNotionalPerDay: "2000" });
  trade(rig, "buy", "2", "100");
  expect(rowOf(rig, "RISK-013").observed).toBe("300");
  rig.clock.now += 86_400_000;
  rig.price(100);
  expect(rowOf(rig, "RISK-013").observed).toBe("100");
});

test("what another holds in another currency counts at its rate, rounded against the account", () => {
  const euro = instrumentNamed("ADA/EUR", { quoteCurrency: "EUR" });
  const terms = { conversions: [{ from: "USDT", to: "EUR", rate: "3" }] };
  const rig = desk({ maxGrossExposure: "1000" }, { instruments: [btc, euro], terms });
  trade(rig, "buy", "20", "10", { instrumentId: euro.id });
  expect(rowOf(rig, "RISK-015").observed).toBe("166.666666666666666666666667");
});

test("a streak of losses shuts the gate to the end of the trading day", () => {
  const rig = desk({ maxLossStreak: 1 });
  trade(rig, "buy", "1", "100");
  trade(rig, "sell", "1", "99");
  expect(rowOf(rig, "RISK-033")).toMatchObject({ outcome: "fail", text: expect.stringContaining("2026-01-06T00:00") });
  rig.clock.now = Date.UTC(2026, 0, 6, 0, 0, 1);
  rig.price(100);
  expect(rowOf(rig, "RISK-033").outcome).toBe("pass");
});

test("the day's start and the peak are those of the account", () => {
  const rig = desk({ maxDailyLoss: "1000", maxDrawdown: "1000" });
  trade(rig, "buy", "10", "100");
  rig.price(150);
  rig.price(120);
  expect(rowOf(rig, "RISK-029").observed).toBe("-200");
  expect(rowOf(rig, "RISK-031").observed).toBe("300");
  rig.price(49);
  expect(rowOf(rig, "RISK-031").outcome).toBe("fail");
  expect(send(rig, market("sell", "10")).verdict.outcome).toBe("approved");
});

test("quotes with both sides tell the spread, half a quote does not", () => {
  const rig = desk({ maxSpreadBps: "10" });
  expect(rowOf(rig, "RISK-039").observed).toBe("2.00");
  rig.engine.tick(0, rig.clock.now, 99, 101, 100, 1);
  rig.engine.pump(1);
  expect(rowOf(rig, "RISK-039")).toMatchObject({ outcome: "fail", observed: "200.00" });
  rig.engine.tick(0, rig.clock.now, 0, 105, 100, 1);
  rig.engine.pump(1);
  expect(rowOf(rig, "RISK-039").observed).toBe("200.00");
});

test("cancels of the last minute count, however they ended", () => {
  const rig = desk({ maxCancelsPerMinute: 2 });
  for (let i = 0; i < 3; i++) {
    const { orderId } = send(rig, limit("buy", `${i + 1}`, "99"));
    rig.say({ kind: "accepted", orderId, venueOrderId: `v${i}` });
    rig.engine.cancel(orderId, person, "second thoughts");
    if (i > 0) rig.say({ kind: "canceled", orderId, reason: "asked" });
  }
  expect(rowOf(rig, "RISK-022")).toMatchObject({ outcome: "fail", observed: "3" });
  rig.clock.now += 60_000;
  rig.price(100);
  expect(rowOf(rig, "RISK-022").observed).toBe("0");
});

describe("a duplicate", () => {
  test("is told though the first has filled, and not after its time", () => {
    const rig = desk({ duplicateWithinMs: 500 });
    trade(rig, "buy", "1", "100");
    const again = send(rig);
    expect(again.verdict.outcome).toBe("rejected");
    expect(send(rig, market("buy", "2")).verdict.outcome).toBe("approved");
    expect(send(rig, market("buy", "1", { ...inEth })).verdict.outcome).toBe("approved");
    rig.clock.now += 500;
    rig.price(100);
    expect(send(rig).verdict.outcome).toBe("approved");
  });

  test("is no refused order, and no amendment of another", () => {
    const rig = desk({ duplicateWithinMs: 500, maxNotionalPerOrder: "150" });
    expect(send(rig, market("buy", "2")).verdict.outcome).toBe("rejected");
    rig.limits = { ...rig.limits, maxNotionalPerOrder: "1000" };
    expect(send(rig, market("buy", "2")).verdict.outcome).toBe("approved");
    const first = send(rig, limit("buy", "1", "98"));
    const second = send(rig, limit("buy", "1", "97"));
    for (const { orderId } of [first, second]) rig.say({ kind: "accepted", orderId, venueOrderId: orderId });
    expect(rig.engine.amend(second.orderId, { limitPrice: "98" }, person, "closer").outcome).toBe("approved");
  });
});

test("an own order that rests on the other side stands in the way, a stop that waits does not", () => {
  const rig = desk({ blockSelfCross: true });
  trade(rig, "buy", "3", "100");
  send(rig, limit("sell", "1", "101", { reduceOnly: true }));
  send(rig, limit("sell", "1", "102"));
  send(rig, { ...limit("sell", "1", "90", { reduceOnly: true }), type: "stop-limit", triggerPrice: "91" });
  expect(rowOf(rig, "RISK-024", limit("buy", "1", "101"))).toMatchObject({ outcome: "fail", limit: "101" });
  expect(rowOf(rig, "RISK-024", limit("buy", "1", "100.99")).outcome).toBe("pass");
  expect(rowOf(rig, "RISK-024", limit("sell", "1", "101")).text).toContain("No order of your own");
});

test("the stop that an entry has working is the one that counts when the entry is amended", () => {
  const rig = desk({ maxLossPerTrade: "100" });
  const entry = limit("buy", "10", "99", { bracket: { stopLoss: { type: "stop", triggerPrice: "95" } } });
  const { orderId, verdict } = send(rig, entry);
  expect(verdict.rows.find((row) => row.code === "RISK-026")).toMatchObject({ outcome: "pass", observed: "40" });
  rig.say({ kind: "accepted", orderId, venueOrderId: "v" });
  rig.fill(orderId, "4", "99");
  const stop = rig.engine.orders().find((order) => order.link?.role === "stop-loss");
  expect(stop?.triggerPrice).toBe("95");
  rig.say({ kind: "accepted", orderId: stop!.orderId, venueOrderId: "s" });
  rig.engine.amend(stop!.orderId, { triggerPrice: "97" }, person, "tighter");
  rig.say({ kind: "replaced", orderId: stop!.orderId, size: "4", triggerPrice: "97" });
  const amended = rig.engine.amend(orderId, { size: "20" }, person, "more");
  expect(amended.rows.find((row) => row.code === "RISK-026")).toMatchObject({ outcome: "pass", observed: "40" });
});

describe("trades", () => {
  test("are counted from the fills, also by a restart", () => {
    const limits = { maxTradesPerDay: 9, maxLossStreak: 9 };
    const rig = desk(limits);
    trade(rig, "buy", "2", "100");
    trade(rig, "buy", "1", "101");
    trade(rig, "sell", "4", "99");
    trade(rig, "buy", "1", "100");
    trade(rig, "sell", "1", "100", inEth);
    const counted = (one: EngineRig) => [rowOf(one, "RISK-033").observed, rowOf(one, "RISK-035").observed];
    expect(counted(rig)).toEqual(["2", "4"]);
    const again = desk(limits);
    const restored = engineRig();
    restored.limits = again.limits;
    for (const event of rig.stored()) restored.engine.restore(event);
    restored.clock.now = rig.clock.now;
    restored.price(100);
    restored.price(10, 1);
    expect(counted(restored)).toEqual(["2", "4"]);
  });

  test("follow a fill that is taken back, and a split", () => {
    const rig = desk({ maxLossStreak: 9 });
    trade(rig, "buy", "1", "100");
    trade(rig, "sell", "1", "90");
    expect(rowOf(rig, "RISK-033").observed).toBe("1");
    const sold = rig.engine.orders()[0]!.orderId;
    rig.say({ kind: "fill-busted", orderId: sold, fillId: "fill-1", reason: "error" });
    expect(rowOf(rig, "RISK-033").observed).toBe("0");
    const at = rig.clock.now;
    rig.engine.accountReport({ kind: "split", reportId: "s1", at, instrumentId: btc.id, ratio: "2" });
    trade(rig, "sell", "2", "49");
    expect(rowOf(rig, "RISK-033").observed).toBe("1");
  });

  test("count as an oracle counts that looks at whole trades only", () => {
    let counted = 0;
    const step = fc.record({
      side: fc.constantFrom("buy" as const, "sell" as const),
      size: fc.integer({ min: 1, max: 4 }),
      price: fc.integer({ min: 95, max: 105 }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const rig = desk({ maxTradesPerDay: 1000, maxLossStreak: 1000 }, { cash: "100000000" });
        let held = 0;
        let units: number[] = [];
        let result = 0;
        let streak = 0;
        let begun = 0;
        for (const { side, size, price } of steps) {
          trade(rig, side, `${size}`, `${price}`);
          // Unit by unit: what is open is a list of prices, and any close pays against any of them.
          for (let unit = 0; unit < size; unit++) {
            const sign = side === "buy" ? 1 : -1;
            if (held * sign >= 0) {
              if (held === 0) begun++;
              units.push(price);
            } else {
              result += (price - (units.pop() as number)) * -sign;
            }
            held += sign;
            if (held === 0) {
              counted++;
              streak = result < 0 ? streak + 1 : 0;
              result = 0;
              units = [];
            }
          }
        }
        expect(rowOf(rig, "RISK-033").observed).toBe(`${streak}`);
        const next = held > 0 ? "sell" : "buy";
        expect(rowOf(rig, "RISK-035", market(next, "50")).observed).toBe(`${begun + 1}`);
      }),
      { numRuns: 100 },
    );
    expect(counted).toBeGreaterThan(60);
  });
});
