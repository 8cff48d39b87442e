import { describe, expect, it } from "vitest";
import { usualFirmTerms } from "../../shared/model/firm-terms.ts";
import { par } from "../../shared/model/ratio.ts";
import { scaleOf } from "../engine/instrument-scale.ts";
import type { StopPlan } from "../engine/stop-plan.ts";
import { stopsHit } from "./stops-hit.ts";

const scale = scaleOf(
  {
    id: "paper:A/USD",
    symbol: "A/USD",
    name: "A",
    venue: "paper",
    assetClass: "crypto-spot",
    baseCurrency: "A",
    quoteCurrency: "USD",
    priceIncrement: "1",
    sizeIncrement: "1",
    multiplier: "1",
  },
  0,
);
const plan: StopPlan = { scale, rate: par, side: "long", size: 10n, from: 100n, stop: 90n, held: true };
const terms = { ...usualFirmTerms, slippagePercent: "1" };

describe("what is lost if every stop hits", () => {
  it("adds up the way to each stop, with slippage and the fee of the way out", () => {
    expect(stopsHit([plan], "0", terms)).toEqual({ loss: "109", unstopped: 0, slippagePercent: "1" });
    expect(stopsHit([plan, { ...plan, side: "short", stop: 110n }], "100", terms).loss).toBe("240");
    // 900 of the way out at a fee of a thousandth of a millionth of a basis point.
    expect(stopsHit([plan], "0.000000001", terms).loss).toBe("109.00000000009");
  });

  it("counts what has no stop, and knows no loss without a price or before the first input", () => {
    expect(stopsHit([{ ...plan, stop: null }, plan], "0", terms)).toMatchObject({ loss: "109", unstopped: 1 });
    expect(stopsHit([{ ...plan, from: null }, plan], "0", terms).loss).toBeNull();
    expect(stopsHit(null, "0", null)).toEqual({
      loss: null,
      unstopped: 0,
      slippagePercent: usualFirmTerms.slippagePercent,
    });
    expect(stopsHit([], "0", null).loss).toBe("0");
  });
});
