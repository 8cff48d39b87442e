import { expect, test } from "vitest";
import type { BreakerAction } from "../../shared/model/breaker.ts";
import { MONEY_DIGITS, parseFixed } from "../../shared/model/fixed.ts";
import { engineRig, limit, market, person, plainVenue, type RigOptions } from "../../tests/fixtures/engine-rig.ts";
import type { RiskFacts, RiskTrip, RiskWatch } from "./risk-watch.ts";

function floorWatch(action: BreakerAction, floor: number, until?: number): RiskWatch & { seen: number } {
  const units = parseFixed(String(floor), MONEY_DIGITS);
  const trip = (): RiskTrip => ({
    rule: "floor",
    action,
    reason: "equity fell through the floor",
    observed: "low",
    limit: String(floor),
    basis: "equity",
    ...(until === undefined ? {} : { until }),
  });
  return {
    id: "floor",
    seen: 0,
    observe(facts: RiskFacts) {
      this.seen++;
      return facts.equityNumber() < floor && facts.equity() < units ? [trip()] : null;
    },
  };
}

function holding(options: RigOptions) {
  const rig = engineRig({ cash: "1000", ...options });
  rig.bar(100);
  const { orderId } = rig.engine.submit(market("buy", "5"), person, "");
  rig.fill(orderId, "5", "100");
  return rig;
}

/** What the record says of the way to flat. */
const flattened = (rig: ReturnType<typeof engineRig>) =>
  rig.dataOf("risk.state_changed").flatMap(({ reason, left }) => (left === undefined ? [] : [{ reason, left }]));

test("a watch sees every price before an agent decides on it", () => {
  const order: string[] = [];
  const watch: RiskWatch = {
    id: "w",
    observe(facts) {
      order.push(`watch ${facts.price(0)}`);
      return null;
    },
  };
  const rig = engineRig({ watches: [watch] });
  rig.engine.register({
    id: "a",
    actor: { kind: "trader", id: "a" },
    instruments: [0],
    onTick: (tick) => void order.push(`agent ${tick.last}`),
  });
  rig.engine.startAgent("a");
  rig.price(101);
  expect(order.slice(-2)).toEqual(["watch 101", "agent 101"]);
});

test("a trip is written down with its numbers, shuts the gate, and stays until it is re-armed by hand", () => {
  const rig = holding({ watches: [floorWatch("halt", 990)] });
  const resting = rig.engine.submit(limit("buy", "1", "97.00"), person, "").orderId;
  rig.say({ orderId: resting, kind: "accepted", venueOrderId: "v" });
  rig.clock.now += 1;
  rig.price(97);
  expect(rig.dataOf("risk.breaker_tripped")).toEqual([
    {
      rule: "floor",
      action: "halt",
      reason: "equity fell through the floor",
      observed: "low",
      limit: "990",
      basis: "equity",
    },
  ]);
  expect(rig.dataOf("risk.state_changed")).toEqual([
    { from: "active", to: "halted", reason: "equity fell through the floor", rule: "floor" },
  ]);
  expect(rig.engine.order(resting)?.status).toBe("pending_cancel");
  rig.price(99.9);
  rig.price(97);
  expect(rig.types().filter((type) => type === "risk.breaker_tripped")).toHaveLength(1);
  expect(() => rig.engine.setTradingState("active", person, "")).toThrow(
    expect.objectContaining({ code: "RISK-BREAKER-LATCHED" }),
  );
  rig.price(101);
  rig.engine.rearm("floor", person, "looked at it");
  expect(rig.engine.breakers()).toEqual([]);
  expect(rig.engine.tradingState().state).toBe("halted");
  rig.engine.setTradingState("active", person, "go on");
  expect(rig.engine.tradingState().state).toBe("active");
  rig.price(97);
  expect(rig.engine.tradingState().state).toBe("halted");
  expect(() => rig.engine.rearm("nothing", person, "")).toThrow(
    expect.objectContaining({ code: "RISK-BREAKER-UNKNOWN" }),
  );
});

test("reducing leaves halted stricter, and trading may be halted while a breaker demands reducing", () => {
  const rig = holding({ watches: [floorWatch("reducing", 990)] });
  rig.price(97);
  expect(rig.engine.tradingState().state).toBe("reducing");
  rig.engine.setTradingState("halted", person, "more so");
  rig.engine.setTradingState("reducing", person, "less so");
  expect(() => rig.engine.setTradingState("active", person, "")).toThrow();
});

test("a warning changes nothing but the record", () => {
  const rig = holding({ watches: [floorWatch("warn", 990)] });
  rig.price(97);
  expect(rig.engine.breakers()).toHaveLength(1);
  expect(rig.engine.tradingState().state).toBe("active");
  expect(rig.engine.submit(market("buy", "1"), person, "").verdict.outcome).toBe("approved");
});

