import { expect, test } from "vitest";
import { formatFixed, MONEY_DIGITS } from "../../shared/model/fixed.ts";
import { btc, engineRig, eth, limit, market, person } from "../../tests/fixtures/engine-rig.ts";
import type { RiskFacts, RiskWatch } from "./risk-watch.ts";

/** A watch that hands what it sees to a test. */
function seeing(look: (facts: RiskFacts) => void): RiskWatch {
  return {
    id: "seeing",
    observe(facts) {
      look(facts);
      return null;
    },
  };
}

test("a watch finds the account, its positions, its orders and its prices as they stand", () => {
  let seen: Record<string, unknown> = {};
  const money = (units: bigint): string => formatFixed(units, MONEY_DIGITS);
  const rig = engineRig({
    cash: "1000",
    watches: [
      seeing((facts) => {
        seen = {
          equity: money(facts.equity()),
          equityNumber: facts.equityNumber(),
          balance: money(facts.balance()),
          gross: money(facts.gross()),
          gap: facts.gap(),
          dayStart: money(facts.dayStartEquity()),
          peak: money(facts.equityPeak()),
          dayEnd: facts.dayEnd(facts.now),
          day: facts.day(),
          net: facts.net(0),
          open: [facts.isOpen(0), facts.isOpen(1)],
          working: [facts.hasWorking(0), facts.hasWorking(1)],
          price: facts.price(0),
          quote: [facts.bid(0), facts.ask(0)],
          ages: [facts.now - facts.pricedAt(0), facts.now - facts.quotedAt(0)],
          begun: facts.trades().begun,
          ids: facts.scales.map(({ instrument }) => instrument.id),
          unknownSince: facts.unknownSince(),
        };
      }),
    ],
  });
  rig.bar(100);
  rig.bar(50, 1, 1);
  const { orderId } = rig.engine.submit(market("buy", "5"), person, "");
  rig.fill(orderId, "5", "100");
  rig.price(102);
  rig.engine.submit(limit("buy", "1", "49.50", { instrumentId: eth.id }), person, "");
  rig.price(101);
  rig.clock.now += 7;
  rig.engine.passTime();
  expect(seen).toEqual({
    equity: "1005",
    equityNumber: 1005,
    balance: "1000",
    gross: "505",
    gap: "",
    dayStart: "1000",
    peak: "1010",
    dayEnd: Date.UTC(2026, 0, 6),
    day: Date.UTC(2026, 0, 5) / 86_400_000,
    net: 5000n,
    open: [true, false],
    working: [false, true],
    price: 101,
    quote: [100.99, 101.01],
    ages: [7, 7],
    begun: 1,
    ids: [btc.id, eth.id],
    unknownSince: Number.NaN,
  });
});

test("of several orders in doubt the one longest in it counts", () => {
  let since = Number.NaN;
  const rig = engineRig({
    watches: [
      seeing((facts) => {
        since = facts.unknownSince();
      }),
    ],
  });
  rig.bar(100);
  const begins = rig.clock.now;
  for (const after of [0, 500]) {
    rig.clock.now = begins + after;
    const { orderId } = rig.engine.submit(limit("buy", "1", "99.00"), person, "");
    rig.say({ orderId, kind: "unknown", reason: "timeout" });
  }
  expect(since).toBe(begins);
});

test("a watch that cannot follow an event is one that sees nothing any more, and nothing opens on it", () => {
  const watch: RiskWatch = {
    id: "deaf",
    observe: () => null,
    applied({ type }) {
      if (type === "order.filled") throw new Error("what is a fill?");
    },
  };
  const rig = engineRig({ watches: [watch] });
  rig.bar(100);
  const { orderId } = rig.engine.submit(market("buy", "1"), person, "");
  rig.fill(orderId, "1", "100");
  expect(rig.engine.breakers()).toMatchObject([
    { rule: "deaf.failed", action: "block_entries", reason: expect.stringContaining("what is a fill?") },
  ]);
  expect(rig.engine.submit(market("buy", "1"), person, "").verdict.outcome).toBe("rejected");
  expect(rig.engine.submit(market("sell", "1"), person, "").verdict.outcome).toBe("approved");
  rig.engine.rearm("deaf.failed", person, "looked at it");
  expect(rig.engine.breakers()).toHaveLength(1);
});
