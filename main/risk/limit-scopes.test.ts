import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Actor } from "../../shared/model/actor.ts";
import type { LimitScopes, Membership, ScopedLimits } from "../../shared/model/limit-scopes.ts";
import { RiskLimits, type RuleRow } from "../../shared/model/risk.ts";
import {
  defaultLimits,
  type EngineRig,
  engineRig,
  eth,
  limit,
  market,
  person,
} from "../../tests/fixtures/engine-rig.ts";

const ada: Actor = { kind: "trader", id: "t1" };
const bob: Actor = { kind: "trader", id: "t2" };
const model: Actor = { kind: "model", id: "m1" };
const names: Record<string, Membership> = {
  t1: { traders: "ada", strategies: "sma", models: null },
  t2: { traders: "bob", strategies: "sma", models: null },
  m1: { traders: null, strategies: null, models: "m1" },
};
const membershipOf = ({ id }: Actor): Membership => names[id] ?? { traders: null, strategies: null, models: null };

function desk(scopes: LimitScopes, limits: Partial<RiskLimits> = {}, options = {}): EngineRig {
  const rig = engineRig({ membershipOf, ...options });
  const wide = { maxOrdersPerSecond: 1000, staleAfterMs: 1_000_000_000 };
  rig.limits = RiskLimits.parse({ ...defaultLimits, ...wide, ...limits, scopes });
  for (const instrument of [0, 1]) rig.bar(100, 50, instrument);
  for (const instrument of [0, 1]) rig.price(100, instrument);
  return rig;
}

const ask = (rig: EngineRig, actor: Actor, request = market("buy", "1")) => rig.engine.preview(request, actor);
const rowOf = (rig: EngineRig, code: string, actor: Actor, request = market("buy", "1")): RuleRow =>
  ask(rig, actor, request).rows.find((row) => row.code === code)!;

function trade(rig: EngineRig, actor: Actor, side: "buy" | "sell", size: string, price = "100", change = {}): void {
  const { orderId, verdict } = rig.engine.submit(market(side, size, change), actor, "test");
  expect(verdict.outcome).toBe("approved");
  rig.fill(orderId, size, price);
}

test("the tightest of account and scopes decides, and the row names its setting", () => {
  const scopes = {
    traders: { ada: { maxNotionalPerOrder: "300" } },
    strategies: { sma: { maxNotionalPerOrder: "200" } },
    models: { m1: { maxNotionalPerOrder: "5000" } },
  };
  const rig = desk(scopes, { maxNotionalPerOrder: "1000" });
  const row = (actor: Actor) => rowOf(rig, "RISK-001", actor, market("buy", "4"));
  expect(row(ada)).toMatchObject({
    outcome: "fail",
    limit: "200",
    maxPassingSize: "2",
    setting: "risk.scopes.strategies.sma.maxNotionalPerOrder",
    text: expect.stringContaining('For strategy "sma": '),
  });
  expect(row(model)).toMatchObject({ outcome: "pass", limit: "1000", setting: "risk.maxNotionalPerOrder" });
  expect(row(person)).toMatchObject({ outcome: "pass", limit: "1000", setting: "risk.maxNotionalPerOrder" });
  expect(ask(rig, ada, market("buy", "4")).maxPassingSize).toBe("2");
});

test("a limit that only a scope has holds for its orders alone", () => {
  const rig = desk({ traders: { bob: { allowedInstruments: [eth.id], stopRequired: true } } });
  expect(ask(rig, ada).outcome).toBe("approved");
  const refused = ask(rig, bob).rows.filter(({ outcome }) => outcome === "fail");
  expect(refused.map(({ setting }) => setting)).toEqual([
    "risk.scopes.traders.bob.stopRequired",
    "risk.scopes.traders.bob.allowedInstruments",
  ]);
});

