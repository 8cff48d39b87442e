import { expect, test } from "vitest";
import { usualTerms } from "../../shared/model/account-terms.ts";
import { frictionless } from "../../shared/model/paper-venue-settings.ts";
import { engineRig, instrumentNamed, market, person, plainVenue } from "../../tests/fixtures/engine-rig.ts";
import type { DeskContext } from "./desk-context.ts";
import { previewOrder } from "./preview-order.ts";
import { createQuoteBoard } from "./quote-board.ts";

const rates = { assetClass: "crypto-perp", initialMarginRate: "0.02", maintenanceMarginRate: "0.01" } as const;
const perp = instrumentNamed("BTC/USDT", rates);
const other = instrumentNamed("ETH/USDT", rates);

test.each(["cross", "isolated"] as const)(
  "the preview of a hedge names the liquidation price that the position then has, with %s margin",
  (marginMode) => {
    const terms = { ...usualTerms, marginMode, positionMode: "hedging" } as const;
    const capabilities = { ...plainVenue, hedging: true };
    const rig = engineRig({ instruments: [perp, other], cash: "1000", leverage: "50", terms, capabilities });
    rig.limits = { ...rig.limits, maxOrdersPerSecond: 100 };
    const { engine, clock } = rig;
    const quotes = createQuoteBoard(engine, () => null);
    const desk = {
      engine,
      quotes,
      paper: frictionless,
      clock: { now: () => clock.now },
      info: { currency: "USDT", terms },
    };
    const context = desk as unknown as DeskContext;
    rig.price(100, 0);
    rig.price(50, 1);
    const trade = (instrumentId: string, side: "buy" | "sell", size: string, price: string): void => {
      const { orderId } = engine.submit(market(side, size, { instrumentId }), person, "");
      rig.fill(orderId, size, price);
    };
    trade(other.id, "buy", "20", "50");
    trade(perp.id, "buy", "100", "100");
    rig.price(98, 0);
    for (const size of ["40", "60"]) {
      const hedge = market("sell", size, { limitPrice: "98", type: "limit" });
      const { liquidationPrice } = previewOrder(context, hedge);
      trade(perp.id, "sell", size, "98");
      const [long, short] = engine.positions().filter(({ instrumentId }) => instrumentId === perp.id);
      expect(liquidationPrice).not.toBeNull();
      expect(Number(short?.liquidationPrice)).toBe(Number(liquidationPrice));
      if (marginMode === "cross") expect(long?.liquidationPrice).toBe(short?.liquidationPrice);
    }
  },
);
