import { expect, test } from "vitest";
import type { JournalEvent } from "../../../shared/model/journal-event.ts";
import { FigureReader, mostOrdersAndFills } from "./claimed-figures.ts";

const event = (type: JournalEvent["type"], data: JournalEvent["data"]): JournalEvent =>
  ({ type, data, seq: 1, at: "2026-01-31T12:00:00.000Z", cause: null, trace: "t" }) as JournalEvent;

test("figures are worked out from the events of trading alone", () => {
  const reader = new FigureReader();
  reader.take(event("note.added", { text: "says nothing" }));
  reader.take(event("account.funded", { accountId: "a", amount: "1000", currency: "USD" }));
  reader.take(event("account.snapshotted", { equity: "1005" }));
  const { daily, orders, metrics } = reader.figures;
  expect(daily).toMatchObject([{ date: "2026-01-31", openBalance: "1000", maxEquity: "1005" }]);
  expect(orders).toEqual([]);
  expect(metrics[0]).toMatchObject({ name: "trades", value: "0", n: 0 });
});

test("of more events than a reader's memory is to hold nothing is worked out", () => {
  const reader = new FigureReader();
  const intended = event("order.intended", { orderId: "one", instrumentId: "paper:BTC", side: "buy", size: "1" });
  for (let i = 0; i < mostOrdersAndFills; i++) reader.take(intended);
  reader.take(event("account.snapshotted", { equity: "1005" }));
  expect(reader.isBeyond).toBe(false);
  reader.take(intended);
  expect(reader.isBeyond).toBe(true);
});
