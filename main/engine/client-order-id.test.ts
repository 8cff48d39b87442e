import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { market, person, readyRig } from "../../tests/fixtures/engine-rig.ts";
import { clientOrderId } from "./client-order-id.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const idOf = (decision: number, seed = "rig"): string => clientOrderId(sha256, seed, person, decision, 0);

test("a decision has its id whether that was made ahead of it or not", () => {
  const rig = readyRig();
  const send = (): string => rig.engine.submit(market("buy", "0.1"), person, "entry").orderId;
  const release = (): void => rig.engine.durable(rig.events.length - 1);
  const ids = [send(), send()];
  release();
  // Accepted orders have the next id made; the second of these finds it made already.
  for (const orderId of ids) rig.say({ kind: "accepted", orderId, venueOrderId: `V-${orderId}` });
  ids.push(send(), send());
  expect(ids).toEqual([0, 1, 2, 3].map((decision) => idOf(decision)));
});

test("an id made ahead is not used for a decision that cannot be written down", () => {
  const rig = readyRig();
  const first = rig.engine.submit(market("buy", "0.1"), person, "entry").orderId;
  rig.engine.durable(rig.events.length - 1);
  rig.say({ kind: "accepted", orderId: first, venueOrderId: "V-1" });
  rig.journal.open = false;
  const unrecorded = rig.engine.submit(market("buy", "0.1"), person, "entry").orderId;
  expect(unrecorded).toBe(idOf(1, `rig\nunrecorded ${rig.engine.now()}`));
});
