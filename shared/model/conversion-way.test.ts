import { describe, expect, it } from "vitest";
import type { Conversion } from "./account-terms.ts";
import { conversionWay, quotedRate } from "./conversion-way.ts";
import { par, ratioOf } from "./ratio.ts";

const conversions: Conversion[] = [
  { from: "USDT", to: "USD", rate: "1" },
  { from: "EUR", to: "USD", instrumentId: "paper:EUR/USD" },
  { from: "BTC", to: "USDT", instrumentId: "elsewhere:BTC/USDT" },
];
const instruments = [{ id: "paper:EUR/USD", priceIncrement: "0.0001" }];
const sources = (last?: number) => ({ conversions, instruments, last: () => last });

describe("the way between two currencies", () => {
  it("is empty where both are one, and none where nothing was declared", () => {
    expect(conversionWay(conversions, "EUR", "EUR")).toEqual([]);
    expect(conversionWay(conversions, "JPY", "EUR")).toBeNull();
  });

  it("goes over as few conversions as it can, against their direction too", () => {
    const [usdt, euro] = conversions;
    const backwards = [
      { conversion: usdt, isInverse: false },
      { conversion: euro, isInverse: true },
    ];
    expect(conversionWay(conversions, "USDT", "EUR")).toEqual(backwards);
    const direct: Conversion = { from: "EUR", to: "USDT", rate: "1.1" };
    expect(conversionWay([...conversions, direct], "USDT", "EUR")).toEqual([{ conversion: direct, isInverse: true }]);
  });

  it("takes the first declared of equals", () => {
    const second: Conversion = { from: "USD", to: "USDT", rate: "2" };
    expect(conversionWay([...conversions, second], "USDT", "USD")?.[0]?.conversion).toBe(conversions[0]);
  });
});

describe("a rate as last quoted", () => {
  it("multiplies the rates along the way", () => {
    expect(quotedRate(sources(1.08), "EUR", "USDT")).toEqual({ numerator: 108n, denominator: 100n });
    expect(quotedRate(sources(1.08), "USDT", "EUR")).toEqual({ numerator: 100n, denominator: 108n });
    expect(quotedRate(sources(), "USDT", "USD")).toEqual(ratioOf("1"));
    expect(quotedRate(sources(), "JPY", "JPY")).toBe(par);
  });

  it("is none without a price, or with one that is none", () => {
    expect(quotedRate(sources(), "EUR", "USD")).toBeNull();
    expect(quotedRate(sources(0), "EUR", "USD")).toBeNull();
    for (const price of [-1, 0.00004, 1e21, Number.NaN, Number.POSITIVE_INFINITY])
      expect(quotedRate(sources(price), "EUR", "USD"), String(price)).toBeNull();
  });

  it("follows no instrument that is not traded here", () => {
    expect(quotedRate(sources(50_000), "BTC", "USDT")).toBeNull();
  });
});
