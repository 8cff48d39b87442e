import fc from "fast-check";
import { expect, test } from "vitest";
import { Breakers, breakerKinds, breakerRules } from "../../../shared/model/breaker-settings.ts";
import { engineRig, eth, limit, market, person, type RigOptions } from "../../../tests/fixtures/engine-rig.ts";
import { type DeskSigns, quietSigns } from "./breaker-check.ts";
import { BreakerWatch } from "./breaker-watch.ts";
import { breakerChecks } from "./registry.ts";

type Signs = { -readonly [key in keyof DeskSigns]: DeskSigns[key] };

function desk(breakers: unknown, options: RigOptions = {}) {
  const settings = { list: Breakers.parse(breakers) };
  const signs: Signs = { ...quietSigns };
  const watch = new BreakerWatch(() => settings.list, signs);
  const rig = engineRig({ cash: "1000", ...options, watches: [watch] });
  rig.limits = { ...rig.limits, maxOrdersPerSecond: 1000, priceBandAtr: "1000", staleAfterMs: 3_600_000 };
  const trips = () => rig.dataOf("risk.breaker_tripped");
  const later = (ms: number): void => {
    rig.clock.now += ms;
    rig.engine.passTime();
  };
  const buy = (size: string, at = "100"): void => {
    const { orderId } = rig.engine.submit(market("buy", size), person, "");
    rig.fill(orderId, size, at);
  };
  const sell = (size: string, at: string): void => {
    const { orderId } = rig.engine.submit(market("sell", size), person, "");
    rig.fill(orderId, size, at);
  };
  rig.bar(100);
  return { rig, settings, signs, trips, later, buy, sell };
}

const at = (rule: string, limitText: string, rest: object = {}) => ({
  rule,
  limit: limitText,
  action: "halt",
  ...rest,
});

test("every breaker of the settings has a check and words of its own", () => {
  expect(Object.keys(breakerChecks).sort()).toEqual([...breakerRules].sort());
  for (const { text } of Object.values(breakerKinds)) expect(text).toContain("{limit}");
});

test.each([
  ["twice the same breaker", [at("drawdown", "1"), at("drawdown", "2")]],
  ["a share above all", [at("drawdown-percent", "101")]],
  ["a count that is no whole number", [at("loss-streak", "1.5")]],
  ["a rate without its window", [at("order-rate", "5")]],
  ["a streak with a window", [at("loss-streak", "5", { windowMs: 10 })]],
  ["a lockout's length for another action", [at("drawdown", "1", { lockOutMs: 60_000 })]],
  ["nothing", [at("drawdown", "0")]],
  ["a rule nobody knows", [at("moon-phase", "1")]],
])("settings refuse %s", (_, breakers) => {
  expect(Breakers.safeParse(breakers).success).toBe(false);
});

test("one rule may warn at one number and halt at another", () => {
  const { rig, trips, buy } = desk([at("daily-loss", "10", { action: "warn" }), at("daily-loss", "20")]);
  buy("5");
  rig.price(98.01);
  expect(trips()).toEqual([]);
  rig.price(98);
  expect(trips()).toMatchObject([
    {
      rule: "daily-loss",
      action: "warn",
      limit: "10",
      observed: "10",
      basis: "1000",
      reason: "equity 990 is 10 below the day's start at 1000",
    },
  ]);
  rig.price(96.01);
  expect(rig.engine.tradingState().state).toBe("active");
  rig.price(96);
  expect(trips()).toHaveLength(2);
  expect(rig.engine.tradingState().state).toBe("halted");
});

test("the daily loss counts from the day that has begun, and a breaker of yesterday stays tripped", () => {
  const { rig, trips, buy } = desk([at("daily-loss-percent", "2")]);
  buy("5");
  rig.price(96.1);
  rig.clock.now += 86_400_000;
  rig.price(96.1);
  rig.price(93);
  expect(trips()).toEqual([]);
  rig.price(92.1);
  expect(trips()).toMatchObject([{ basis: "980.5", observed: "20" }]);
  rig.clock.now += 86_400_000;
  rig.price(101);
  expect(rig.engine.breakers()).toHaveLength(1);
});

test("the drawdown follows the peak that was seen between two trades, and deposits are no profit", () => {
  const { rig, trips, buy } = desk([at("drawdown-percent", "5")]);
  buy("5");
  rig.price(120);
  rig.price(109.1);
  expect(trips()).toEqual([]);
  rig.price(109);
  expect(trips()).toMatchObject([{ basis: "1100", observed: "55" }]);
});