test("flatten and halt cancels, waits for the confirmation, offsets, and tries again until flat", () => {
  const rig = holding({ watches: [floorWatch("flatten_and_halt", 990)] });
  const resting = rig.engine.submit(limit("sell", "1", "103.00"), person, "").orderId;
  rig.say({ orderId: resting, kind: "accepted", venueOrderId: "v" });
  rig.clock.now += 1000;
  rig.price(97);
  expect(rig.engine.order(resting)?.status).toBe("pending_cancel");
  const exits = () => rig.engine.openOrders().filter((order) => order.reduceOnly);
  expect(exits()).toEqual([]);
  rig.say({ orderId: resting, kind: "canceled", reason: "asked for" });
  expect(exits()).toMatchObject([{ side: "sell", size: "5", type: "market" }]);
  rig.say({ orderId: exits()[0]?.orderId as string, kind: "rejected", code: "VENUE-BUSY", reason: "busy" });
  expect(exits()).toEqual([]);
  rig.clock.now += 1000;
  rig.engine.passTime();
  rig.fill(exits()[0]?.orderId as string, "2", "97");
  expect(rig.engine.flattening()?.left).toHaveLength(1);
  rig.fill(exits()[0]?.orderId as string, "3", "97");
  expect(rig.engine.flattening()).toBeNull();
  expect(flattened(rig)).toEqual([{ reason: "floor: equity fell through the floor", left: [] }]);
  expect(rig.engine.positions()[0]?.size).toBe("0");
});

test("what a person asked to flatten ends after a while and says what is left", () => {
  const rig = holding({});
  rig.engine.flatten(person, "enough");
  const [exit] = rig.engine.openOrders();
  expect(exit).toMatchObject({ reduceOnly: true, size: "5" });
  rig.clock.now += 10_000;
  rig.engine.passTime();
  expect(flattened(rig)).toEqual([
    { reason: "enough", left: [`paper:BTC/USDT: 5 held, 1 order working; exit ${exit?.orderId} has not filled`] },
  ]);
  expect(rig.engine.flattening()).toBeNull();
});

test("a lockout ends at the latest end that was ever set", () => {
  const rig = holding({});
  const at = rig.clock.now;
  rig.engine.lockOut(at + 60_000, person, "enough");
  rig.engine.lockOut(at + 30_000, person, "less");
  expect(rig.engine.lockout()).toEqual({ until: at + 60_000, reason: "enough", since: at });
  expect(() => rig.engine.lockOut(at, person, "")).toThrow(expect.objectContaining({ code: "RISK-LOCKOUT" }));
});

test("a trip that locks out says until when, else to the end of the trading day", () => {
  const rig = holding({ watches: [floorWatch("lock_out", 990)] });
  rig.price(97);
  expect(rig.engine.lockout()?.until).toBe(Date.UTC(2026, 0, 6));
  const other = holding({ watches: [floorWatch("lock_out", 990, Date.UTC(2026, 0, 9))] });
  other.price(97);
  expect(other.engine.lockout()?.until).toBe(Date.UTC(2026, 0, 9));
});

test("a restart finds breakers, lockout and trading state as they were, and goes on to flatten", () => {
  const rig = holding({ watches: [floorWatch("flatten_and_halt", 990)], capabilities: plainVenue });
  rig.price(97);
  rig.engine.lockOut(rig.clock.now + 60_000, person, "enough");
  const watch = floorWatch("flatten_and_halt", 990);
  const again = engineRig({ cash: "1000", watches: [watch], watchAfterResume: true, capabilities: plainVenue });
  again.clock.now = rig.clock.now;
  for (const event of rig.stored()) again.engine.restore(event);
  expect(again.engine.breakers()).toEqual(rig.engine.breakers());
  expect(again.engine.lockout()).toEqual(rig.engine.lockout());
  expect(again.engine.tradingState()).toEqual(rig.engine.tradingState());
  again.price(96);
  expect(watch.seen).toBe(0);
  expect(again.asked).toEqual([]);
  again.engine.resume();
  expect(watch.seen).toBeGreaterThan(0);
  const exit = again.engine.openOrders()[0]?.orderId as string;
  expect(again.asked).toContain(`cancel ${exit}`);
});

test("a watch that breaks on one price still guards what is open at the next", () => {
  const floor = floorWatch("flatten_and_halt", 990);
  let isBroken = false;
  const watch: RiskWatch = {
    id: "shaky",
    observe(facts) {
      if (isBroken) throw new Error("no price");
      return floor.observe(facts);
    },
  };
  const rig = holding({ watches: [watch] });
  isBroken = true;
  rig.clock.now += 1;
  rig.price(101);
  isBroken = false;
  rig.clock.now += 1;
  rig.price(97);
  expect(rig.dataOf("risk.breaker_tripped").map(({ rule }) => rule)).toEqual(["shaky.failed", "floor"]);
  expect(rig.engine.openOrders()).toMatchObject([{ reduceOnly: true, size: "5" }]);
});

test("a watch that breaks lets nothing open, and says so once", () => {
  const rig = holding({
    watches: [
      {
        id: "broken",
        observe() {
          throw new Error("cannot divide by zero");
        },
      },
    ],
  });
  rig.price(101);
  expect(rig.dataOf("risk.breaker_tripped")).toMatchObject([
    { rule: "broken.failed", action: "block_entries", reason: expect.stringContaining("cannot divide by zero") },
  ]);
});
