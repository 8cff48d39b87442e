import { describe, expect, it } from "vitest";
import type { OrderView } from "../../../shared/model/order.ts";
import { readAmendment } from "./amendment.ts";

const order: OrderView = {
  orderId: "o1",
  instrumentId: "paper:BTC/USDT",
  side: "buy",
  type: "limit",
  size: "1",
  limitPrice: "100",
  timeInForce: "GTC",
  postOnly: false,
  reduceOnly: false,
  status: "partially_filled",
  statusReason: "",
  filledSize: "0.4",
  fees: "0",
  actor: { kind: "person", id: "desk" },
  reason: "",
  createdAt: 0,
  updatedAt: 0,
};
const instrument = { priceIncrement: "0.5", sizeIncrement: "0.1" };

describe("an amendment", () => {
  it("sends only what differs", () => {
    expect(readAmendment(order, instrument, { size: "1.0", limitPrice: "101" })).toEqual({
      ok: true,
      unchanged: false,
      change: { limitPrice: "101" },
    });
    expect(readAmendment(order, instrument, { size: "2", limitPrice: "100" })).toMatchObject({ change: { size: "2" } });
  });

  it("knows when nothing changed", () => {
    expect(readAmendment(order, instrument, { size: "1", limitPrice: "100.0" })).toEqual({
      ok: true,
      unchanged: true,
      change: {},
    });
  });

  it("says what is wrong in which field", () => {
    expect(readAmendment(order, instrument, { size: "0.4", limitPrice: "100.3" })).toEqual({
      ok: false,
      size: "blotter.amend.belowFilled",
      limitPrice: "blotter.amend.increment",
    });
    expect(readAmendment(order, instrument, { size: "", limitPrice: "0" })).toEqual({
      ok: false,
      size: "blotter.amend.text",
      limitPrice: "blotter.amend.text",
    });
  });
});
