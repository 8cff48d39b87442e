import { expect, test } from "vitest";
import { engineRig, market, person } from "../../tests/fixtures/engine-rig.ts";
import { silentLog } from "../telemetry/log.ts";
import { lastResort } from "./last-resort.ts";

function rigged() {
  const rig = engineRig();
  rig.bar(100);
  rig.price(100);
  const told: string[] = [];
  const log = { ...silentLog, error: (message: string) => void told.push(message) };
  return { rig, told, take: lastResort(rig.engine, log) };
}

test("an error that nobody caught lets nothing open, keeps exits, and says why", () => {
  const { rig, told, take } = rigged();
  const { orderId } = rig.engine.submit(market("buy", "1"), person, "");
  rig.say({ orderId, kind: "accepted", venueOrderId: "v1" });
  rig.fill(orderId, "1", "100.00");
  take(new Error("x is not a function"));
  expect(rig.engine.tradingState()).toMatchObject({
    state: "reducing",
    reason: expect.stringContaining("x is not a function"),
  });
  expect(rig.engine.submit(market("buy", "1"), person, "").verdict.outcome).toBe("rejected");
  expect(rig.engine.submit(market("sell", "1"), person, "").verdict.outcome).toBe("approved");
  expect(told).toHaveLength(1);
});

test("a person goes on after a look; what comes again stops it again; a desk that is halted stays halted", () => {
  const { rig, take } = rigged();
  take("odd\ud800");
  rig.engine.setTradingState("active", person, "looked");
  take(new Error("again"));
  expect(rig.engine.tradingState().state).toBe("reducing");
  rig.engine.setTradingState("halted", person, "enough");
  take(new Error("once more"));
  expect(rig.engine.tradingState()).toMatchObject({ state: "halted", reason: "enough" });
});

test("an error that comes with every tick is told a hundred times", () => {
  const { told, take } = rigged();
  for (let n = 0; n < 1000; n++) take(new Error("again"));
  expect(told).toHaveLength(100);
});