test("money that is brought moves the floor with it", () => {
  const { rig, trips, buy } = desk([at("drawdown", "50")]);
  buy("5");
  rig.price(99);
  rig.engine.accountReport({
    kind: "transfer",
    reportId: "t1",
    at: rig.clock.now,
    currency: "USDT",
    amount: "500",
    reason: "",
  });
  rig.price(90.01);
  expect(trips()).toEqual([]);
  rig.price(90);
  expect(trips()).toMatchObject([{ basis: "1500", observed: "50" }]);
});

test("on any path the equity breakers trip at the tick an oracle names", () => {
  let tripped = 0;
  fc.assert(
    fc.property(
      fc.constantFrom("daily-loss", "drawdown", "daily-loss-percent", "drawdown-percent"),
      fc.integer({ min: 1, max: 60 }),
      fc.array(fc.integer({ min: 8000, max: 12_500 }), { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 9 }),
      (rule, most, cents, size) => {
        const { rig, trips, buy } = desk([at(rule, `${most}`, { action: "warn" })]);
        buy(`${size}`);
        let peak = 100_000;
        let want = false;
        for (const cent of cents) {
          rig.clock.now += 10;
          rig.price(cent / 100);
          const equity = 100_000 + size * (cent - 10_000);
          peak = Math.max(peak, equity);
          const base = rule.startsWith("drawdown") ? peak : 100_000;
          want ||= base - equity >= (rule.endsWith("percent") ? (base * most) / 100 : most * 100);
          expect(trips().length === 1).toBe(want);
        }
        if (want) tripped++;
      },
    ),
    { numRuns: 300 },
  );
  expect(tripped).toBeGreaterThan(50);
});

test("a losing streak trips on its last loss, and counts anew when it is re-armed", () => {
  const { rig, trips, buy, sell } = desk([at("loss-streak", "2")]);
  for (const price of ["99", "101", "99"]) {
    buy("1");
    sell("1", price);
    rig.clock.now += 10;
  }
  expect(trips()).toEqual([]);
  buy("1");
  sell("1", "98");
  expect(trips()).toMatchObject([{ observed: "2", reason: "2 trades in a row lost" }]);
  rig.clock.now += 10;
  rig.engine.rearm("loss-streak", person, "I have slept");
  rig.engine.setTradingState("active", person, "");
  buy("1");
  sell("1", "98");
  expect(trips()).toHaveLength(1);
});

test("rejections, denials and decisions count within their window", () => {
  const { rig, trips, later } = desk([
    at("order-rejects", "2", { windowMs: 1000, action: "warn" }),
    at("order-denials", "2", { windowMs: 1000, action: "warn" }),
    at("order-rate", "3", { windowMs: 1000, action: "warn" }),
  ]);
  const reject = (): void => {
    const { orderId } = rig.engine.submit(limit("buy", "1", "90.00"), person, "");
    rig.say({ orderId, kind: "rejected", code: "VENUE-NO", reason: "no" });
  };
  reject();
  later(1000);
  reject();
  expect(trips()).toEqual([]);
  later(999);
  reject();
  expect(trips()).toMatchObject([{ rule: "order-rejects", observed: "2", basis: "1000 ms" }]);
  rig.engine.submit(market("buy", "1000"), person, "");
  expect(trips()).toMatchObject([{}, { rule: "order-rate", observed: "3" }]);
  rig.engine.submit(market("buy", "1000"), person, "");
  expect(trips().map(({ rule }) => rule)).toEqual(["order-rejects", "order-rate", "order-denials"]);
  rig.engine.rearm("order-denials", person, "");
  expect(trips()).toHaveLength(3);
});

test("an order in doubt trips when it has been for so long", () => {
  const { rig, trips, later } = desk([at("orders-unknown", "5000")]);
  const { orderId } = rig.engine.submit(limit("buy", "1", "90.00"), person, "");
  rig.say({ orderId, kind: "unknown", reason: "timeout" });
  later(4999);
  expect(trips()).toEqual([]);
  later(1);
  expect(trips()).toMatchObject([{ observed: "5000" }]);
});

test("only the price of what is held or working can be too old", () => {
  const { rig, trips, later, buy } = desk([at("stale-data", "5000")]);
  rig.price(100, 1);
  later(60_000);
  expect(trips()).toEqual([]);
  rig.price(100);
  buy("1");
  later(4999);
  rig.price(2000, 1);
  expect(trips()).toEqual([]);
  later(1);
  expect(trips()).toMatchObject([{ observed: "5000", basis: "paper:BTC/USDT" }]);
});

