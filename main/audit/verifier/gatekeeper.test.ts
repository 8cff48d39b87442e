import { expect, test } from "vitest";
import { nodePrimitives } from "../../adapters/proof-node/node-primitives.ts";
import type { BundledEvent } from "./bundled-event.ts";
import { Gatekeeper } from "./gatekeeper.ts";
import { PlainReader } from "./plain-verdict.ts";

const event = (type: string, data: object): BundledEvent =>
  ({ known: { type }, scanned: null, data: () => data }) as unknown as BundledEvent;
const rejected = (orderId: string): BundledEvent =>
  event("risk.judged", { orderId, outcome: "rejected", rows: [{ code: "RISK-001", outcome: "fail" }] });
const sent = (orderId: string): BundledEvent => event("order.submitted", { orderId, venue: "paper" });
const gateOf = (most?: number): Gatekeeper => new Gatekeeper(true, new PlainReader(nodePrimitives.decodeUtf8), most);

test("an order that is sent on a rejection is told, whatever comes between", () => {
  const gate = gateOf();
  for (const id of ["a", "b", "c"]) gate.see(rejected(id));
  gate.see(event("order.denied", { orderId: "b" }));
  expect(gate.see(sent("a"))).toBe("the order was sent although the gate rejected it");
  expect([gate.unjudged, gate.forgotten]).toEqual([0, 0]);
});

test("more verdicts than a reader remembers are counted, and what is sent on them is told as unjudged", () => {
  const gate = gateOf(2);
  for (const id of ["a", "b", "c"]) gate.see(rejected(id));
  expect(gate.see(sent("a"))).toBeNull();
  expect([gate.unjudged, gate.forgotten]).toEqual([1, 1]);
  expect(gate.see(sent("c"))).toBe("the order was sent although the gate rejected it");
});
