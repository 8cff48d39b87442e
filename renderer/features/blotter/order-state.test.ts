import { describe, expect, it } from "vitest";
import { OrderStatus } from "../../../shared/model/order.ts";
import { distanceToMarkPct } from "./distance-to-mark.ts";
import { orderSource } from "./order-source.ts";
import { isAmendable, isCancellable, isOpen, neverSent, orderState } from "./order-state.ts";
import { isFlat, remainingSize, unsigned } from "./remaining-size.ts";

describe("an order's state in words", () => {
  it("reads unknown as unconfirmed and not as good or bad", () => {
    expect(orderState({ status: "unknown", createdAt: 1 }, 0)).toEqual({
      id: "blotter.status.unknown",
      tone: "waiting",
    });
  });

  it("calls an intent of an earlier session never sent, and one of this session not", () => {
    expect(neverSent({ status: "initialized", createdAt: 5 }, 10)).toBe(true);
    expect(neverSent({ status: "initialized", createdAt: 15 }, 10)).toBe(false);
    expect(neverSent({ status: "initialized", createdAt: 5 }, null)).toBe(false);
    expect(neverSent({ status: "accepted", createdAt: 5 }, 10)).toBe(false);
    expect(orderState({ status: "initialized", createdAt: 5 }, 10).id).toBe("blotter.status.neverSent");
  });

  it("lets finished orders be neither cancelled nor amended", () => {
    for (const status of ["denied", "filled", "rejected", "canceled", "expired"] as const) {
      expect(isCancellable({ status })).toBe(false);
      expect(isAmendable({ status, type: "limit" })).toBe(false);
      expect(isOpen({ status })).toBe(false);
    }
    expect(isOpen({ status: "pending_cancel" })).toBe(true);
    expect(isCancellable({ status: "pending_cancel" })).toBe(false);
    expect(isAmendable({ status: "accepted", type: "limit" })).toBe(true);
    expect(isAmendable({ status: "accepted", type: "market" })).toBe(false);
  });

  it("has a word for every status there is", () => {
    for (const status of OrderStatus.options)
      expect(orderState({ status, createdAt: 0 }, 0).id).toContain("blotter.status.");
  });
});

describe("the distance to the mark", () => {
  it("is positive while the market has to come to the order", () => {
    expect(distanceToMarkPct({ side: "buy", type: "limit", limitPrice: "99" }, 100)).toBeCloseTo(1);
    expect(distanceToMarkPct({ side: "sell", type: "limit", limitPrice: "102" }, 100)).toBeCloseTo(2);
    expect(distanceToMarkPct({ side: "buy", type: "limit", limitPrice: "101" }, 100)).toBeCloseTo(-1);
    const stop = { type: "stop", triggerPrice: "103" } as const;
    expect(distanceToMarkPct({ ...stop, side: "buy" }, 100)).toBeCloseTo(3);
    expect(distanceToMarkPct({ ...stop, side: "sell" }, 100)).toBeCloseTo(-3);
    expect(distanceToMarkPct({ ...stop, type: "market-if-touched", side: "sell" }, 100)).toBeCloseTo(3);
  });

  it("is not known without a price or a mark", () => {
    expect(distanceToMarkPct({ side: "buy", type: "market" }, 100)).toBeNull();
    expect(distanceToMarkPct({ side: "buy", type: "limit", limitPrice: "99" }, undefined)).toBeNull();
    expect(distanceToMarkPct({ side: "buy", type: "limit", limitPrice: "99" }, 0)).toBeNull();
  });
});

describe("sizes", () => {
  it("remain exact", () => {
    expect(remainingSize({ size: "0.3", filledSize: "0.1" })).toBe("0.2");
    expect(unsigned("-1.5")).toBe("1.5");
    expect(unsigned("1.5")).toBe("1.5");
    expect(isFlat("0.000")).toBe(true);
    expect(isFlat("-0.001")).toBe(false);
  });
});

describe("an order's source", () => {
  it("names the trader, the model, and otherwise only the kind", () => {
    const names = new Map([["t1", "Trend BTC"]]);
    expect(orderSource({ kind: "trader", id: "t1" }, names)).toEqual({
      id: "blotter.source.trader",
      name: "Trend BTC",
    });
    expect(orderSource({ kind: "trader", id: "t2" }, names).name).toBe("t2");
    expect(orderSource({ kind: "model", id: "m" }, names).name).toBe("m");
    expect(orderSource({ kind: "person", id: "desk" }, names)).toEqual({ id: "blotter.source.person", name: "" });
  });
});
