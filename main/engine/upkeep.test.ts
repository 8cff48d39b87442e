import { describe, expect, it } from "vitest";
import {
  btc,
  type EngineRig,
  engineRig,
  eth,
  instrumentNamed,
  market,
  person,
} from "../../tests/fixtures/engine-rig.ts";

const evening = Date.UTC(2026, 0, 5, 22);
const midnight = Date.UTC(2026, 0, 6);
const morning = Date.UTC(2026, 0, 6, 9);
const options = { cash: "100000", leverage: "3", snapshotEveryMs: 60_000 };

/** A desk at ten in the evening that holds 100 of each at 100; both stand at 150. */
function heldOvernight(): EngineRig {
  const rig = rigAt(evening);
  for (const [instrument, { id }] of [btc, eth].entries()) {
    rig.bar(100, 2, instrument);
    rig.price(100, instrument);
    rig.fill(rig.engine.submit(market("buy", "100", { instrumentId: id }), person, "").orderId, "100", "100");
  }
  for (const instrument of [0, 1]) rig.price(150, instrument);
  return rig;
}

function rigAt(now: number): EngineRig {
  const rig = engineRig(options);
  rig.limits = { ...rig.limits, priceBandAtr: "1000", maxOrdersPerSecond: 1000 };
  rig.clock.now = now;
  return rig;
}

/** The same desk in the morning, from the record of its sessions, before any price. */
function restarted(...sessions: readonly EngineRig[]): EngineRig {
  const again = rigAt(morning);
  for (const event of sessions.flatMap((rig) => rig.stored())) again.engine.restore(event);
  again.engine.resume();
  return again;
}

/** Why nothing opens, where the account is why. */
function whyNothingOpens({ engine }: EngineRig): string | undefined {
  const { rows } = engine.preview(market("buy", "1"), person);
  return rows.find(({ text, outcome }) => outcome === "fail" && text.includes("equity is not known: "))?.text;
}

describe("a desk that was closed as the trading day began", () => {
  it("begins it at the equity of the first prices, not at what positions have cost, when all that is held has one", () => {
    const rig = restarted(heldOvernight());
    expect(whyNothingOpens(rig)).toContain("paper:BTC/USDT has no price and is held");
    rig.price(150, 0);
    expect(rig.types()).not.toContain("account.day_rolled");
    rig.clock.now += 5000;
    rig.price(150, 1);
    expect(rig.events.filter(({ type }) => type === "account.day_rolled")).toMatchObject([
      { at: morning + 5000, data: { day: 20_459, equity: "110000", equityPeak: "110000" } },
    ]);
    expect(rig.engine.account().dayPnl).toBe("0");
    expect(whyNothingOpens(rig)).toBeUndefined();
  });

  it("knows the same day's start from the record", () => {
    const before = heldOvernight();
    const rig = restarted(before);
    for (const instrument of [0, 1, 0]) rig.price(150 + instrument, instrument);
    const again = restarted(before, rig);
    for (const instrument of [0, 1]) again.price(160, instrument);
    rig.price(160, 0);
    rig.price(160, 1);
    expect(again.engine.account().dayPnl).toBe("1900");
    expect(again.engine.account().dayPnl).toBe(rig.engine.account().dayPnl);
    expect(again.types()).not.toContain("account.day_rolled");
  });

  it("counts in the new day what is lost while it waits for the price of another instrument", () => {
    const rig = restarted(heldOvernight());
    rig.price(150, 0);
    rig.price(140, 0);
    const exit = market("sell", "50", { reduceOnly: true });
    const { orderId, verdict } = rig.engine.submit(exit, person, "get out");
    expect(verdict.outcome).toBe("approved");
    rig.fill(orderId, "50", "140");
    rig.price(150, 1);
    expect(rig.dataOf("account.day_rolled")).toMatchObject([{ equity: "110000" }]);
    expect(rig.engine.account().dayPnl).toBe("-1000");
  });

  it("takes a deposit meanwhile for no gain, and a split for no loss", () => {
    const rig = restarted(heldOvernight());
    rig.price(150, 0);
    const report = { at: rig.clock.now, reason: "" };
    rig.engine.accountReport({ kind: "transfer", reportId: "in", amount: "500", currency: "USDT", ...report });
    rig.engine.accountReport({ kind: "split", reportId: "s0", instrumentId: btc.id, ratio: "2", at: rig.clock.now });
    rig.engine.accountReport({ kind: "split", reportId: "s1", instrumentId: eth.id, ratio: "3", at: rig.clock.now });
    rig.price(50, 1);
    expect(rig.dataOf("account.day_rolled")).toMatchObject([{ equity: "110500" }]);
    expect(rig.engine.account().dayPnl).toBe("0");
  });

  it("values what is closed before the market has shown it at the price it is closed at", () => {
    const rig = restarted(heldOvernight());
    rig.price(150, 0);
    const exit = market("sell", "100", { instrumentId: eth.id, reduceOnly: true });
    rig.fill(rig.engine.submit(exit, person, "get out").orderId, "100", "145");
    // Nothing is a guess any more: what is judged next is judged against the new day.
    rig.clock.now += 1;
    expect(whyNothingOpens(rig)).toBeUndefined();
    expect(rig.types()).toContain("account.day_rolled");
    rig.price(149, 0);
    expect(rig.dataOf("account.day_rolled")).toMatchObject([{ equity: "109500" }]);
    expect(rig.engine.account().dayPnl).toBe("-100");
  });

  it("begins the day of then where an instrument has no price for days, and writes down no equity that is a guess", () => {
    const rig = restarted(heldOvernight());
    rig.price(150, 0);
    for (let day = 0; day < 3; day++) {
      rig.clock.now += 86_400_000;
      rig.price(150 - day, 0);
    }
    expect(rig.types()).toEqual([]);
    expect(whyNothingOpens(rig)).toContain("paper:ETH/USDT has no price and is held");
    rig.price(150, 1);
    // Since the last of these days began, at 149, bitcoin has lost one.
    expect(rig.dataOf("account.day_rolled")).toMatchObject([{ day: 20_462, equity: "109900" }]);
    expect(rig.engine.account().dayPnl).toBe("-100");
  });

  it("waits for the price that a rate is read from as well", () => {
    const dax = instrumentNamed("DAX/EUR", { quoteCurrency: "EUR" });
    const euro = instrumentNamed("EUR/USD", { quoteCurrency: "USD", priceIncrement: "0.0001" });
    const conversions = [{ from: "EUR", to: "USD", instrumentId: euro.id }];
    const rigged = () =>
      engineRig({ instruments: [dax, euro], currency: "USD", cash: "10000", terms: { conversions } });
    const rig = rigged();
    const { now } = rig.clock;
    rig.price(100, 0);
    rig.price(1, 1);
    rig.engine.accountReport({ kind: "transfer", reportId: "t", amount: "10", currency: "EUR", reason: "", at: now });
    const again = rigged();
    for (const event of rig.stored()) again.engine.restore(event);
    again.clock.now = morning;
    again.price(100, 0);
    expect(again.types()).toEqual([]);
    again.price(2, 1);
    expect(again.dataOf("account.day_rolled")).toMatchObject([{ equity: "10020" }]);
  });
});

it("a day that begins while the desk is open begins at its own time, with the last prices before", () => {
  const rig = heldOvernight();
  rig.clock.now = midnight + 1;
  rig.price(120, 1);
  expect(rig.events.filter(({ type }) => type === "account.day_rolled")).toMatchObject([
    { at: midnight, data: { equity: "110000" } },
  ]);
  expect(rig.engine.account().dayPnl).toBe("-3000");
});
