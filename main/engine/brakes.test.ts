import { expect, test } from "vitest";
import { engineRig, market, person } from "../../tests/fixtures/engine-rig.ts";

const failed = (rig: ReturnType<typeof engineRig>, side: "buy" | "sell" = "buy"): string[] =>
  rig.engine
    .submit(market(side, "1"), person, "")
    .verdict.rows.filter(({ outcome }) => outcome === "fail")
    .map(({ code }) => code);

test("a lockout counts in the time it is given, not in the market's, and lets what reduces pass", () => {
  const time = { lock: 5_000 };
  const rig = engineRig({ lockNow: () => time.lock });
  rig.bar(100);
  const { orderId } = rig.engine.submit(market("buy", "1"), person, "");
  rig.fill(orderId, "1", "100");
  const until = rig.clock.now + 60_000;
  rig.engine.lockOut(until, person, "enough");
  expect(failed(rig)).toEqual(["RISK-043"]);
  // The market's own time goes on, for a recording or a clock that was set.
  rig.clock.now = until + 1;
  rig.bar(100);
  expect(failed(rig)).toEqual(["RISK-043"]);
  expect(rig.engine.runningLockout()).toEqual({ until, reason: "enough", leftMs: until - 5_000 });
  expect(failed(rig, "sell")).toEqual([]);
  time.lock = until;
  expect(rig.engine.runningLockout()).toBeNull();
  rig.clock.now += 2000;
  rig.bar(100);
  expect(failed(rig)).toEqual([]);
});

test("the kill switch, its release and a re-armed breaker leave a lockout as it is", () => {
  const rig = engineRig();
  rig.bar(100);
  rig.engine.lockOut(rig.clock.now + 60_000, person, "enough");
  rig.engine.engageKillSwitch(person, "stop");
  rig.engine.releaseKillSwitch(person, "go");
  rig.engine.setTradingState("active", person, "go");
  expect(failed(rig)).toEqual(["RISK-043"]);
});

test("what is measured of the clock is asked for anew on every order", () => {
  const reading = { now: { offsetMs: 3 as number | null, errorMs: 1, at: 0, source: "t", failure: "" } };
  const rig = engineRig({ clockReading: () => reading.now });
  rig.limits = { ...rig.limits, maxClockOffsetMs: 50 };
  rig.bar(100);
  expect(failed(rig)).toEqual([]);
  reading.now = { ...reading.now, offsetMs: null, failure: "no answer" };
  expect(failed(rig)).toEqual(["RISK-044"]);
  reading.now = { ...reading.now, offsetMs: -50.1 };
  expect(failed(rig)).toEqual(["RISK-044"]);
  const blind = engineRig();
  blind.limits = rig.limits;
  blind.bar(100);
  expect(failed(blind)).toEqual(["RISK-044"]);
});
