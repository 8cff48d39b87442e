import { describe, expect, it } from "vitest";
import { editDraft, emptyDraft, postOnlyHint, reduceOnlyHint } from "./ticket-draft.ts";

describe("a ticket draft", () => {
  it("drops post-only when the order becomes a market order or leaves the book at once", () => {
    const limit = editDraft(emptyDraft, { type: "limit", postOnly: true });
    expect(limit.postOnly).toBe(true);
    expect(editDraft(limit, { type: "market" }).postOnly).toBe(false);
    expect(editDraft(limit, { timeInForce: "IOC" }).postOnly).toBe(false);
  });

  it("clears the amount when the way of sizing changes, so that 5 coins never become 5 percent", () => {
    const five = editDraft(emptyDraft, { amount: "5" });
    expect(editDraft(five, { sizeBy: "equity" }).amount).toBe("");
    expect(editDraft(five, { sizeBy: "quantity" }).amount).toBe("5");
    expect(editDraft(five, { sizeBy: "equity", amount: "10" }).amount).toBe("10");
  });

  it("says why post-only is not offered", () => {
    expect(postOnlyHint(emptyDraft)).toBe("ticket.hint.postOnlyMarket");
    expect(postOnlyHint({ ...emptyDraft, type: "limit", timeInForce: "FOK" })).toBe("ticket.hint.postOnlyTif");
    expect(postOnlyHint({ ...emptyDraft, type: "limit" })).toBeNull();
  });

  it("offers reduce-only on the side that shrinks the position and nowhere else", () => {
    expect(reduceOnlyHint("sell", "1.5")).toBeNull();
    expect(reduceOnlyHint("buy", "-1.5")).toBeNull();
    expect(reduceOnlyHint("buy", "1.5")).toBe("ticket.hint.reduceOnlySide");
    expect(reduceOnlyHint("sell", "-0.1")).toBe("ticket.hint.reduceOnlySide");
    expect(reduceOnlyHint("sell", "0")).toBe("ticket.hint.reduceOnlyFlat");
    expect(reduceOnlyHint("sell", "0.00")).toBe("ticket.hint.reduceOnlyFlat");
  });
});
