import { expect, it } from "vitest";
import { btc, venueDesk } from "../../tests/fixtures/venue-desk.ts";

it("a crossed quote fills what its ask or its bid goes through, whatever else rests in the book", () => {
  const d = venueDesk();
  d.tick(1, 99.9, 100.1);
  const buy = d.order({ limitPrice: "99.5" });
  const sell = d.order({ side: "sell", limitPrice: "100.5" });
  const touched = d.order({ type: "market-if-touched", triggerPrice: "99.5", triggerBy: "quote" });
  d.tick(2, 101, 99, 0);
  expect(d.fills()).toMatchObject([
    { orderId: buy, price: "99.5", at: 2 },
    { orderId: sell, price: "100.5", at: 2 },
    { orderId: touched, price: "99", at: 2 },
  ]);
});

it("half a quote fills what it goes through", () => {
  const d = venueDesk();
  d.tick(1, 99.9, 100.1);
  const buy = d.order({ limitPrice: "99.5" });
  const sell = d.order({ side: "sell", limitPrice: "100.5" });
  d.tick(2, 0, 99, 0);
  expect(d.fills()).toMatchObject([{ orderId: buy, price: "99.5", at: 2 }]);
  d.tick(3, 101, 0, 0);
  expect(d.fills()[1]).toMatchObject({ orderId: sell, price: "100.5", at: 3 });
});

it("half a quote does not let through what the margin does not carry", () => {
  const account = { cash: "1000", leverage: "1", marginMode: "cross" } as const;
  const d = venueDesk({ liquidation: true, priceBandPct: "5" }, [btc], account);
  d.tick(1, 99.9, 100.1);
  d.tick(2, 0, 100.1, 0);
  d.order({ size: "500" });
  d.order({ limitPrice: "50" });
  expect(d.reports).toMatchObject([
    { kind: "rejected", code: "VENUE-MARGIN" },
    { kind: "rejected", code: "VENUE-PRICE-BAND" },
  ]);
});
