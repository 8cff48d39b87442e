import { describe, expect, it } from "vitest";
import type { Instrument } from "../../../shared/model/instrument.ts";
import { OrderRequest } from "../../../shared/model/order.ts";
import { par } from "../../../shared/model/ratio.ts";
import { entryPrice, touchPrice } from "./entry-price.ts";
import { orderFromDraft, plainDecimal, shrinksPosition } from "./order-from-draft.ts";
import { emptyDraft } from "./ticket-draft.ts";

const instrument: Instrument = {
  id: "paper:BTC/USDT",
  venue: "paper",
  symbol: "BTC/USDT",
  name: "Bitcoin",
  assetClass: "crypto-spot",
  priceIncrement: "0.5",
  sizeIncrement: "0.001",
  multiplier: "1",
  baseCurrency: "BTC",
  quoteCurrency: "USDT",
};
const quote = { instrumentId: instrument.id, at: 0, bid: 99.5, ask: 100.5, last: 100, changePct: 0 };
const inputs = { instrument, entryPrice: "100.5", equity: "1000", rate: par, timeZone: "UTC" };

describe("an order read from the ticket", () => {
  it("carries no price when it is a market order", () => {
    const reading = orderFromDraft({ ...emptyDraft, amount: "1", limitPrice: "90" }, inputs);
    expect(reading).toEqual({
      ok: true,
      order: {
        instrumentId: "paper:BTC/USDT",
        side: "buy",
        type: "market",
        size: "1",
        timeInForce: "GTC",
        postOnly: false,
        reduceOnly: false,
      },
    });
  });

  it("is what the contract accepts, with the price in its shortest form", () => {
    const reading = orderFromDraft({ ...emptyDraft, type: "limit", amount: "1", limitPrice: "100.50" }, inputs);
    expect(reading.ok && OrderRequest.parse(reading.order).limitPrice).toBe("100.5");
  });

  it.each([
    ["", "ticket.problem.noLimit"],
    ["abc", "ticket.problem.priceText"],
    ["0", "ticket.problem.priceText"],
    ["100.25", "ticket.problem.priceIncrement"],
  ])("says what is wrong with the limit price %j", (limitPrice, price) => {
    const reading = orderFromDraft({ ...emptyDraft, type: "limit", amount: "1", limitPrice }, inputs);
    expect(reading).toEqual({ ok: false, amount: null, price });
  });

  it("carries the prices of its type, and the exits of an entry", () => {
    const draft = {
      ...emptyDraft,
      amount: "1",
      triggerPrice: "110",
      trailingOffset: "2",
      stopPrice: "90",
      targetPrice: "120",
    };
    const read = (change: object) => orderFromDraft({ ...draft, ...change }, { ...inputs, entryPrice: "100.5" });
    const stop = read({ type: "stop" });
    expect(stop.ok && OrderRequest.parse(stop.order)).toMatchObject({
      triggerPrice: "110",
      bracket: { stopLoss: { type: "stop", triggerPrice: "90" }, takeProfit: { type: "limit", limitPrice: "120" } },
    });
    const trailing = read({ type: "trailing-stop", trailingUnit: "ticks", reduceOnly: true });
    expect(trailing.ok && OrderRequest.parse(trailing.order)).toMatchObject({
      trailingOffset: "2",
      trailingOffsetType: "ticks",
    });
    expect(trailing.ok && trailing.order.bracket).toBeUndefined();
  });

  it.each([
    [{ type: "stop" as const, triggerPrice: "" }, { trigger: "ticket.problem.noTrigger" }],
    [
      { type: "limit-if-touched" as const, limitPrice: "9", triggerPrice: "9.3" },
      { trigger: "ticket.problem.priceIncrement" },
    ],
    [{ type: "trailing-stop" as const }, { trail: "ticket.problem.noTrail" }],
    [{ stopPrice: "101" }, { stop: "ticket.problem.stopSide" }],
    [{ targetPrice: "100.5" }, { target: "ticket.problem.targetSide" }],
    [
      { side: "sell" as const, stopPrice: "90", targetPrice: "110" },
      { stop: "ticket.problem.stopSide", target: "ticket.problem.targetSide" },
    ],
  ])("says what is wrong with its other prices: %j", (change, others) => {
    const reading = orderFromDraft({ ...emptyDraft, amount: "1", ...change }, inputs);
    expect(reading).toEqual({ ok: false, amount: null, price: null, others });
  });

  it("names the position it means and the end it has on the clock of the display zone", () => {
    const draft = { ...emptyDraft, amount: "1", positionSide: "short", reduceOnly: true, timeInForce: "GTD" } as const;
    const read = (expireAt: string, timeZone: string) =>
      orderFromDraft({ ...draft, expireAt }, { ...inputs, timeZone });
    const winter = read("2026-01-31T17:30", "America/New_York");
    expect(winter.ok && OrderRequest.parse(winter.order)).toMatchObject({
      positionSide: "short",
      timeInForce: "GTD",
      expireAt: Date.UTC(2026, 0, 31, 22, 30),
    });
    const summer = read("2026-07-31T17:30", "America/New_York");
    expect(summer.ok && summer.order.expireAt).toBe(Date.UTC(2026, 6, 31, 21, 30));
    const nowhere = read("2026-07-31T17:30", "Nowhere/At_All");
    expect(nowhere.ok && nowhere.order.expireAt).toBe(Date.UTC(2026, 6, 31, 17, 30));
    const local = read("2026-07-31T17:30", "local");
    expect(local.ok && local.order.expireAt).toBe(new Date(2026, 6, 31, 17, 30).getTime());
    expect(read("", "UTC")).toEqual({
      ok: false,
      amount: null,
      price: null,
      others: { expiry: "ticket.problem.noExpiry" },
    });
  });

  it("brings a second order of the same side and size, and no exits, where one is to cancel the other", () => {
    const draft = {
      ...emptyDraft,
      type: "limit",
      amount: "1",
      limitPrice: "90",
      stopPrice: "80",
      paired: true,
    } as const;
    const stop = orderFromDraft({ ...draft, otherPrice: "110.0" }, inputs);
    expect(stop.ok && stop.order.bracket).toBeUndefined();
    expect(stop.ok && OrderRequest.parse(stop.other)).toMatchObject({
      side: "buy",
      size: "1",
      type: "stop",
      triggerPrice: "110",
    });
    const limit = orderFromDraft({ ...draft, postOnly: true, otherType: "limit", otherPrice: "95" }, inputs);
    expect(limit.ok && limit.other).toMatchObject({ type: "limit", limitPrice: "95", postOnly: true });
    expect(orderFromDraft(draft, inputs)).toMatchObject({ ok: false, others: { other: "ticket.problem.noOther" } });
  });

  it("reports a missing price once, at the price", () => {
    const reading = orderFromDraft(
      { ...emptyDraft, type: "limit", sizeBy: "notional", amount: "100" },
      { ...inputs, entryPrice: null },
    );
    expect(reading).toEqual({ ok: false, amount: null, price: "ticket.problem.noLimit" });
  });

  it("reports both fields when both are wrong", () => {
    const reading = orderFromDraft({ ...emptyDraft, type: "limit" }, inputs);
    expect(reading).toEqual({ ok: false, amount: "ticket.problem.noAmount", price: "ticket.problem.noLimit" });
  });
});

