import { describe, expect, it } from "vitest";
import type { OrderRequest } from "../../../shared/model/order.ts";
import type { Verdict } from "../../../shared/model/risk.ts";
import { type ReverseDesk, reversePosition } from "./reverse-position.ts";

const verdict = (outcome: Verdict["outcome"]): Verdict => ({
  orderId: "o2",
  outcome,
  reducing: false,
  rows: [],
  maxPassingSize: "0",
});

function desk(sizes: string[], outcome: Verdict["outcome"] = "approved") {
  const sent: OrderRequest[] = [];
  const steps: string[] = [];
  const face: ReverseDesk = {
    closePosition: async ({ instrumentId, positionSide = "net" }) => {
      steps.push(`close ${instrumentId} ${positionSide}`);
      return { orderIds: ["o1"] };
    },
    submitOrder: async (order) => {
      sent.push(order);
      return { orderId: "o2", verdict: verdict(outcome) };
    },
    positionSize: () => (sizes.length > 1 ? (sizes.shift() as string) : (sizes[0] as string)),
    wait: async () => undefined,
  };
  return { face, sent, steps };
}

describe("reversing a position", () => {
  it("closes first and opens the other way only once flat", async () => {
    const { face, sent, steps } = desk(["1.5", "0.5", "0"]);
    expect(await reversePosition({ instrumentId: "paper:BTC/USDT" }, "1.5", face)).toEqual({
      kind: "reversed",
      orderId: "o2",
    });
    expect(steps).toEqual(["close paper:BTC/USDT net"]);
    expect(sent).toMatchObject([{ side: "sell", size: "1.5", type: "market", reduceOnly: false }]);
  });

  it("buys to reverse a short", async () => {
    const { face, sent } = desk(["0"]);
    await reversePosition({ instrumentId: "x" }, "-2", face);
    expect(sent).toMatchObject([{ side: "buy", size: "2" }]);
  });

  it("closes the long one and opens the short one where the account holds both", async () => {
    const { face, sent, steps } = desk(["0"]);
    await reversePosition({ instrumentId: "x", positionSide: "long" }, "2", face);
    expect(steps).toEqual(["close x long"]);
    expect(sent).toMatchObject([{ side: "sell", size: "2", positionSide: "short", reduceOnly: false }]);
  });

  it("opens nothing while the close is not filled", async () => {
    const { face, sent } = desk(["1"]);
    expect(await reversePosition({ instrumentId: "x" }, "1", face)).toEqual({ kind: "not-flat" });
    expect(sent).toEqual([]);
  });

  it("says that only the close happened when the gate refuses the second order", async () => {
    const { face } = desk(["0"], "rejected");
    expect(await reversePosition({ instrumentId: "x" }, "1", face)).toMatchObject({ kind: "closed-only" });
  });
});