test("an order in another instrument makes that one's older price count at once", () => {
  const { rig, trips, later, buy } = desk([at("stale-data", "5000")]);
  rig.bar(50, 1, 1);
  later(3000);
  rig.price(100);
  buy("1");
  rig.engine.submit(limit("buy", "1", "40.00", { instrumentId: eth.id }), person, "");
  later(1999);
  expect(trips()).toEqual([]);
  later(1);
  expect(trips()).toMatchObject([{ basis: eth.id }]);
});

test("a wide spread trips only where something is held, and only when it lasts where that is asked", () => {
  const { rig, trips, later, buy } = desk([at("spread", "100", { windowMs: 500 })]);
  const quote = (bid: number, ask: number): void => {
    rig.engine.tick(0, rig.clock.now, bid, ask, 100, 1);
    rig.engine.pump(1);
  };
  quote(99, 101);
  later(1000);
  quote(99.5, 100.5);
  buy("1");
  later(10);
  quote(99.4, 100.6);
  later(499);
  expect(trips()).toEqual([]);
  quote(99.5, 100.5);
  later(1);
  quote(99.4, 100.6);
  later(500);
  expect(trips()).toMatchObject([{ observed: "120.0", basis: "paper:BTC/USDT" }]);
});

test("a bid above the ask is no market: it trips as a spread that nobody knows, and bid and ask at one price do not", () => {
  const { rig, trips, later, buy } = desk([at("spread", "100", { windowMs: 500 })]);
  const quote = (bid: number, ask: number): void => {
    rig.engine.tick(0, rig.clock.now, bid, ask, 100, 1);
    rig.engine.pump(1);
  };
  quote(101, 99);
  buy("1");
  quote(100, 100);
  later(1000);
  quote(100.1, 100);
  later(499);
  expect(trips()).toEqual([]);
  later(1);
  expect(trips()).toMatchObject([
    {
      rule: "spread",
      observed: "unknown",
      basis: "paper:BTC/USDT",
      reason: "the spread of paper:BTC/USDT is not known: a bid of 100.1 above an ask of 100 is no market",
    },
  ]);
});

test("what the desk measures trips when it is told", () => {
  const { signs, trips, later } = desk([
    at("journal-slow", "100", { action: "warn" }),
    at("journal-failed", "100", { action: "warn" }),
    at("feed-down", "100", { action: "warn" }),
  ]);
  later(1);
  for (const age of ["journalWaitMs", "journalFailedMs", "feedDownMs"] as const) {
    signs[age] = 99;
    later(1);
    signs[age] = 100;
    later(1);
  }
  expect(trips().map(({ rule, observed }) => `${rule} ${observed}`)).toEqual([
    "journal-slow 100",
    "journal-failed 100",
    "feed-down 100",
  ]);
});

test("a clock that is off trips, one that nobody could measure does after a minute, and one nobody asks never", () => {
  const reading = { offsetMs: 49.9, errorMs: 1, at: 0, source: "time.example", failure: "" };
  const { rig, signs, trips, later } = desk([at("clock-drift", "50", { action: "warn" })]);
  later(3_600_000);
  signs.clock = reading;
  later(1);
  signs.clock = { ...reading, offsetMs: null, failure: "no answer" };
  later(59_000);
  expect(trips()).toEqual([]);
  later(60_000);
  expect(trips()).toMatchObject([{ observed: "unknown", reason: "the clock's offset is unknown: no answer" }]);
  signs.clock = { ...reading, offsetMs: -50 };
  rig.engine.rearm("clock-drift", person, "");
  expect(trips().at(-1)).toMatchObject({ observed: "50.0", reason: "the clock is 50.0 ms ahead" });
});

test("no change of the list gives a fresh start to a breaker that is in it before and after", () => {
  const rejects = (limitText: string) => at("order-rejects", limitText, { windowMs: 60_000, action: "warn" });
  const wide = at("spread", "50", { windowMs: 1000, action: "warn" });
  const { rig, settings, trips, later, buy } = desk([rejects("4"), wide]);
  const reject = (): void => {
    const { orderId } = rig.engine.submit(limit("buy", "1", "90.00"), person, "");
    rig.say({ orderId, kind: "rejected", code: "VENUE-NO", reason: "no" });
  };
  reject();
  reject();
  settings.list = Breakers.parse([at("drawdown", "500"), rejects("4"), wide]);
  reject();
  expect(trips()).toEqual([]);
  settings.list = Breakers.parse([rejects("3"), wide]);
  later(1);
  expect(trips()).toMatchObject([{ rule: "order-rejects", observed: "3" }]);
  buy("1");
  rig.engine.tick(0, rig.clock.now, 99, 101, 100, 1);
  rig.engine.pump(1);
  later(600);
  settings.list = Breakers.parse([rejects("3"), { ...wide, limit: "40" }]);
  later(400);
  expect(trips()).toMatchObject([{}, { rule: "spread" }]);
});

