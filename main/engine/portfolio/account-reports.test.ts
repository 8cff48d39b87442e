import { describe, expect, it } from "vitest";
import type { AccountReport, Bracket } from "../../../shared/model/order.ts";
import {
  btc,
  type EngineRig,
  engineRig,
  instrumentNamed,
  limit,
  market,
  person,
  plainVenue,
} from "../../../tests/fixtures/engine-rig.ts";

const perp = instrumentNamed("BTC/USDT", {
  assetClass: "crypto-perp",
  initialMarginRate: "0.1",
  maintenanceMarginRate: "0.05",
});

type WithoutTime<T> = T extends unknown ? Omit<T, "at" | "reportId"> & { reportId?: string } : never;

function rigged(options: Parameters<typeof engineRig>[0] = {}) {
  const rig = engineRig({ instruments: [perp], cash: "1000", ...options });
  rig.limits = { ...rig.limits, maxOrdersPerSecond: 100 };
  rig.bar(100);
  rig.price(100);
  let reports = 0;
  const say = (report: WithoutTime<AccountReport>): void =>
    rig.engine.accountReport({ reportId: `r-${reports++}`, at: rig.clock.now, ...report } as AccountReport);
  return { rig, say };
}

function buy(rig: EngineRig, size: string, price: string, change = {}): void {
  const { orderId } = rig.engine.submit(market("buy", size, change), person, "");
  rig.fill(orderId, size, price);
}

/** What a second engine knows that was shown the first one's journal; both have seen the same last price. */
function restarted(rig: EngineRig, options: Parameters<typeof engineRig>[0] = {}): EngineRig {
  const again = engineRig({ instruments: [perp], cash: "1000", ...options });
  for (const event of rig.stored()) again.engine.restore(event);
  again.engine.resume();
  return again;
}

const facts = ({ engine }: EngineRig) => {
  const { cash, realizedPnl, fees, funding } = engine.account();
  const positions = engine.positions().map(({ size, averagePrice, realizedPnl: won, funding: paid }) => ({
    size,
    averagePrice,
    won,
    paid,
  }));
  return { cash, realizedPnl, fees, funding, positions, orders: engine.orders(), fills: engine.fills() };
};

