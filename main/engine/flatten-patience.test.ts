import { expect, test } from "vitest";
import { engineRig, market, person } from "../../tests/fixtures/engine-rig.ts";

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
