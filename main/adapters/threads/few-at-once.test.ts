import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { fewAtOnce } from "./few-at-once.ts";

test("no more than the most run at once, in the order they came, and a failure keeps nobody waiting", async () => {
  const limited = fewAtOnce(2);
  const began: number[] = [];
  let running = 0;
  let highest = 0;
  const works = Array.from({ length: 7 }, (_, index) =>
    limited(async () => {
      began.push(index);
      highest = Math.max(highest, ++running);
      await turn();
      running -= 1;
      if (index === 2) throw new Error("this one fails");
      return index;
    }),
  );
  const ended = await Promise.allSettled(works);
  expect(ended.map(({ status }) => status === "fulfilled")).toEqual([true, true, false, true, true, true, true]);
  expect([began, highest]).toEqual([[0, 1, 2, 3, 4, 5, 6], 2]);
  expect(await limited(async () => "later")).toBe("later");
});
