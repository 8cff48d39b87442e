import { describe, expect, it } from "vitest";
import type { AccountReport } from "../../../shared/model/order.ts";
import { engineRig, instrumentNamed, market, person } from "../../../tests/fixtures/engine-rig.ts";

const perp = instrumentNamed("BTC/USDT", { assetClass: "crypto-perp" });
const sold = { side: "sell", size: "2", price: "90", fee: "0.5", feeCurrency: "USDT", reason: "margin" } as const;

/** A desk that holds something, and what it says of a report that may have any form. */
function rigged() {
  const rig = engineRig({ instruments: [perp], cash: "1000" });
  rig.bar(100);
  rig.price(100);
  rig.fill(rig.engine.submit(market("buy", "5"), person, "").orderId, "5", "100");
  const say = (report: object): void =>
    rig.engine.accountReport({ reportId: "r", at: rig.clock.now, ...report } as AccountReport);
  return { rig, say, facts: () => restartedFacts(rig) };
}

/** Money and positions, which a restart on the record has to reach as well. */
function restartedFacts(rig: ReturnType<typeof engineRig>): unknown {
  const again = engineRig({ instruments: [perp], cash: "1000" });
  for (const event of rig.stored()) again.engine.restore(event);
  again.engine.resume();
  const [live, restarted] = [rig, again].map(({ engine }) => {
    const { cash, realizedPnl, fees, funding } = engine.account();
    return { cash, realizedPnl, fees, funding, sizes: engine.positions().map(({ size }) => size) };
  });
  expect(restarted).toEqual(live);
  return live;
}

describe("a report about the account that cannot be booked", () => {
  it.each<[string, object, object]>([
    ["an amount that is none", { kind: "cash", amount: "12,50", currency: "USDT", reason: "fee" }, { amount: "12,50" }],
    ["an amount finer than money", { kind: "transfer", amount: `0.${"1".repeat(30)}`, currency: "USDT" }, {}],
    ["an amount that is no text", { kind: "cash", amount: 12.5, currency: "USDT" }, { amount: "12.5" }],
    ["an amount in parts", { kind: "cash", amount: { value: "7", of: null } }, { amount: '{"value":"7","of":null}' }],
    ["an amount without a currency", { kind: "cash", amount: "25" }, { amount: "25" }],
    ["a kind that nobody knows", { kind: "bonus", amount: "25", currency: "USDT" }, { kind: "bonus", amount: "25" }],
    [
      "funding of an instrument that is not listed",
      { kind: "funding", instrumentId: "paper:NONE", rate: "0.1", amount: "-3" },
      { rate: "0.1", amount: "-3" },
    ],
    [
      "a liquidation of an instrument that is not listed",
      { kind: "liquidation", instrumentId: "paper:NONE", ...sold },
      sold,
    ],
    ["a liquidation of no size", { kind: "liquidation", instrumentId: perp.id, ...sold, size: "0" }, { price: "90" }],
    ["cash without an id", { kind: "cash", amount: "5", currency: "USDT", reportId: "" }, { amount: "5" }],
  ])("is in the record with all that the venue said: %s", (_, report, kept) => {
    const { rig, say, facts } = rigged();
    const before = facts();
    say(report);
    const [data] = rig.dataOf("position.reconciled");
    expect(data).toMatchObject({ kind: "malformed_report", said: kept });
    const { reportId: _id, ...said } = { reportId: "", ...report };
    expect(Object.keys(data?.["said"] ?? {}).sort()).toEqual([...Object.keys(said), "at"].sort());
    expect(facts()).toEqual(before);
  });

  it("is in the record with its amount when another is booked under its id", () => {
    const { rig, say } = rigged();
    for (const amount of ["5", "6"]) say({ kind: "cash", amount, currency: "USDT", reason: "" });
    expect(rig.engine.account().cash).toBe("505");
    expect(rig.dataOf("position.reconciled")).toMatchObject([{ kind: "duplicate_report", said: { amount: "6" } }]);
  });

  it("is cut to what the record can hold, its amount among the first to stay", () => {
    const { rig, say, facts } = rigged();
    const endless = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`more${i}`, "x".repeat(10_000)]));
    say({ kind: "cash", ...endless, amount: `some ${"9".repeat(10_000)}`, currency: "\ud83d" });
    const [data] = rig.dataOf("position.reconciled");
    expect(data?.["said"]).toMatchObject({ amount: expect.stringMatching(/^some 9{100}/), currency: "\ufffd" });
    for (const event of rig.stored()) expect(JSON.stringify(event).length).toBeLessThan(20_000);
    facts();
  });
});
