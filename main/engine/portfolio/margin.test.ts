import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { engineRig, instrumentNamed, market, person } from "../../../tests/fixtures/engine-rig.ts";

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

  it("names none where the account can bear any price, or the instrument is not liquidated", () => {
    const rig = rigged("cross");
    trade(rig, "buy", "5", "100");
    expect(rig.engine.positions()[0]).not.toHaveProperty("liquidationPrice");
    const spot = engineRig({ cash: "1000", leverage: "3" });
    spot.price(100);
    trade(spot, "buy", "20", "100");
    expect(spot.engine.positions()[0]).not.toHaveProperty("liquidationPrice");
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
