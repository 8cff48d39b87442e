import { describe, expect, it } from "vitest";
import type { OrderRequest } from "../../../shared/model/order.ts";
import {
  changeIncrements,
  type EngineRig,
  engineRig,
  limit,
  market,
  person,
  readyRig,
} from "../../../tests/fixtures/engine-rig.ts";

const stop = (size: string, change: Partial<OrderRequest> = {}): OrderRequest =>
  market("sell", size, { type: "stop", triggerPrice: "90", ...change });

/** Holds 2 with a target and a stop that cancel each other, both at the venue. */
function protectedBy(rig: EngineRig, target: OrderRequest, below: OrderRequest): { target: string; below: string } {
  const entry = rig.engine.submit(market("buy", "2"), person, "in").orderId;
  rig.say({ kind: "accepted", orderId: entry, venueOrderId: "v" });
  rig.fill(entry, "2", "100");
  const [a, b] = rig.engine.submitGroup("oco", [target, below], person, "exits").map(({ orderId }) => orderId);
  for (const orderId of [a, b]) rig.say({ kind: "accepted", orderId: orderId ?? "", venueOrderId: "v" });
  return { target: a ?? "", below: b ?? "" };
}

/** A desk that has read the rig's journal, at the rig's time. */
function restarted(rig: EngineRig): EngineRig {
  const again = engineRig();
  for (const event of rig.stored()) again.engine.restore(event);
  again.clock.now = rig.clock.now;
  again.limits = rig.limits;
  again.engine.resume();
  return again;
}

describe("an order of a group that must shrink", () => {
  const coarser = (rig: EngineRig, sizeIncrement: string): void => changeIncrements(rig, "0.01", sizeIncrement);

  it("shrinks to the next size that can be when increments have changed, and the desk restarts", () => {
    const rig = readyRig();
    const { target, below } = protectedBy(rig, limit("sell", "1.005", "110"), stop("1.005"));
    coarser(rig, "0.01");
    rig.fill(target, "0.4", "110");
    expect(rig.asked.at(-1)).toBe(`replace ${below} ${JSON.stringify({ size: "0.6" })}`);
    const again = restarted(rig);
    again.say({ kind: "replaced", orderId: below, size: "0.6" });
    again.fill(target, "0.1", "110");
    expect(again.asked.at(-1)).toBe(`replace ${below} ${JSON.stringify({ size: "0.5" })}`);
  });

  it("is canceled where no smaller size can be", () => {
    const rig = readyRig();
    const { target, below } = protectedBy(rig, limit("sell", "1.5", "110"), stop("1.5"));
    coarser(rig, "1");
    rig.fill(target, "0.7", "110");
    expect(rig.asked.at(-1)).toBe(`cancel ${below}`);
    expect(restarted(rig).engine.order(below)?.status).toBe("pending_cancel");
  });

  it("shrinks also after its time, which the venue may not have kept yet", () => {
    const rig = readyRig();
    const gtd = { timeInForce: "GTD", expireAt: rig.clock.now + 60_000 } as const;
    const { target, below } = protectedBy(rig, limit("sell", "1", "110", gtd), stop("1", gtd));
    rig.clock.now += 60_050;
    rig.price(100);
    rig.fill(target, "0.4", "110", { at: rig.clock.now - 60 });
    expect(rig.asked.at(-1)).toBe(`replace ${below} ${JSON.stringify({ size: "0.6" })}`);
    expect(restarted(rig).engine.order(below)?.status).toBe("pending_replace");
  });
});
