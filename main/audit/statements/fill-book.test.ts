import { expect, it } from "vitest";
import { engineRig, instrumentNamed, market, person } from "../../../tests/fixtures/engine-rig.ts";
import { FillBook } from "./fill-book.ts";

const perpetual = instrumentNamed("BTC/USDT", { assetClass: "crypto-perp" });

/** A position of 2 that the venue liquidates in a minute, told `reports` times. */
function liquidated(reports: number) {
  const rig = engineRig({ instruments: [perpetual] });
  rig.limits = { ...rig.limits, priceBandAtr: "100000" };
  rig.bar(100);
  rig.price(100);
  const { orderId } = rig.engine.submit(market("buy", "2"), person, "");
  rig.fill(orderId, "2", "100");
  rig.clock.now += 60_000;
  const at = rig.clock.now;
  for (let i = 0; i < reports; i++) {
    rig.engine.accountReport({
      reportId: "liquidation-1",
      at,
      kind: "liquidation",
      instrumentId: perpetual.id,
      side: "sell",
      size: "2",
      price: "90",
      fee: "1",
      feeCurrency: "USDT",
      reason: "the margin is used up",
    });
  }
  const book = new FillBook();
  for (const event of rig.stored()) book.take(event);
  return { fills: book.fills(), at, orderId };
}

it("a liquidation is a fill of the venue's own order", () => {
  const { fills, at, orderId } = liquidated(1);
  expect(fills).toMatchObject([
    { orderId, instrumentId: perpetual.id, side: "buy", size: "2", price: "100" },
    { orderId: "liquidation-1", instrumentId: perpetual.id, side: "sell", size: "2", price: "90", at },
  ]);
});

it("a liquidation that is reported again is one fill", () => {
  expect(liquidated(2).fills).toHaveLength(2);
});
