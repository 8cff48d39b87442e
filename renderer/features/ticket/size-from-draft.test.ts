import Decimal from "decimal.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Instrument } from "../../../shared/model/instrument.ts";
import { par, ratioOf } from "../../../shared/model/ratio.ts";
import { sizeFromDraft } from "./size-from-draft.ts";
import { emptyDraft, type TicketDraft } from "./ticket-draft.ts";

const Exact = Decimal.clone({ precision: 80, toExpNeg: -60, toExpPos: 60 });

const instrument: Instrument = {
  id: "paper:BTC/USDT",
  venue: "paper",
  symbol: "BTC/USDT",
  name: "Bitcoin",
  assetClass: "crypto-spot",
  priceIncrement: "0.1",
  sizeIncrement: "0.0001",
  multiplier: "1",
  baseCurrency: "BTC",
  quoteCurrency: "USDT",
};
const draft = (change: Partial<TicketDraft>): TicketDraft => ({ ...emptyDraft, ...change });
const inputs = { instrument, entryPrice: "50000", equity: "10000", rate: par };

describe("a size by quantity", () => {
  it("is what was typed, without trailing zeros", () => {
    expect(sizeFromDraft(draft({ amount: "0.2500" }), inputs)).toEqual({ ok: true, size: "0.25" });
  });

  it.each([
    ["", "ticket.problem.noAmount"],
    ["abc", "ticket.problem.amountText"],
    ["0", "ticket.problem.amountPositive"],
    ["-1", "ticket.problem.amountPositive"],
    ["0.00005", "ticket.problem.sizeIncrement"],
  ])("refuses %j with a reason", (amount, problem) => {
    expect(sizeFromDraft(draft({ amount }), inputs)).toEqual({ ok: false, problem });
  });
});

describe("a size by money", () => {
  it("divides a notional by price and multiplier and rounds down", () => {
    expect(sizeFromDraft(draft({ sizeBy: "notional", amount: "1000" }), inputs)).toEqual({ ok: true, size: "0.02" });
    const future = { ...instrument, multiplier: "12.5", sizeIncrement: "1" };
    expect(sizeFromDraft(draft({ sizeBy: "notional", amount: "2000000" }), { ...inputs, instrument: future })).toEqual({
      ok: true,
      size: "3",
    });
  });

  it("takes a percentage of equity", () => {
    expect(sizeFromDraft(draft({ sizeBy: "equity", amount: "50" }), inputs)).toEqual({ ok: true, size: "0.1" });
    expect(sizeFromDraft(draft({ sizeBy: "equity", amount: "50" }), { ...inputs, equity: null })).toEqual({
      ok: false,
      problem: "ticket.problem.noEquity",
    });
  });

  it("divides the risk by the distance to the stop", () => {
    const risk = draft({ sizeBy: "risk", amount: "100", stopPrice: "49000" });
    expect(sizeFromDraft(risk, inputs)).toEqual({ ok: true, size: "0.1" });
    expect(sizeFromDraft({ ...risk, side: "sell", stopPrice: "52000" }, inputs)).toEqual({ ok: true, size: "0.05" });
  });

  it("counts money of the account at the rate of the instrument's currency", () => {
    const inEuro = { ...inputs, rate: ratioOf("0.8") };
    const risk = draft({ sizeBy: "risk", amount: "80", stopPrice: "49000" });
    expect(sizeFromDraft(risk, inEuro)).toEqual({ ok: true, size: "0.1" });
    expect(sizeFromDraft(draft({ sizeBy: "equity", amount: "50" }), inEuro)).toEqual({ ok: true, size: "0.125" });
    expect(sizeFromDraft(draft({ sizeBy: "notional", amount: "1000" }), inEuro)).toEqual({ ok: true, size: "0.02" });
  });

  it("guesses no rate where none is known", () => {
    const noRate = { ok: false, problem: "ticket.problem.noRate" };
    const risk = draft({ sizeBy: "risk", amount: "80", stopPrice: "49000" });
    expect(sizeFromDraft(risk, { ...inputs, rate: null })).toEqual(noRate);
    expect(sizeFromDraft(draft({ sizeBy: "equity", amount: "50" }), { ...inputs, rate: null })).toEqual(noRate);
    expect(sizeFromDraft(draft({ amount: "1" }), { ...inputs, rate: null })).toEqual({ ok: true, size: "1" });
    expect(sizeFromDraft(draft({ sizeBy: "notional", amount: "1000" }), { ...inputs, rate: null })).toEqual({
      ok: true,
      size: "0.02",
    });
  });

  it("wants a stop on the losing side of the entry", () => {
    const risk = draft({ sizeBy: "risk", amount: "100" });
    expect(sizeFromDraft(risk, inputs)).toEqual({ ok: false, problem: "ticket.problem.noStop" });
    expect(sizeFromDraft({ ...risk, stopPrice: "x" }, inputs)).toEqual({ ok: false, problem: "ticket.problem.noStop" });
    expect(sizeFromDraft({ ...risk, stopPrice: "50000" }, inputs)).toEqual({
      ok: false,
      problem: "ticket.problem.stopSide",
    });
    expect(sizeFromDraft({ ...risk, side: "sell", stopPrice: "49000" }, inputs)).toEqual({
      ok: false,
      problem: "ticket.problem.stopSide",
    });
  });

  it("has no size without a price and none below one increment", () => {
    for (const sizeBy of ["notional", "equity", "risk"] as const)
      expect(sizeFromDraft(draft({ sizeBy, amount: "1" }), { ...inputs, entryPrice: null })).toEqual({
        ok: false,
        problem: "ticket.problem.noPrice",
      });
    expect(sizeFromDraft(draft({ sizeBy: "notional", amount: "4.99" }), inputs)).toEqual({
      ok: false,
      problem: "ticket.problem.sizeTooSmall",
    });
  });

  it("never costs more than was asked, and one increment more would", () => {
    const decimal = fc
      .tuple(fc.integer({ min: 1, max: 10_000_000 }), fc.integer({ min: 0, max: 4 }))
      .map(([n, digits]) => new Exact(n).div(10 ** digits).toString());
    fc.assert(
      fc.property(decimal, decimal, (amount, entryPrice) => {
        const result = sizeFromDraft(draft({ sizeBy: "notional", amount }), { ...inputs, entryPrice });
        const step = new Exact(instrument.sizeIncrement);
        const size = result.ok ? new Exact(result.size) : new Exact(0);
        expect(size.mul(entryPrice).lte(amount)).toBe(true);
        expect(size.add(step).mul(entryPrice).gt(amount)).toBe(true);
        expect(size.mod(step).isZero()).toBe(true);
      }),
    );
  });
});
