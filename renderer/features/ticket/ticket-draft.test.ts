import { describe, expect, it } from "vitest";
import {
  editDraft,
  emptyDraft,
  meantPosition,
  pairHint,
  postOnlyHint,
  reduceOnlyHint,
  sizeWaysOf,
} from "./ticket-draft.ts";

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
    expect(reduceOnlyHint({ side: "sell", positionSide: "auto" }, "1.5")).toBeNull();
    expect(reduceOnlyHint({ side: "buy", positionSide: "auto" }, "-1.5")).toBeNull();
    expect(reduceOnlyHint({ side: "buy", positionSide: "auto" }, "1.5")).toBe("ticket.hint.reduceOnlySide");
    expect(reduceOnlyHint({ side: "sell", positionSide: "auto" }, "-0.1")).toBe("ticket.hint.reduceOnlySide");
    expect(reduceOnlyHint({ side: "sell", positionSide: "auto" }, "0")).toBe("ticket.hint.reduceOnlyFlat");
    expect(reduceOnlyHint({ side: "sell", positionSide: "auto" }, "0.00")).toBe("ticket.hint.reduceOnlyFlat");
  });

  it("means the position of its own side, or the other one where it only reduces, until one is named", () => {
    expect(meantPosition(emptyDraft)).toBe("long");
    expect(meantPosition({ ...emptyDraft, reduceOnly: true })).toBe("short");
    expect(meantPosition({ ...emptyDraft, side: "sell" })).toBe("short");
    expect(meantPosition({ ...emptyDraft, side: "sell", positionSide: "long" })).toBe("long");
  });

  it("only closes the position it names against its side, and only opens the other", () => {
    const closing = editDraft(emptyDraft, { positionSide: "short" });
    expect(closing.reduceOnly).toBe(true);
    expect(editDraft(closing, { side: "sell" }).reduceOnly).toBe(false);
    expect(editDraft(closing, { reduceOnly: false }).reduceOnly).toBe(true);
    expect(editDraft(closing, { positionSide: "auto" }).reduceOnly).toBe(false);
    expect(reduceOnlyHint(closing, "-1")).toBe("ticket.hint.reduceOnlyNamed");
  });

  it("is paired only where there is something left to cancel, and is not sized to a stop it cannot have", () => {
    expect(editDraft(emptyDraft, { paired: true }).paired).toBe(false);
    expect(pairHint({ ...emptyDraft, type: "limit" })).toBeNull();
    expect(pairHint({ ...emptyDraft, type: "limit", timeInForce: "IOC" })).toBe("ticket.hint.pairTif");
    const risky = editDraft(emptyDraft, { type: "limit", sizeBy: "risk", amount: "100" });
    const paired = editDraft(risky, { paired: true });
    expect(paired).toMatchObject({ paired: true, sizeBy: "quantity", amount: "" });
    expect(sizeWaysOf(paired)).not.toContain("risk");
    expect(sizeWaysOf(risky)).toContain("risk");
    expect(editDraft(paired, { type: "market" }).paired).toBe(false);
  });

  it("is not sized to a stop that an order which only reduces does not bring", () => {
    const risky = editDraft(emptyDraft, { side: "sell", sizeBy: "risk", amount: "100", stopPrice: "106000" });
    const reducing = editDraft(risky, { reduceOnly: true });
    expect(reducing).toMatchObject({ reduceOnly: true, sizeBy: "quantity", amount: "" });
    expect(sizeWaysOf(reducing)).not.toContain("risk");
    expect(editDraft(risky, { positionSide: "long" })).toMatchObject({
      reduceOnly: true,
      sizeBy: "quantity",
      amount: "",
    });
  });
});