test("a lockout breaker says for how long, and a changed list holds at once", () => {
  const { rig, settings, buy } = desk([]);
  buy("5");
  rig.price(96);
  settings.list = Breakers.parse([at("daily-loss", "20", { action: "lock_out", lockOutMs: 3_600_000 })]);
  rig.price(96);
  expect(rig.engine.lockout()).toMatchObject({ until: rig.clock.now + 3_600_000 });
  expect(
    rig.engine
      .submit(market("buy", "1"), person, "")
      .verdict.rows.filter(({ outcome }) => outcome === "fail")
      .map(({ code }) => code),
  ).toEqual(expect.arrayContaining(["RISK-004", "RISK-042", "RISK-043"]));
  expect(rig.engine.submit(market("sell", "5"), person, "").verdict.outcome).toBe("approved");
});

test("counts follow from the record: a restart trips at the same order", () => {
  const breakers = Breakers.parse([at("order-rejects", "2", { windowMs: 60_000, action: "warn" })]);
  const { rig } = desk(breakers);
  const { orderId } = rig.engine.submit(limit("buy", "1", "90.00"), person, "");
  rig.say({ orderId, kind: "rejected", code: "VENUE-NO", reason: "no" });
  const again = engineRig({ cash: "1000", watches: [new BreakerWatch(() => breakers, quietSigns)] });
  again.clock.now = rig.clock.now + 10;
  for (const event of rig.stored()) again.engine.restore(event);
  again.bar(100);
  const second = again.engine.submit(limit("buy", "1", "99.00"), person, "").orderId;
  expect(again.engine.breakers()).toEqual([]);
  again.say({ orderId: second, kind: "rejected", code: "VENUE-NO", reason: "no" });
  expect(again.engine.breakers()).toMatchObject([{ rule: "order-rejects", observed: "2" }]);
});

test("a window that is made longer counts the orders before the start too, where the desk came from a snapshot", () => {
  const rejects = (windowMs: number) => Breakers.parse([at("order-rejects", "3", { windowMs, action: "warn" })]);
  const reject = (rig: ReturnType<typeof engineRig>): void => {
    const { orderId } = rig.engine.submit(limit("buy", "1", "90.00"), person, "");
    rig.say({ orderId, kind: "rejected", code: "VENUE-NO", reason: "no" });
  };
  const { rig, later } = desk(rejects(1000));
  reject(rig);
  later(5000);
  reject(rig);
  /** A desk that goes on from what another has saved. */
  const after = (before: typeof rig, ms: number, breakers: Breakers) => {
    const next = desk(breakers);
    next.rig.engine.load(structuredClone(before.engine.save()));
    next.rig.clock.now = before.clock.now + ms;
    next.rig.bar(100);
    return next;
  };
  const second = after(rig, 20_000, rejects(1000));
  second.settings.list = rejects(60_000);
  second.later(0);
  expect(second.trips()).toEqual([]);
  reject(second.rig);
  expect(second.trips()).toMatchObject([{ rule: "order-rejects", observed: "3", basis: "60000 ms" }]);
  second.rig.engine.rearm("order-rejects", person, "");
  reject(second.rig);
  expect(second.trips()).toHaveLength(1);
  const third = after(second.rig, 1000, rejects(60_000));
  reject(third.rig);
  expect(third.trips()).toEqual([]);
  reject(third.rig);
  expect(third.trips()).toMatchObject([{ observed: "3" }]);
});

test("a limit that is raised and a breaker that is added count what there was before", () => {
  const rejects = (limitText: string) => at("order-rejects", limitText, { windowMs: 60_000, action: "warn" });
  const { rig, settings, trips, later } = desk([rejects("3")]);
  const reject = (): void => {
    const { orderId } = rig.engine.submit(limit("buy", "1", "90.00"), person, "");
    rig.say({ orderId, kind: "rejected", code: "VENUE-NO", reason: "no" });
  };
  for (let n = 0; n < 4; n++) reject();
  expect(trips()).toMatchObject([{ limit: "3" }]);
  settings.list = Breakers.parse([
    { ...rejects("5"), action: "halt" },
    at("order-rate", "4", { windowMs: 60_000, action: "warn" }),
  ]);
  later(1);
  expect(trips()).toMatchObject([{}, { rule: "order-rate", observed: "4" }]);
  reject();
  expect(trips()).toMatchObject([{}, {}, { rule: "order-rejects", limit: "5", observed: "5" }]);
});
