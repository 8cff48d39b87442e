import { expect, test } from "vitest";
import { btc, engineRig, market, person } from "../../tests/fixtures/engine-rig.ts";

test.each([
  [600, 4_800_000],
  [0.1, 8_000],
])("where the market passes %s times as fast, a flatten is given up after %i ms of its time", (playSpeed, patience) => {
  const rig = engineRig({ playSpeed });
  rig.bar(100);
  rig.fill(rig.engine.submit(market("buy", "1"), person, "").orderId, "1", "100");
  rig.engine.flatten(person, "enough");
  for (const ms of [patience - 1, 1]) {
    expect(rig.engine.flattening()?.reason).toBe("enough");
    rig.clock.now += ms;
    rig.engine.passTime();
  }
  expect(rig.engine.flattening()).toBeNull();
  expect(rig.engine.unfinishedFlat()?.left).toEqual([expect.stringContaining("1 held")]);
});

/** A desk whose flatten has sent an exit, and a venue that refuses exits with a word of its own. */
function refused(reason: string) {
  const rig = engineRig();
  rig.bar(100);
  rig.fill(rig.engine.submit(market("buy", "1"), person, "").orderId, "1", "100");
  const began = rig.clock.now;
  const exits = (): string[] => rig.asked.filter((asked) => asked.startsWith("submit")).slice(1);
  const passTo = (ms: number, answers = true): void => {
    for (; rig.clock.now < began + ms; rig.clock.now += 250) {
      rig.engine.passTime();
      const [exit] = rig.engine.openOrders();
      if (answers && exit?.status === "submitted")
        rig.say({ kind: "rejected", orderId: exit.orderId, code: "VENUE-BUSY", reason });
    }
  };
  rig.engine.flatten(person, "enough");
  return { rig, exits, passTo };
}

test("a venue that says when it takes the next order is left alone until then, and the flatten waits for it", () => {
  const { rig, exits, passTo } = refused("more than 1 orders in 15000 ms; retry after 9000 ms");
  passTo(9_000);
  expect(exits()).toHaveLength(1);
  expect(rig.engine.flattening()?.left).toEqual([expect.stringContaining("retry after 9000 ms")]);
  passTo(9_600, false);
  expect(exits()).toHaveLength(2);
  rig.fill(rig.engine.openOrders()[0]?.orderId ?? "", "1", "100");
  expect(rig.engine.flattening()).toBeNull();
  expect(rig.engine.unfinishedFlat()).toBeNull();
});

test("of an exit in two orders one that fills does not hurry the one that was refused", () => {
  const rig = engineRig({ instruments: [{ ...btc, maxSize: "10" }], leverage: "10" });
  rig.bar(100);
  for (let i = 0; i < 2; i++) rig.fill(rig.engine.submit(market("buy", "7"), person, "").orderId, "7", "100");
  rig.engine.flatten(person, "enough");
  const [first, second] = rig.sent.slice(-2).map(({ orderId }) => orderId);
  rig.fill(first ?? "", "10", "100");
  rig.say({ kind: "rejected", orderId: second ?? "", code: "VENUE-RATE-LIMIT", reason: "retry after 9000 ms" });
  const count = rig.sent.length;
  for (let ms = 0; ms < 9_000; ms += 250) {
    rig.engine.passTime();
    expect(rig.sent).toHaveLength(count);
    rig.clock.now += 250;
  }
  rig.engine.passTime();
  expect(rig.sent.slice(count)).toMatchObject([{ size: "4" }]);
});

test("a venue that names ever new waits does not hold a person's flatten for longer than a minute", () => {
  const { rig, exits, passTo } = refused("too many requests, retry after 20 s");
  passTo(59_000);
  expect(rig.engine.flattening()).not.toBeNull();
  passTo(70_000);
  expect(rig.engine.flattening()).toBeNull();
  expect(exits()).toHaveLength(3);
  expect(rig.engine.unfinishedFlat()?.left).toEqual([expect.stringContaining("1 held")]);
});

test("a refusal without a word of when is tried again ever later, and given up after eight seconds", () => {
  const { rig, exits, passTo } = refused("busy");
  passTo(8_250);
  expect(rig.engine.flattening()).toBeNull();
  expect(exits().length).toBeGreaterThan(3);
});