describe("what a scope counts", () => {
  const limits: ScopedLimits = {
    maxNotionalPerDay: "1000",
    maxTradesPerDay: 2,
    maxDailyLoss: "50",
    maxLossStreak: 1,
    maxOpenPositions: 1,
    maxGrossExposure: "1000",
  };

  test("is what its own orders traded in the day", () => {
    const rig = desk({ traders: { ada: limits } });
    trade(rig, bob, "buy", "5");
    trade(rig, ada, "buy", "2");
    expect(rowOf(rig, "RISK-013", ada).observed).toBe("300");
    expect(rowOf(rig, "RISK-035", ada)).toMatchObject({ outcome: "pass", observed: "1" });
    rig.clock.now += 86_400_000;
    rig.price(100);
    expect(rowOf(rig, "RISK-013", ada).observed).toBe("100");
  });

  test("is what its own trades have lost, not those of others", () => {
    const rig = desk({ traders: { ada: limits }, strategies: { sma: { maxDailyLoss: "90" } } });
    trade(rig, bob, "buy", "5", "100");
    trade(rig, bob, "sell", "5", "80");
    expect(rowOf(rig, "RISK-029", ada)).toMatchObject({
      outcome: "fail",
      observed: "100",
      limit: "90",
      setting: "risk.scopes.strategies.sma.maxDailyLoss",
    });
    const alone = desk({ traders: { ada: limits } });
    trade(alone, bob, "buy", "5", "100");
    trade(alone, bob, "sell", "5", "80");
    expect(rowOf(alone, "RISK-029", ada)).toMatchObject({ outcome: "pass", observed: "0" });
    expect(rowOf(alone, "RISK-033", ada)).toMatchObject({ outcome: "pass", observed: "0" });
    trade(alone, ada, "buy", "4", "100");
    alone.price(87);
    expect(rowOf(alone, "RISK-029", ada)).toMatchObject({ outcome: "fail", observed: "52" });
    trade(alone, ada, "sell", "4", "90");
    expect(rowOf(alone, "RISK-029", ada)).toMatchObject({ outcome: "pass", observed: "40" });
    expect(rowOf(alone, "RISK-033", ada)).toMatchObject({ outcome: "fail", observed: "1" });
    alone.clock.now += 86_400_000;
    alone.price(100);
    expect(rowOf(alone, "RISK-029", ada)).toMatchObject({ outcome: "pass", observed: "0" });
  });

  test("is what its own orders hold and have working", () => {
    const rig = desk({ traders: { ada: limits } });
    trade(rig, bob, "buy", "3", "100", { instrumentId: eth.id });
    const inBtc = (actor: Actor) => rowOf(rig, "RISK-014", actor);
    expect(inBtc(ada)).toMatchObject({ outcome: "pass", observed: "1" });
    rig.engine.submit(limit("buy", "6", "99", { instrumentId: eth.id }), ada, "test");
    expect(inBtc(ada)).toMatchObject({ outcome: "fail", observed: "2" });
    expect(rowOf(rig, "RISK-015", ada, market("buy", "5"))).toMatchObject({ outcome: "fail", observed: "1100" });
    expect(rowOf(rig, "RISK-015", ada, market("buy", "1", { instrumentId: eth.id })).observed).toBe("700");
    expect(ask(rig, bob).outcome).toBe("approved");
  });

  test("is how many orders it sent within a second", () => {
    const rig = desk({ models: { m1: { maxOrdersPerSecond: 1 } } });
    rig.engine.submit(market("buy", "1"), ada, "test");
    expect(ask(rig, model).outcome).toBe("approved");
    rig.engine.submit(market("buy", "1"), model, "test");
    expect(rowOf(rig, "RISK-003", model)).toMatchObject({
      outcome: "fail",
      setting: "risk.scopes.models.m1.maxOrdersPerSecond",
    });
    expect(ask(rig, ada).outcome).toBe("approved");
  });
});

test("what only shrinks the account's position passes, whatever the scope has lost", () => {
  const rig = desk({ traders: { ada: { maxDailyLoss: "1", maxTradesPerDay: 1, maxNotionalPerDay: "500" } } });
  trade(rig, ada, "buy", "5");
  rig.price(80);
  expect(ask(rig, ada).outcome).toBe("rejected");
  expect(ask(rig, ada, market("sell", "5"))).toMatchObject({ outcome: "approved", reducing: true });
});

test("a restart counts for a scope what was counted before", () => {
  const scopes = { traders: { ada: { maxTradesPerDay: 3, maxDailyLoss: "1000" } } };
  const rig = desk(scopes);
  trade(rig, ada, "buy", "2");
  trade(rig, bob, "buy", "2");
  trade(rig, ada, "sell", "3", "90");
  const again = engineRig({ membershipOf });
  again.limits = rig.limits;
  for (const event of rig.stored()) again.engine.restore(event);
  for (const instrument of [0, 1]) again.bar(100, 50, instrument);
  for (const instrument of [0, 1]) again.price(100, instrument);
  for (const code of ["RISK-029", "RISK-035"]) {
    expect(rowOf(again, code, ada)).toEqual(rowOf(rig, code, ada));
  }
  expect(rowOf(again, "RISK-035", ada).observed).toBe("3");
});

test("the account's limits and the scope's are together as tight as the tighter of each, for any amounts", () => {
  const amount = fc.integer({ min: 100, max: 2000 }).map(String);
  let scoped = 0;
  fc.assert(
    fc.property(amount, amount, fc.integer({ min: 1, max: 30 }), (account, own, size) => {
      const rig = desk({ traders: { ada: { maxNotionalPerInstrument: own } } }, { maxNotionalPerInstrument: account });
      const row = rowOf(rig, "RISK-012", ada, market("buy", `${size}`));
      const least = Math.min(Number(account), Number(own));
      expect(row.limit).toBe(`${least}`);
      expect(row.outcome).toBe(size * 100 <= least ? "pass" : "fail");
      if (Number(own) < Number(account)) scoped++;
      expect(row.setting?.includes("scopes")).toBe(Number(own) < Number(account));
    }),
    { numRuns: 100 },
  );
  expect(scoped).toBeGreaterThan(10);
});
