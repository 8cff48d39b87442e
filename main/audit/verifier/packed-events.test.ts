import { expect, test } from "vitest";
import { EventPacker } from "./packed-events.ts";

test("of events that nobody can read as one no pack holds many, however short they are", () => {
  const counts: number[] = [];
  const packer = new EventPacker(({ count }) => void counts.push(count));
  for (let n = 0; n < 20_000; n++) packer.doubtful("}");
  packer.flush();
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20_000);
  expect(Math.max(...counts)).toBeLessThanOrEqual(4096);
});
