import { Decimal } from "decimal.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { engineRig, instrumentNamed, market, person } from "../../../tests/fixtures/engine-rig.ts";

const eurUsd = instrumentNamed("EUR/USD", { quoteCurrency: "USD", priceIncrement: "0.0001", sizeIncrement: "1" });
const dax = instrumentNamed("DAX", { quoteCurrency: "EUR", baseCurrency: "DAX", sizeIncrement: "1" });
const nikkei = instrumentNamed("N225", { quoteCurrency: "JPY", baseCurrency: "N225", sizeIncrement: "1" });
const instruments = [dax, eurUsd, nikkei];
const conversions = [
  { from: "EUR", to: "USD", instrumentId: eurUsd.id },
  { from: "USD", to: "JPY", rate: "160" },
];

function rigged(options: Parameters<typeof engineRig>[0] = {}) {
  return engineRig({ instruments, currency: "USD", cash: "10000", terms: { conversions }, ...options });
}

function buy(rig: ReturnType<typeof engineRig>, instrumentId: string, size: string, price: string, fee = {}) {
  const { orderId, verdict } = rig.engine.submit(market("buy", size, { instrumentId }), person, "");
  if (verdict.outcome === "approved") rig.fill(orderId, size, price, { feeCurrency: "EUR", ...fee });
  return verdict;
}

describe("an account in several currencies", () => {
  it("books each in its own and values all at the declared rates of the moment", () => {
    const rig = rigged();
    rig.price(100, 0);
    rig.price(1.1, 1);
    expect(buy(rig, dax.id, "10", "100", { fee: "2" }).outcome).toBe("approved");
    expect(rig.engine.account()).toMatchObject({
      cash: "10000",
      balances: [
        { currency: "USD", amount: "10000" },
        { currency: "EUR", amount: "-1002" },
      ],
      equity: "9997.8",
      fees: "2.2",
    });
    rig.price(110, 0);
    rig.price(1.2, 1);
    expect(rig.engine.account()).toMatchObject({ equity: "10117.6", unrealizedPnl: "120", fees: "2.4" });
    expect(rig.dataOf("order.filled")).toMatchObject([{ account: { cash: "10000", balances: { EUR: "-1002" } } }]);
  });

  it.each([
    ["50", "0"],
    ["-50", "0"],
  ])("takes a transfer of %s euros for neither profit nor loss, after a restart too", (amount, dayPnl) => {
    const rig = rigged();
    rig.price(1.1, 1);
    const transfer = {
      kind: "transfer",
      reportId: "t",
      currency: "EUR",
      amount,
      reason: "",
      at: rig.clock.now,
    } as const;
    rig.engine.accountReport(transfer);
    const before = rig.engine.account();
    expect(before.dayPnl).toBe(dayPnl);
    expect(before.equityPeak).toBe(before.equity);
    const again = rigged();
    for (const event of rig.stored()) again.engine.restore(event);
    again.price(1.1, 1);
    expect(again.engine.account()).toEqual(before);
  });

  it("goes through a declared rate backwards, and rounds the worth to the last decimal of money", () => {
    const rig = rigged();
    rig.price(100, 2);
    rig.price(1.1, 1);
    buy(rig, nikkei.id, "3", "100", { fee: "1", feeCurrency: "JPY" });
    expect(rig.engine.account()).toMatchObject({ equity: "9999.99375" });
  });

  it("opens nothing where there is no rate, says so, and closes all the same", () => {
    const rig = rigged({ terms: { conversions: [] } });
    rig.price(100, 0);
    const verdict = buy(rig, dax.id, "1", "100");
    expect(verdict.outcome).toBe("rejected");
    expect(verdict.rows.filter((row) => row.outcome === "fail").map((row) => row.text)).toContain(
      "The account's equity is not known: EUR has no rate in USD",
    );
  });

  it("waits for the first price of the instrument that a rate is read from", () => {
    const rig = rigged();
    rig.price(100, 0);
    expect(buy(rig, dax.id, "1", "100").outcome).toBe("rejected");
    rig.price(1.1, 1);
    expect(buy(rig, dax.id, "1", "100").outcome).toBe("approved");
  });

  it("pays a fee in a third currency from that currency, and leaves it out of every sum where it has no rate", () => {
    const rig = rigged();
    rig.price(100, 0);
    rig.price(1.1, 1);
    buy(rig, dax.id, "1", "100", { fee: "0.5", feeCurrency: "BNB" });
    expect(rig.engine.account()).toMatchObject({
      equity: "10000",
      fees: "0",
      unconverted: [{ currency: "BNB", amount: "-0.5" }],
    });
    expect(rig.dataOf("order.filled")).toMatchObject([{ feeBooked: false, account: { balances: { BNB: "-0.5" } } }]);
    expect(buy(rig, dax.id, "1", "100").outcome).toBe("rejected");
    const exit = rig.engine.submit(market("sell", "1", { instrumentId: dax.id, reduceOnly: true }), person, "");
    expect(exit.verdict.outcome).toBe("approved");
  });

  it("takes what is declared at par for one currency", () => {
    const rig = engineRig({ currency: "USD", cash: "1000" });
    rig.price(100);
    const { orderId } = rig.engine.submit(market("buy", "1"), person, "");
    rig.fill(orderId, "1", "100", { fee: "1", feeCurrency: "USD" });
    expect(rig.engine.account()).toMatchObject({ cash: "899", equity: "999", fees: "1" });
    expect(rig.engine.account()).not.toHaveProperty("balances");
  });

  it("takes margin at the rate: an order's largest size is the same money in any currency", () => {
    const rig = rigged({ cash: "1000" });
    rig.price(100, 0);
    rig.price(1.25, 1);
    const preview = rig.engine.preview(market("buy", "9", { instrumentId: dax.id }), person);
    expect(preview).toMatchObject({ outcome: "rejected", maxPassingSize: "8" });
    rig.limits = { ...rig.limits, maxNotionalPerOrder: "500" };
    expect(rig.engine.preview(market("buy", "9", { instrumentId: dax.id }), person).maxPassingSize).toBe("4");
  });

  it("knows the same balances after a restart", () => {
    const rig = rigged();
    rig.price(100, 0);
    rig.price(1.1, 1);
    buy(rig, dax.id, "10", "100", { fee: "2", feeCurrency: "BNB" });
    const again = rigged();
    for (const event of rig.stored()) again.engine.restore(event);
    expect(again.engine.account().balances).toEqual(rig.engine.account().balances);
  });
});

