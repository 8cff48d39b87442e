import { expect, test } from "vitest";
import { OrderStatus } from "../../shared/model/order.ts";
import { isFinished, nextStatus, type OrderChange } from "./order-transitions.ts";

const changes: readonly OrderChange[] = [
  "denied",
  "submitted",
  "accepted",
  "rejected",
  "partially_filled",
  "filled",
  "cancel_requested",
  "cancel_rejected",
  "canceled",
  "replace_requested",
  "replace_rejected",
  "replaced",
  "expired",
  "unknown",
  "fill_busted",
  "fill_corrected",
];

const legal = (status: OrderStatus): string[] =>
  changes.filter((change) => nextStatus(status, change, "accepted") !== undefined);

test("what is finished stays finished: only a fill that happened before the end may still arrive, or be undone", () => {
  for (const status of OrderStatus.options.filter(isFinished)) {
    const undone = ["fill_busted", "fill_corrected"];
    const late =
      status === "denied"
        ? []
        : status === "filled"
          ? ["filled", ...undone]
          : ["partially_filled", "filled", ...undone];
    expect([status, legal(status)]).toEqual([status, late]);
    for (const change of late)
      expect(isFinished(nextStatus(status, change as OrderChange, "accepted") as OrderStatus)).toBe(true);
  }
});

test("only what no venue has can be denied or submitted, and a sent order never becomes unsent", () => {
  for (const status of OrderStatus.options) {
    // What the desk's own trigger has released is judged and sent then.
    const unsent = status === "initialized" || status === "triggered";
    expect(legal(status).includes("submitted")).toBe(unsent);
    expect(legal(status).includes("denied")).toBe(unsent);
    if (status === "initialized") continue;
    for (const change of changes) expect(nextStatus(status, change, "accepted")).not.toBe("initialized");
  }
});

test("every sent, unfinished order can be filled, can end, and can become unknown", () => {
  for (const status of OrderStatus.options.filter((it) => !isFinished(it) && it !== "initialized")) {
    expect(legal(status)).toEqual(expect.arrayContaining(["filled", "canceled", "expired", "unknown"]));
  }
});

test("a refused cancel or amendment leads back to the state before it", () => {
  expect(nextStatus("pending_cancel", "cancel_rejected", "partially_filled")).toBe("partially_filled");
  expect(nextStatus("pending_replace", "replace_rejected", "triggered")).toBe("triggered");
  expect(nextStatus("pending_cancel", "replace_rejected", "accepted")).toBe("pending_cancel");
  expect(nextStatus("accepted", "cancel_rejected", "accepted")).toBeUndefined();
});
