import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OrderRequest, OrderView } from "../../../shared/model/order.ts";
import type { Verdict } from "../../../shared/model/risk.ts";
import { advance, answerToPair, findSubmitted, type Submission, type SubmissionEvent } from "./submission.ts";

const order: OrderRequest = {
  instrumentId: "paper:BTC/USDT",
  side: "buy",
  type: "limit",
  size: "1",
  limitPrice: "100",
  timeInForce: "GTC",
  postOnly: false,
  reduceOnly: false,
};
const verdict = (outcome: Verdict["outcome"]): Verdict => ({
  orderId: "o1",
  outcome,
  reducing: false,
  rows: [],
  maxPassingSize: "0",
});
const refusal = { code: "RPC-001", message: "no", remedy: "do" };
const idle: Submission = { phase: "idle" };
const sending = advance(idle, { kind: "sent", order, at: 5 });
const unconfirmed = advance(sending, { kind: "lost", reason: "timeout" });

describe("a submission", () => {
  it("settles as accepted or denied by the verdict", () => {
    expect(advance(sending, { kind: "answered", orderId: "o1", verdict: verdict("approved") }).phase).toBe("accepted");
    expect(advance(sending, { kind: "answered", orderId: "o1", verdict: verdict("rejected") }).phase).toBe("denied");
    expect(advance(sending, { kind: "refused", refusal }).phase).toBe("refused");
  });

  it("keeps both legs of a pair, and says which the gate denied while the other works", () => {
    const other: OrderRequest = { ...order, type: "stop", triggerPrice: "120" };
    const pair = advance(idle, { kind: "sent", order, other, at: 5 });
    const one = { orderId: "o1", verdict: verdict("approved") };
    const two = { orderId: "o2", verdict: verdict("rejected") };
    expect(advance(pair, { kind: "answered", ...answerToPair([one, { ...one, orderId: "o2" }]) })).toEqual({
      phase: "accepted",
      order,
      other,
      orderId: "o1",
    });
    expect(advance(pair, { kind: "answered", ...answerToPair([one, two]) })).toMatchObject({
      phase: "denied",
      other,
      orderId: "o2",
      otherWorks: true,
    });
    expect(answerToPair([two, two])).toMatchObject({ otherWorks: false });
    expect(() => answerToPair([])).toThrow(RangeError);
  });

  it("asks first when told to, and a cleared question sends nothing", () => {
    const asked = advance(idle, { kind: "asked", order });
    expect(asked.phase).toBe("confirming");
    expect(advance(asked, { kind: "cleared" })).toEqual(idle);
    expect(advance(asked, { kind: "sent", order, at: 1 }).phase).toBe("sending");
  });

  it("sends once on a double press", () => {
    expect(advance(sending, { kind: "sent", order, at: 6 })).toBe(sending);
  });

  it("cannot be cleared while its answer is awaited", () => {
    expect(advance(sending, { kind: "cleared" })).toBe(sending);
  });

  it("is neither success nor failure without an answer, and cannot be sent again until a person clears it", () => {
    expect(unconfirmed).toEqual({ phase: "unconfirmed", order, sentAt: 5, reason: "timeout" });
    expect(advance(unconfirmed, { kind: "sent", order, at: 9 })).toBe(unconfirmed);
    expect(advance(unconfirmed, { kind: "asked", order })).toBe(unconfirmed);
    expect(advance(unconfirmed, { kind: "found", orderId: "o9" })).toEqual({ phase: "accepted", order, orderId: "o9" });
    expect(advance(unconfirmed, { kind: "cleared" })).toEqual(idle);
  });

  it("never leaves sending for anything but an answer or its loss, whatever happens", () => {
    const events: SubmissionEvent[] = [
      { kind: "asked", order },
      { kind: "sent", order, at: 1 },
      { kind: "answered", orderId: "o", verdict: verdict("approved") },
      { kind: "refused", refusal },
      { kind: "lost", reason: "x" },
      { kind: "found", orderId: "o" },
      { kind: "cleared" },
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events)), (script) => {
        let state: Submission = idle;
        for (const event of script) {
          const next = advance(state, event);
          if (state.phase === "sending" && next !== state)
            expect(["accepted", "denied", "refused", "unconfirmed"]).toContain(next.phase);
          if (next.phase === "accepted" && next !== state) expect(["sending", "unconfirmed"]).toContain(state.phase);
          state = next;
        }
      }),
    );
  });
});

describe("looking for an unanswered order", () => {
  const view: OrderView = {
    ...order,
    orderId: "o7",
    status: "accepted",
    statusReason: "",
    filledSize: "0",
    fees: "0",
    actor: { kind: "person", id: "desk" },
    reason: "",
    createdAt: 10_000,
    updatedAt: 10_000,
  };

  it("finds the one order of a person that matches", () => {
    expect(findSubmitted(order, 10_500, [view])?.orderId).toBe("o7");
    expect(findSubmitted({ ...order, limitPrice: "100.0" }, 10_500, [view])?.orderId).toBe("o7");
  });

  it("finds nothing among older, different or a trader's orders", () => {
    expect(findSubmitted(order, 20_000, [view])).toBeNull();
    expect(findSubmitted({ ...order, size: "2" }, 10_000, [view])).toBeNull();
    expect(findSubmitted(order, 10_000, [{ ...view, actor: { kind: "trader", id: "t" } }])).toBeNull();
  });

  it("tells two stops apart by the price they wait for", () => {
    const { limitPrice: _, ...rest } = order;
    const stop: OrderRequest = { ...rest, type: "stop", triggerPrice: "120" };
    const { limitPrice: __, ...seen } = view;
    const working: OrderView = { ...seen, type: "stop", triggerPrice: "121" };
    expect(findSubmitted(stop, 10_000, [working])).toBeNull();
    expect(findSubmitted(stop, 10_000, [{ ...working, triggerPrice: "120.0" }])?.orderId).toBe("o7");
  });

  it("does not guess between two", () => {
    expect(findSubmitted(order, 10_000, [view, { ...view, orderId: "o8" }])).toBeNull();
  });
});