it("equity is cash and value at the rates, whatever was traded in whatever currency", () => {
  const fill = fc.record({
    instrument: fc.constantFrom(0, 2),
    sell: fc.boolean(),
    size: fc.integer({ min: 1, max: 50 }),
    price: fc.integer({ min: 1, max: 20_000 }),
    fee: fc.integer({ min: 0, max: 500 }),
    rate: fc.integer({ min: 5000, max: 20_000 }),
  });
  fc.assert(
    fc.property(fc.array(fill, { minLength: 1, maxLength: 12 }), (fills) => {
      const rig = rigged({ cash: "100000000" });
      rig.limits = { ...rig.limits, maxOrdersPerSecond: 1000 };
      const cash = { USD: new Decimal(100_000_000), EUR: new Decimal(0), JPY: new Decimal(0) };
      const held = [new Decimal(0), new Decimal(0), new Decimal(0)];
      const last = [new Decimal(0), new Decimal(0), new Decimal(0)];
      for (const { instrument, sell, size, price, fee, rate } of fills) {
        const at = price / 100;
        rig.price(rate / 10_000, 1);
        rig.price(at, instrument);
        last[1] = new Decimal(rate).div(10_000);
        last[instrument] = new Decimal(price).div(100);
        const { id, quoteCurrency } = instruments[instrument]!;
        const request = market(sell ? "sell" : "buy", String(size), { instrumentId: id });
        const { orderId, verdict } = rig.engine.submit(request, person, "");
        if (verdict.outcome !== "approved") continue;
        rig.fill(orderId, String(size), String(at), { fee: String(fee / 100), feeCurrency: quoteCurrency });
        const signed = new Decimal(sell ? -size : size);
        const money = quoteCurrency as "EUR" | "JPY";
        cash[money] = cash[money].sub(signed.mul(last[instrument])).sub(new Decimal(fee).div(100));
        held[instrument] = held[instrument]!.add(signed);
      }
      const eur = cash.EUR.add(held[0]!.mul(last[0]!)).mul(last[1]!);
      const jpy = cash.JPY.add(held[2]!.mul(last[2]!)).div(160);
      expect(rig.engine.account().equity).toBe(cash.USD.add(eur).add(jpy).toFixed());
    }),
    { numRuns: 100 },
  );
});
