import { expect, test } from "vitest";
import type { AccountReport, Bracket, OrderView } from "../../../shared/model/order.ts";
import {
  btc,
  changeIncrements,
  type EngineRig,
  engineRig,
  limit,
  person,
  plainVenue,
  type RigOptions,
  readyRig,
} from "../../../tests/fixtures/engine-rig.ts";

const stopAt90: Bracket = { stopLoss: { type: "stop", triggerPrice: "90" } };
const trailing: Bracket = { stopLoss: { type: "trailing-stop", trailingOffset: "5" } };

const newest = (rig: EngineRig): OrderView =>
  rig.engine
    .orders()
    .filter(({ link }) => link !== undefined)
    .toSorted((a, b) => a.createdAt - b.createdAt)
    .at(-1) as OrderView;

/** An entry of 2 at 99 of which 1 has filled, and its exit at the venue. */
function halfFilled(bracket: Bracket, options: RigOptions = {}): { rig: EngineRig; entry: string; leg: string } {
  const rig = readyRig(options);
  const entry = rig.engine.submit(limit("buy", "2", "99", { bracket }), person, "in").orderId;
  rig.say({ kind: "accepted", orderId: entry, venueOrderId: "v" });
  rig.fill(entry, "1", "99");
  const leg = newest(rig).orderId;
  rig.say({ kind: "accepted", orderId: leg, venueOrderId: "v" });
  rig.clock.now += 1000;
  return { rig, entry, leg };
}

test("an exit's edited price holds for the exits that come after it, also after a restart and a split", () => {
  const { rig, entry, leg } = halfFilled(stopAt90);
  rig.engine.amend(leg, { triggerPrice: "98" }, person, "tighter");
  rig.say({ kind: "replaced", orderId: leg, size: "1", triggerPrice: "98" });
  rig.fill(leg, "1", "98");
  const again = engineRig();
  for (const event of rig.stored()) again.engine.restore(event);
  again.limits = rig.limits;
  again.clock.now = rig.clock.now;
  again.bar(100, 2);
  again.engine.resume();
  for (const desk of [rig, again]) {
    desk.fill(entry, "0.5", "98.5", { fillId: "second" });
    expect(newest(desk)).toMatchObject({ size: "0.5", triggerPrice: "98", status: "submitted" });
    desk.fill(newest(desk).orderId, "0.5", "98");
    const ratio = { kind: "split", reportId: "s", at: desk.clock.now, instrumentId: btc.id, ratio: "2" } as const;
    desk.engine.accountReport(ratio as AccountReport);
    desk.clock.now += 1000;
    desk.fill(entry, "1", "49", { fillId: "third" });
    expect(newest(desk)).toMatchObject({ size: "1", triggerPrice: "49", status: "submitted" });
  }
});

test("a trailing stop that is taken back and sent anew goes on from where it stood, and a new one starts anew", () => {
  const capabilities = { ...plainVenue, orderTypes: ["market", "limit", "trailing-stop"] as const, amend: false };
  const { rig, entry, leg } = halfFilled(trailing, {
    capabilities: { ...capabilities, orderTypes: [...capabilities.orderTypes] },
  });
  rig.say({ kind: "replaced", orderId: leg, size: "1", triggerPrice: "105" });
  rig.fill(entry, "0.5", "99");
  rig.say({ kind: "canceled", orderId: leg, reason: "on request" });
  expect(rig.sent.at(-1)).toMatchObject({
    type: "trailing-stop",
    size: "1.5",
    trailingOffset: "5",
    triggerPrice: "105",
  });
  const second = newest(rig).orderId;
  rig.say({ kind: "accepted", orderId: second, venueOrderId: "v" });
  rig.clock.now += 1000;
  rig.fill(second, "1.5", "105");
  rig.fill(entry, "0.5", "99");
  expect(newest(rig)).toMatchObject({ size: "0.5", trailingOffset: "5" });
  expect(newest(rig).triggerPrice).toBeUndefined();
});

test("a trailing stop that goes on from where it stood does so at the increments of today", () => {
  const orderTypes = ["market", "limit", "trailing-stop"] as const;
  const { rig, entry, leg } = halfFilled(trailing, {
    capabilities: { ...plainVenue, orderTypes: [...orderTypes], amend: false },
  });
  rig.say({ kind: "replaced", orderId: leg, size: "1", triggerPrice: "105.13" });
  changeIncrements(rig, "0.25", "0.001");
  rig.fill(entry, "0.5", "99");
  rig.say({ kind: "canceled", orderId: leg, reason: "on request" });
  expect(rig.sent.at(-1)).toMatchObject({ type: "trailing-stop", size: "1.5", triggerPrice: "105.25" });
});

test("a trailing distance that the venue has changed is the desk's as well, also after a restart", () => {
  const { rig, entry, leg } = halfFilled(trailing);
  rig.say({ kind: "replaced", orderId: leg, size: "1", trailingOffset: "8" });
  expect(rig.engine.order(leg)?.trailingOffset).toBe("8");
  const again = engineRig();
  for (const event of rig.stored()) again.engine.restore(event);
  expect(again.engine.order(leg)?.trailingOffset).toBe("8");
  rig.fill(leg, "1", "94");
  rig.fill(entry, "1", "99");
  expect(newest(rig)).toMatchObject({ size: "1", trailingOffset: "8" });
  rig.say({ kind: "replaced", orderId: newest(rig).orderId, size: "1", trailingOffset: "far" });
  expect(rig.dataOf("order.reconciled").at(-1)).toMatchObject({ outcome: "malformed_report" });
});
