import { beforeEach, describe, expect, it } from "vitest";
import type { OrderView } from "../../shared/model/order.ts";
import { type EngineRig, engineRig, person } from "../../tests/fixtures/engine-rig.ts";
import { createTraderRegistry, type TraderRegistry } from "./trader-registry.ts";

const minute = 60_000;
const request = {
  name: "My trader",
  strategy: "sma",
  params: { fast: 1, slow: 2, side: "both", sizing: "fixed:10" },
  instrumentIds: ["paper:BTC/USDT"],
};

let rig: EngineRig;
let registry: TraderRegistry;

function bar(close: number): void {
  rig.clock.now += minute;
  rig.bar(close);
}

function order(side: "buy" | "sell", reduceOnly: boolean): OrderView {
  return rig.engine.orders().find((each) => each.side === side && each.reduceOnly === reduceOnly)!;
}

beforeEach(() => {
  rig = engineRig();
  rig.limits = { ...rig.limits, staleAfterMs: 10 * minute };
  const record = (event: (typeof rig.events)[number]): number => rig.events.push(event) - 1;
  registry = createTraderRegistry({ engine: rig.engine, record, now: () => rig.clock.now, feedLive: () => true });
  registry.start(request, person);
  for (let i = 0; i < 20; i++) bar(100);
  bar(99.9);
  bar(100.1);
});

const canceled = () => rig.dataOf("order.cancel_requested");

describe("the working orders of a trader that ends", () => {
  it("are canceled where they open, and stay where they only reduce, when it is stopped", () => {
    rig.fill(order("buy", false).orderId, "10", "100");
    bar(99.9);
    expect(order("sell", true).status).toBe("submitted");
    registry.stop("trader-1", person, "lunch");
    expect(order("sell", true).status).toBe("submitted");
    expect(order("sell", false).status).toBe("pending_cancel");
    expect(canceled()).toEqual([{ orderId: order("sell", false).orderId, reason: "trader stopped: lunch" }]);
    expect(rig.events.at(-1)).toMatchObject({ actor: person });
  });

  it("are canceled when it fails", () => {
    rig.fill(order("buy", false).orderId, "4", "100");
    registry.subscribe((view) => {
      if (view.status === "running") throw new Error("out of range");
    });
    rig.fill(order("buy", false).orderId, "1", "100");
    expect(registry.list()[0]).toMatchObject({ status: "failed" });
    expect(canceled()).toEqual([
      { orderId: order("buy", false).orderId, reason: "trader failed: Error: out of range" },
    ]);
    expect(rig.engine.positions()).toMatchObject([{ size: "5" }]);
  });

  it("are left alone when they are another's or have ended", () => {
    rig.fill(order("buy", false).orderId, "10", "100");
    registry.start({ ...request, name: "other" }, person);
    registry.stop("trader-2", person, "done");
    registry.stop("trader-1", person, "done");
    expect(canceled()).toEqual([]);
  });
});
