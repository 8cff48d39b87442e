import { expect, it } from "vitest";
import { knowledge } from "../simulation/knowledge.ts";
import { randomOrders, replayed } from "./random-orders.ts";

it.each([
  ["bars", false],
  ["ticks", true],
] as const)("orders of every kind trade alike without a journal, with one, and in its replay: on %s", (_, ticks) => {
  let fills = 0;
  for (let seed = 1; seed <= 12; seed++) {
    const atOnce = randomOrders(seed, ticks, false);
    const written = randomOrders(seed, ticks, true);
    expect(knowledge(written.engine), `seed ${seed}`).toBe(knowledge(atOnce.engine));
    expect(knowledge(replayed(written.events)), `replay of seed ${seed}`).toBe(knowledge(written.engine));
    fills += written.engine.fills().length;
  }
  expect(fills).toBeGreaterThan(200);
});
