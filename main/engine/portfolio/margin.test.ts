import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { engineRig, instrumentNamed, market, person, plainVenue } from "../../../tests/fixtures/engine-rig.ts";

const rates = { assetClass: "crypto-perp", initialMarginRate: "0.1", maintenanceMarginRate: "0.05" } as const;
const perp = instrumentNamed("BTC/USDT", rates);
const other = instrumentNamed("ETH/USDT", rates);

function rigged(marginMode: "cross" | "isolated", cash = "1000") {
  const rig = engineRig({ instruments: [perp, other], cash, terms: { marginMode }, leverage: "1" });
  rig.limits = { ...rig.limits, maxOrdersPerSecond: 100 };
  rig.price(100, 0);
  rig.price(50, 1);
  return rig;
}

function trade(
  rig: ReturnType<typeof engineRig>,
  side: "buy" | "sell",
  size: string,
  price: string,
  instrument = perp,
) {
  const { orderId } = rig.engine.submit(market(side, size, { instrumentId: instrument.id }), person, "");
  rig.fill(orderId, size, price);
}

describe("margin", () => {
  it("locks the instrument's own share of the value at the last price, or of the entry where each has its own", () => {
    for (const [mode, initial] of [
      ["cross", "55"],
      ["isolated", "50"],
    ] as const) {
      const rig = rigged(mode);
      trade(rig, "buy", "5", "100");
      rig.price(110, 0);
      expect(rig.engine.positions()).toMatchObject([{ initialMargin: initial, maintenanceMargin: "27.5" }]);
      const free = String(1050 - Number(initial));
      expect(rig.engine.account()).toMatchObject({ equity: "1050", initialMargin: initial, freeMargin: free });
    }
  });

  it("takes a leverage of as many decimals as someone has set", () => {
    const rig = engineRig({ cash: "900", leverage: "3.333333333333" });
    expect(rig.engine.account()).toMatchObject({ equity: "900", buyingPower: "2999.9999999997" });
  });

  it("lets an instrument's own margin rate decide how much of it can be bought, whatever the account's leverage", () => {
    const rig = rigged("cross", "100");
    expect(rig.engine.preview(market("buy", "11"), person).maxPassingSize).toBe("10");
    trade(rig, "buy", "4", "50", other);
    expect(rig.engine.preview(market("buy", "11"), person).maxPassingSize).toBe("8");
  });

  it("names the price at which nothing is left but maintenance: all that the account has, or the position's own margin", () => {
    const cross = rigged("cross");
    trade(cross, "buy", "50", "100");
    // 1,000 + 50 × (p - 100) = 0.05 × 50 × p at 84.21…
    expect(cross.engine.positions()[0]?.liquidationPrice).toBe("84.21");
    const isolated = rigged("isolated");
    trade(isolated, "sell", "5", "100");
    // 50 + 5 × (100 - p) = 0.05 × 5 × p at 104.76…
    expect(isolated.engine.positions()[0]?.liquidationPrice).toBe("104.77");
  });

  it("names the price that an entry below zero leads to", () => {
    const rig = rigged("cross");
    trade(rig, "sell", "50", "-5");
    // 1,000 + 50 × (-5 - p) = 0.05 × 50 × p at 14.28…
    expect(rig.engine.positions()[0]?.liquidationPrice).toBe("14.29");
  });

  it("names none where the account can bear any price, or the instrument is not liquidated", () => {
    const rig = rigged("cross");
    trade(rig, "buy", "5", "100");
    expect(rig.engine.positions()[0]).not.toHaveProperty("liquidationPrice");
    const spot = engineRig({ cash: "1000", leverage: "3" });
    spot.price(100);
    trade(spot, "buy", "20", "100");
    expect(spot.engine.positions()[0]).not.toHaveProperty("liquidationPrice");
  });

  it("of a long and a short that share their margin names one price, which their net size leads to", () => {
    const thin = { ...perp, maintenanceMarginRate: "0.01", initialMarginRate: "0.02" };
    const named = (short: string, marginMode: "cross" | "isolated" = "cross") => {
      const rig = engineRig({
        instruments: [thin, other],
        cash: "1000",
        leverage: "50",
        terms: { marginMode, positionMode: "hedging" },
        capabilities: { ...plainVenue, hedging: true },
      });
      rig.limits = { ...rig.limits, maxOrdersPerSecond: 100 };
      rig.price(100, 0);
      trade(rig, "buy", "100", "100", thin);
      trade(rig, "sell", short, "100", thin);
      rig.price(90, 0);
      return rig.engine.positions().map(({ liquidationPrice }) => liquidationPrice);
    };
    // Equity stays 1000; 0.01 × 200 p takes it at 500.
    expect(named("100")).toEqual(["500", "500"]);
    // 1000 + 60 (p − 100) = 0.01 × 140 p at 85.32…
    expect(named("40")).toEqual(["85.32", "85.32"]);
    // 200 + 100 (p − 100) = 0.01 × 100 p, and 200 + 100 (100 − p) = 0.01 × 100 p.
    expect(named("100", "isolated")).toEqual(["98.98", "101"]);
  });

  it("at the liquidation price equity is the maintenance margin, to within an increment", () => {
    const trades = fc.record({
      long: fc.boolean(),
      size: fc.integer({ min: 30, max: 90 }),
      hedge: fc.integer({ min: -40, max: 40 }),
    });
    let named = 0;
    fc.assert(
      fc.property(trades, ({ long, size, hedge }) => {
        const rig = rigged("cross");
        if (hedge !== 0) trade(rig, hedge > 0 ? "buy" : "sell", String(Math.abs(hedge)), "50", other);
        trade(rig, long ? "buy" : "sell", String(size), "100");
        const position = rig.engine.positions().find(({ instrumentId }) => instrumentId === perp.id);
        const price = Number(position?.liquidationPrice);
        if (!(price > 0)) return;
        named++;
        rig.price(price, 0);
        const { equity, maintenanceMargin } = rig.engine.account();
        const others = Number(
          rig.engine.positions().find(({ instrumentId }) => instrumentId === other.id)?.maintenanceMargin ?? 0,
        );
        expect(Number(maintenanceMargin)).toBeGreaterThan(others);
        expect(Math.abs(Number(equity) - Number(maintenanceMargin))).toBeLessThan(size * 0.011);
      }),
      { numRuns: 100 },
    );
    expect(named).toBeGreaterThan(50);
  });
});
