import { describe, expect, it } from "vitest";
import type { ExecutionReport } from "../../shared/model/order.ts";
import { engineRig, limit, market, person } from "../../tests/fixtures/engine-rig.ts";

const fill = {
  kind: "fill",
  fillId: "f1",
  size: "1",
  price: "100",
  fee: "0.1",
  feeCurrency: "USDT",
  liquidity: "taker",
};

describe("a fill that cannot be booked", () => {
  const kept = (report: object, prepare: (rig: ReturnType<typeof engineRig>) => string): unknown => {
    const rig = engineRig({ cash: "1000" });
    rig.bar(100);
    rig.price(100);
    const orderId = prepare(rig);
    const before = rig.engine.account();
    rig.engine.report({ orderId, at: rig.clock.now, ...fill, ...report } as ExecutionReport);
    expect(rig.engine.account()).toEqual(before);
    return rig.dataOf("order.reconciled").at(-1);
  };
  const sent = (rig: ReturnType<typeof engineRig>): string => rig.engine.submit(market("buy", "1"), person, "").orderId;
  const filled = (rig: ReturnType<typeof engineRig>): string => {
    const orderId = sent(rig);
    rig.engine.report({ orderId, at: rig.clock.now, ...fill } as ExecutionReport);
    return orderId;
  };

  it.each<[string, object, (rig: ReturnType<typeof engineRig>) => string, object]>([
    ["of an order that nobody knows", {}, () => "nobody's", { outcome: "unknown_order" }],
    ["with a size that is none", { size: "1,5" }, sent, { outcome: "malformed_report" }],
    ["with a price that is a number", { price: 100.5 }, sent, { outcome: "malformed_report" }],
    ["that is told twice, with another price", { price: "101" }, filled, { outcome: "duplicate_fill" }],
    [
      "that is corrected, of a fill never told",
      { kind: "fill-corrected", fillId: "f9" },
      sent,
      { outcome: "unknown_fill" },
    ],
    [
      "of an order that never left",
      {},
      (rig) => rig.engine.submit(limit("buy", "1000000", "1"), person, "").orderId,
      { outcome: "illegal_transition" },
    ],
  ])("is in the record with what the venue said of it: %s", (_, report, prepare, expected) => {
    const data = kept(report, prepare);
    const told = Object.entries({ ...fill, ...report }).map(([name, value]) => [name, String(value)]);
    expect(data).toMatchObject({ said: Object.fromEntries(told) });
    expect(data).toMatchObject(expected);
  });

  it("of another kind of report is no money, and told by its reason alone", () => {
    expect(kept({ kind: "canceled", reason: "late" }, () => "nobody's")).not.toHaveProperty("said");
  });
});