describe("what a venue does to the account", () => {
  it("books funding to cash and to the position that paid it", () => {
    const { rig, say } = rigged();
    buy(rig, "5", "100");
    const funding = {
      kind: "funding",
      instrumentId: perp.id,
      rate: "0.001",
      amount: "-0.5",
      currency: "USDT",
    } as const;
    say(funding);
    expect(rig.engine.account()).toMatchObject({ cash: "499.5", equity: "999.5", funding: "-0.5", dayPnl: "-0.5" });
    expect(rig.engine.positions()).toMatchObject([{ size: "5", funding: "-0.5", realizedPnl: "0" }]);
    expect(rig.dataOf("account.funded")).toMatchObject([{ ...funding, account: { cash: "499.5" } }]);
    expect(facts(restarted(rig))).toEqual(facts(rig));
  });

  it("takes a transfer for neither profit nor loss, and income for profit", () => {
    const { rig, say } = rigged();
    say({ kind: "transfer", amount: "500", currency: "USDT", reason: "deposit" });
    expect(rig.engine.account()).toMatchObject({ cash: "1500", dayPnl: "0", equityPeak: "1500" });
    say({ kind: "cash", amount: "20", currency: "USDT", reason: "interest" });
    expect(rig.engine.account()).toMatchObject({ cash: "1520", dayPnl: "20", equityPeak: "1520" });
    say({ kind: "transfer", amount: "-1000", currency: "USDT", reason: "withdrawal" });
    expect(rig.engine.account()).toMatchObject({ cash: "520", dayPnl: "20", equityPeak: "520" });
    expect(facts(restarted(rig))).toEqual(facts(rig));
  });

  it("closes what is liquidated, lists the fill, and lets the exits follow", () => {
    const { rig, say } = rigged();
    buy(rig, "5", "100", { bracket: { takeProfit: { type: "limit", limitPrice: "120" } } });
    const fills: string[] = [];
    rig.engine.subscribe({ onFill: ({ orderId, size }) => void fills.push(`${orderId} ${size}`) });
    const exit = rig.engine.openOrders()[0];
    rig.say({ kind: "accepted", orderId: String(exit?.orderId), venueOrderId: "v" });
    const what = { side: "sell", size: "5", price: "91", fee: "1", feeCurrency: "USDT" } as const;
    say({ kind: "liquidation", instrumentId: perp.id, ...what, reason: "margin", reportId: "liq-1" });
    expect(rig.engine.positions()).toMatchObject([{ size: "0", realizedPnl: "-45" }]);
    expect(rig.engine.account()).toMatchObject({ cash: "954", fees: "1" });
    expect(fills).toEqual(["liq-1 5"]);
    expect(rig.engine.fills()[0]).toMatchObject({ orderId: "liq-1", excursion: { adverse: "9", favorable: "0" } });
    expect(rig.asked.at(-1)).toBe(`cancel ${exit?.orderId}`);
    expect(facts(restarted(rig))).toEqual(facts(rig));
  });

  it("writes down how far the price had gone before a liquidation, and knows it after a restart", () => {
    const { rig, say } = rigged();
    buy(rig, "5", "100");
    for (const price of [120, 95]) rig.price(price);
    const what = { side: "sell", size: "5", price: "91", fee: "1", feeCurrency: "USDT" } as const;
    say({ kind: "liquidation", instrumentId: perp.id, ...what, reason: "margin", reportId: "liq-1" });
    const excursion = { adverse: "9", favorable: "20" };
    expect(rig.dataOf("position.reconciled")).toMatchObject([{ kind: "liquidation", excursion }]);
    for (const it of [rig, restarted(rig)]) expect(it.engine.fills(1)).toMatchObject([{ orderId: "liq-1", excursion }]);
  });

  it("tells nothing of how far the price had gone where a liquidation of before says nothing of it", () => {
    const { rig, say } = rigged();
    buy(rig, "5", "100");
    const what = { side: "sell", size: "5", price: "91", fee: "1", feeCurrency: "USDT" } as const;
    say({ kind: "liquidation", instrumentId: perp.id, ...what, reason: "margin", reportId: "liq-1" });
    const again = rigged().rig;
    for (const { data, ...event } of rig.stored()) {
      const { excursion: _excursion, ...before } = data;
      again.engine.restore({ ...event, data: before });
    }
    expect(again.engine.fills(1)).toMatchObject([{ orderId: "liq-1", size: "5" }]);
    expect(again.engine.fills(1)[0]).not.toHaveProperty("excursion");
  });

  it("splits the position at its cost, with the prices and exits that wait at the desk", () => {
    const options = { capabilities: plainVenue };
    const { rig, say } = rigged(options);
    const bracket = {
      stopLoss: { type: "stop", triggerPrice: "90" },
      takeProfit: { type: "limit-if-touched", triggerPrice: "115", limitPrice: "120" },
    } as const;
    buy(rig, "5", "100", { bracket });
    say({ kind: "split", instrumentId: perp.id, ratio: "2" });
    expect(rig.engine.positions()).toMatchObject([{ size: "10", averagePrice: "50", markPrice: "50" }]);
    expect(rig.engine.account()).toMatchObject({ equity: "1000" });
    expect(rig.engine.openOrders()).toMatchObject([
      { size: "10", triggerPrice: "45" },
      { size: "10", triggerPrice: "57.5", limitPrice: "60" },
    ]);
    expect(facts(restarted(rig, options))).toEqual(facts(rig));
    rig.price(44);
    expect(rig.sent.at(-1)).toMatchObject({ side: "sell", size: "10", reduceOnly: true });
  });

  it.each([
    ["at the desk", plainVenue],
    ["at the venue", undefined],
  ])("splits the exits that a waiting entry %s will bring, in whatever state it is", (_, capabilities) => {
    const options = capabilities === undefined ? {} : { capabilities };
    const { rig, say } = rigged(options);
    rig.limits = { ...rig.limits, priceBandAtr: "100" };
    const bracket = {
      stopLoss: { type: "stop-limit", triggerPrice: "105", limitPrice: "104.01" },
      takeProfit: { type: "limit", limitPrice: "120" },
    } as const;
    const trailing = { stopLoss: { type: "trailing-stop", trailingOffset: "3" } } as const;
    const percent = {
      stopLoss: { type: "trailing-stop", trailingOffset: "2", trailingOffsetType: "percent" },
    } as const;
    const enter = (plan: Bracket) =>
      rig.engine.submit({ ...market("buy", "0.5", { bracket: plan }), type: "stop", triggerPrice: "110" }, person, "")
        .orderId;
    const [first, asked, third] = [enter(bracket), enter(trailing), enter(percent)];
    if (capabilities === undefined) {
      rig.say({ kind: "accepted", orderId: first, venueOrderId: "v1" });
      rig.say({ kind: "accepted", orderId: asked, venueOrderId: "v2" });
      rig.engine.amend(asked, { triggerPrice: "111" }, person, "");
    }
    const statuses = () => [first, asked, third].map((orderId) => rig.engine.order(orderId)?.status);
    const before = statuses();
    say({ kind: "split", instrumentId: perp.id, ratio: "2" });
    expect(statuses()).toEqual(before);
    const waits = capabilities === undefined ? { size: "0.5", triggerPrice: "110" } : { size: "1", triggerPrice: "55" };
    expect(rig.engine.order(first)).toMatchObject({
      ...waits,
      bracket: {
        stopLoss: { type: "stop-limit", triggerPrice: "52.5", limitPrice: "52" },
        takeProfit: { type: "limit", limitPrice: "60" },
      },
    });
    expect(rig.engine.order(asked)?.bracket?.stopLoss?.trailingOffset).toBe("1.5");
    expect(rig.engine.order(third)?.bracket).toEqual(percent);
    expect(facts(restarted(rig, options))).toEqual(facts(rig));
    rig.price(56);
    rig.fill(first, "0.5", "56");
    expect(rig.engine.openOrders()).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ size: "0.5", triggerPrice: "52.5", reduceOnly: true }),
        expect.objectContaining({ size: "0.5", limitPrice: "60", reduceOnly: true }),
      ]),
    );
  });

  it("splits an order that waits for another to fill, and one that waits for the journal", () => {
    const options = { capabilities: plainVenue, manualDurability: true };
    const { rig, say } = rigged(options);
    rig.limits = { ...rig.limits, priceBandAtr: "100" };
    const stop = { ...market("buy", "0.5"), type: "stop", triggerPrice: "110" } as const;
    const [one, next] = rig.engine.submitGroup("oto", [stop, { ...stop, triggerPrice: "120" }], person, "");
    say({ kind: "split", instrumentId: perp.id, ratio: "2" });
    expect(rig.engine.order(one?.orderId ?? "")).toMatchObject({
      status: "initialized",
      size: "1",
      triggerPrice: "55",
    });
    expect(rig.engine.order(next?.orderId ?? "")).toMatchObject({
      status: "initialized",
      size: "1",
      triggerPrice: "60",
    });
    expect(facts(restarted(rig, options)).orders).toEqual(facts(rig).orders);
  });

  it("leaves of an order whose group has filled in part what is left of it in new units", () => {
    const options = { capabilities: plainVenue };
    const { rig, say } = rigged(options);
    rig.limits = { ...rig.limits, priceBandAtr: "1000" };
    buy(rig, "4", "100");
    const stop = { ...market("sell", "4"), type: "stop", triggerPrice: "90" } as const;
    const [first, second] = rig.engine.submitGroup("oco", [limit("sell", "4", "120"), stop], person, "");
    const [target, guard] = [first?.orderId ?? "", second?.orderId ?? ""];
    rig.say({ kind: "accepted", orderId: target, venueOrderId: "v" });
    rig.fill(target, "1", "120");
    expect(rig.engine.order(guard)?.size).toBe("3");
    say({ kind: "split", instrumentId: perp.id, ratio: "2" });
    rig.say({ kind: "replaced", orderId: target, size: "7", limitPrice: "60" });
    expect(rig.engine.order(guard)?.size).toBe("6");
    rig.fill(target, "2", "60");
    expect(rig.engine.order(guard)?.size).toBe("4");
    expect(facts(restarted(rig, options))).toEqual(facts(rig));
  });

  it("drops less than a size unit, which venues pay out, and books a bust of what was before the split", () => {
    const { rig, say } = rigged();
    buy(rig, "0.003", "100");
    buy(rig, "0.002", "100");
    say({ kind: "split", instrumentId: perp.id, ratio: "0.5" });
    expect(rig.engine.positions()).toMatchObject([{ size: "0.002" }]);
    const [, first] = rig.engine.fills();
    rig.say({ kind: "fill-busted", orderId: String(first?.orderId), fillId: String(first?.fillId), reason: "error" });
    expect(rig.engine.positions()).toMatchObject([{ size: "0.001", averagePrice: "200" }]);
    expect(facts(restarted(rig))).toEqual(facts(rig));
  });

  it("names an instrument anew and takes its new increments from the next order on", () => {
    const { rig, say } = rigged();
    buy(rig, "0.005", "100");
    say({ kind: "renamed", instrumentId: perp.id, symbol: "XBT/USDT" });
    say({ kind: "increments", instrumentId: perp.id, priceIncrement: "0.5", sizeIncrement: "0.002" });
    expect(rig.engine.instruments()).toMatchObject([{ id: perp.id, symbol: "XBT/USDT", sizeIncrement: "0.002" }]);
    const submit = (size: string, change = {}) => rig.engine.submit(market("buy", size, change), person, "");
    expect(() => submit("0.003")).toThrow(expect.objectContaining({ code: "ORDER-SIZE" }));
    expect(() => submit("0.004", { type: "limit", limitPrice: "99.75" })).toThrow(
      expect.objectContaining({ code: "ORDER-PRICE" }),
    );
    expect(submit("0.004").verdict.outcome).toBe("approved");
    const whole = rig.engine.submit(market("sell", "0.005", { reduceOnly: true }), person, "");
    expect(whole.verdict.outcome).toBe("approved");
    expect(restarted(rig).engine.instruments()).toEqual(rig.engine.instruments());
  });

  it.each<[string, WithoutTime<AccountReport>]>([
    ["an amount that is none", { kind: "cash", amount: "a lot", currency: "USDT", reason: "" }],
    ["an instrument nobody lists", { kind: "renamed", instrumentId: "paper:NONE", symbol: "X" }],
    ["a ratio of zero", { kind: "split", instrumentId: perp.id, ratio: "0" }],
    ["a ratio that ends no price", { kind: "split", instrumentId: perp.id, ratio: `1.${"3".repeat(330)}` }],
    ["a ratio that leaves no price", { kind: "split", instrumentId: perp.id, ratio: `1${"0".repeat(30)}` }],
    ["an empty name", { kind: "renamed", instrumentId: perp.id, symbol: " " }],
    [
      "a liquidation at a price of 400 digits",
      {
        kind: "liquidation",
        instrumentId: perp.id,
        side: "buy",
        size: "1",
        price: `1${"0".repeat(400)}`,
        fee: "0",
        feeCurrency: "USDT",
        reason: "",
      },
    ],
    [
      "an increment below zero",
      { kind: "increments", instrumentId: perp.id, priceIncrement: "-1", sizeIncrement: "1" },
    ],
    ...["1e-8", "0x10", " 1", "Infinity", "0"].map((sizeIncrement): [string, WithoutTime<AccountReport>] => [
      `an increment of ${sizeIncrement}`,
      { kind: "increments", instrumentId: perp.id, priceIncrement: "0.01", sizeIncrement },
    ]),
    [
      "a liquidation of nothing",
      {
        kind: "liquidation",
        instrumentId: perp.id,
        side: "sell",
        size: "0",
        price: "1",
        fee: "0",
        feeCurrency: "USDT",
        reason: "",
      },
    ],
  ])("writes down %s and changes nothing", (_, report) => {
    const { rig, say } = rigged();
    buy(rig, "1", "100");
    const before = facts(rig);
    say(report);
    expect(facts(rig)).toEqual(before);
    expect(rig.dataOf("position.reconciled")).toMatchObject([{ kind: "malformed_report", reportId: "r-0" }]);
    expect(facts(restarted(rig))).toEqual(before);
  });

  it("passes over increments in a record that are no decimal numbers", () => {
    const { rig, say } = rigged();
    say({ kind: "increments", instrumentId: perp.id, priceIncrement: "0.5", sizeIncrement: "0.002" });
    const again = engineRig({ instruments: [perp], cash: "1000" });
    for (const { data, ...event } of rig.stored()) {
      const garbled = data["kind"] === "increments" ? { ...data, priceIncrement: "1e-8" } : data;
      again.engine.restore({ ...event, data: garbled });
    }
    expect(again.engine.instruments()).toEqual([perp]);
  });

  it("knows no currency of a report that it has refused, as a restart knows none", () => {
    const { rig, say } = rigged();
    const nothing = { side: "sell", size: "0", price: "1", fee: "1", feeCurrency: "XYZ", reason: "" } as const;
    say({ kind: "liquidation", instrumentId: perp.id, ...nothing });
    expect(rig.engine.save().ledger).toEqual(restarted(rig).engine.save().ledger);
  });

  it("books a repeated report once, also after a restart", () => {
    const { rig, say } = rigged();
    const income = { kind: "cash", amount: "5", currency: "USDT", reason: "interest", reportId: "once" } as const;
    say(income);
    say(income);
    expect(rig.engine.account().cash).toBe("1005");
    const again = restarted(rig);
    again.engine.accountReport({ ...income, at: rig.clock.now });
    expect(again.engine.account().cash).toBe("1005");
    expect(again.dataOf("position.reconciled")).toMatchObject([{ kind: "duplicate_report" }]);
  });
});

describe("an instrument that has become coarser since", () => {
  it("keeps the digits that its history needs", () => {
    const rig = engineRig({ cash: "1000" });
    rig.price(100.25);
    const { orderId } = rig.engine.submit(market("buy", "0.005"), person, "");
    rig.fill(orderId, "0.005", "100.25");
    const coarse = { ...btc, priceIncrement: "1", sizeIncrement: "0.1" };
    const options = { cash: "1000", instruments: [coarse] };
    const restore = (more: Parameters<typeof engineRig>[0]) => {
      const again = engineRig({ ...options, ...more });
      for (const event of rig.stored()) again.engine.restore(event);
      return again;
    };
    expect(() => restore({})).toThrow(expect.objectContaining({ code: "ENGINE-RESTORE" }));
    const again = restore({ earlierDigits: new Map([[btc.id, { price: 2, size: 3 }]]) });
    expect(again.engine.positions()).toMatchObject([{ size: "0.005", averagePrice: "100.25" }]);
    again.price(100);
    const exit = again.engine.submit(market("sell", "0.005", { reduceOnly: true }), person, "");
    expect(exit.verdict.outcome).toBe("approved");
  });
});
