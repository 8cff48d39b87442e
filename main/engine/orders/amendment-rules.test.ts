import { describe, expect, it } from "vitest";
import {
  type EngineRig,
  type engineRig,
  limit,
  market,
  person,
  plainVenue,
  readyRig,
} from "../../../tests/fixtures/engine-rig.ts";

/** A bracketed position of 2 whose stop-loss the venue has accepted. */
function protectedRig(options: Parameters<typeof engineRig>[0] = {}): { rig: EngineRig; entry: string; stop: string } {
  const rig = readyRig(options);
  const bracket = { stopLoss: { type: "stop-limit", triggerPrice: "95", limitPrice: "94" } } as const;
  const entry = rig.engine.submit(limit("buy", "4", "100", { bracket }), person, "").orderId;
  rig.say({ kind: "accepted", orderId: entry, venueOrderId: "v" });
  rig.fill(entry, "2", "100");
  const stop = rig.engine.orders().find((order) => order.link?.parent === entry)?.orderId ?? "";
  rig.say({ kind: "accepted", orderId: stop, venueOrderId: "v" });
  return { rig, entry, stop };
}

describe("what cannot be done to an order has its own code, is written down and changes nothing", () => {
  const refused = (rig: EngineRig, code: string, act: () => unknown): void => {
    const before = JSON.stringify(rig.engine.orders());
    const events = rig.events.length;
    expect(act).toThrow(expect.objectContaining({ code }));
    expect(JSON.stringify(rig.engine.orders())).toBe(before);
    expect(rig.events.slice(events).map(({ type, data }) => [type, data["outcome"], data["code"]])).toEqual([
      ["order.reconciled", "refused", code],
    ]);
  };

  it("an amendment and a cancel of a finished order", () => {
    const rig = readyRig();
    const { orderId } = rig.engine.submit(market("buy", "2"), person, "");
    rig.fill(orderId, "2", "100");
    refused(rig, "ORDER-FINISHED", () => rig.engine.amend(orderId, { size: "3" }, person, ""));
    refused(rig, "ORDER-FINISHED", () => rig.engine.cancel(orderId, person, ""));
  });

  it("an amendment while the venue has not answered, or to what no venue could take", () => {
    const rig = readyRig();
    const { orderId } = rig.engine.submit(limit("buy", "2", "99"), person, "");
    refused(rig, "ORDER-NOT-AMENDABLE", () => rig.engine.amend(orderId, { size: "3" }, person, ""));
    rig.say({ kind: "accepted", orderId, venueOrderId: "v" });
    rig.fill(orderId, "1", "99");
    refused(rig, "ORDER-PRICE", () => rig.engine.amend(orderId, { limitPrice: "99.005" }, person, ""));
    refused(rig, "ORDER-TRIGGER-PRICE", () => rig.engine.amend(orderId, { triggerPrice: "99" }, person, ""));
    refused(rig, "ORDER-SIZE", () => rig.engine.amend(orderId, { size: "1" }, person, ""));
    refused(rig, "ORDER-SIZE", () => rig.engine.amend(orderId, { size: "many" }, person, ""));
  });

  it("the plan of an entry that has filled, and the size of an exit that follows it", () => {
    const { rig, entry, stop } = protectedRig();
    const bracket = { stopLoss: { type: "stop", triggerPrice: "90" } } as const;
    refused(rig, "ORDER-BRACKET-FILLED", () => rig.engine.amend(entry, { bracket }, person, ""));
    refused(rig, "ORDER-LEG-SIZE", () => rig.engine.amend(stop, { size: "1" }, person, ""));
    rig.engine.amend(stop, { triggerPrice: "96" }, person, "closer");
    expect(rig.asked.at(-1)).toBe(`replace ${stop} {"triggerPrice":"96"}`);
  });

  it("a plan that an order on the wrong side, or a venue that changes nothing, cannot have", () => {
    const rig = readyRig({ capabilities: { ...plainVenue, amend: false } });
    const { orderId } = rig.engine.submit(limit("buy", "2", "99"), person, "");
    rig.say({ kind: "accepted", orderId, venueOrderId: "v" });
    const bracket = { stopLoss: { type: "stop", triggerPrice: "99.5" } } as const;
    refused(rig, "ORDER-BRACKET-SIDE", () => rig.engine.amend(orderId, { bracket }, person, ""));
    refused(rig, "ORDER-UNSUPPORTED", () => rig.engine.amend(orderId, { size: "3" }, person, ""));
    rig.engine.amend(orderId, { bracket: { stopLoss: { type: "stop", triggerPrice: "98" } } }, person, "");
    expect(rig.engine.order(orderId)?.bracket?.stopLoss?.triggerPrice).toBe("98");
  });

  it("a cancel and an amendment of an order that does not exist, which is nothing to write down", () => {
    const rig = readyRig();
    for (const act of [() => rig.engine.cancel("x", person, ""), () => rig.engine.amend("x", {}, person, "")]) {
      expect(act).toThrow(expect.objectContaining({ code: "ORDER-UNKNOWN" }));
    }
    expect(rig.events).toEqual([]);
  });
});

it("where a venue changes no orders, an exit that has to grow is taken back and sent anew", () => {
  const { rig, entry, stop } = protectedRig({
    capabilities: { ...plainVenue, orderTypes: ["market", "limit", "stop-limit"], amend: false },
  });
  rig.fill(entry, "1", "100");
  expect(rig.asked.at(-1)).toBe(`cancel ${stop}`);
  rig.say({ kind: "canceled", orderId: stop, reason: "on request" });
  expect(rig.sent.at(-1)).toMatchObject({ type: "stop-limit", size: "3", reduceOnly: true });
  expect(rig.sent.at(-1)?.orderId).not.toBe(stop);
});