describe("the entry price", () => {
  it("is the ask for a buy, the bid for a sell and the limit of a limit order", () => {
    expect(entryPrice(emptyDraft, quote, instrument)).toBe("100.5");
    expect(entryPrice({ ...emptyDraft, side: "sell" }, quote, instrument)).toBe("99.5");
    expect(entryPrice({ ...emptyDraft, type: "limit", limitPrice: "98" }, quote, instrument)).toBe("98");
    expect(entryPrice({ ...emptyDraft, type: "limit" }, quote, instrument)).toBeNull();
  });

  it("falls back to the last price where there is no book, and to nothing where there is no quote", () => {
    expect(touchPrice("buy", { ...quote, ask: Number.NaN }, instrument)).toBe("100.0");
    expect(touchPrice("buy", undefined, instrument)).toBeNull();
  });
});

describe("shrinking a position", () => {
  it("needs the opposite side and no more than the position", () => {
    expect(shrinksPosition({ side: "sell", size: "1" }, "1")).toBe(true);
    expect(shrinksPosition({ side: "sell", size: "1.1" }, "1")).toBe(false);
    expect(shrinksPosition({ side: "buy", size: "0.5" }, "-1")).toBe(true);
    expect(shrinksPosition({ side: "buy", size: "0.5" }, "1")).toBe(false);
    expect(shrinksPosition({ side: "sell", size: "0.5" }, "0")).toBe(false);
  });
});

describe("plain decimals", () => {
  it("lose trailing zeros and leave other text alone", () => {
    expect(plainDecimal("1.500")).toBe("1.5");
    expect(plainDecimal("")).toBe("");
  });
});
