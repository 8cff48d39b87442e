import fc from "fast-check";
import { expect, test } from "vitest";
import { Staging, unpackGroup } from "./staged-group.ts";
import type { StagedEvent } from "./writer-messages.ts";

const text = fc.string({ minLength: 1 });

test("a group comes out as it was staged, and what was taken is not taken again", () => {
  const events = fc.array(fc.record({ head: text, tail: text, trace: text, orderId: fc.option(text) }));
  fc.assert(
    fc.property(fc.nat(), events, (from, drawn) => {
      const staged: StagedEvent[] = drawn.map((each, i) => ({ ...each, seq: from + i, type: "order.intended" }));
      const staging = new Staging();
      for (const event of staged) staging.add(event);
      expect(staging.size).toBe(staged.length);
      const found: StagedEvent[] = [];
      unpackGroup(staging.take(), found);
      unpackGroup(staging.take(), found);
      expect(found).toEqual(staged);
      expect(staging.size).toBe(0);
    }),
  );
});
