import fc from "fast-check";
import { expect, test } from "vitest";
import { defaultLimits, market } from "../../../tests/fixtures/engine-rig.ts";
import { answerOf, quietView, size } from "../../../tests/fixtures/gate-judge.ts";
import { book, intentOf, shutBrakes, viewOf, wish } from "../../../tests/fixtures/risk-books.ts";
import { openBrakes } from "../../engine/brakes.ts";
import { createGate } from "../gate.ts";

const trip = { rule: "daily-loss", reason: "200 lost", observed: "200", limit: "100", basis: "day", at: 0 } as const;
const clock = { offsetMs: -80, errorMs: 4, at: 0, source: "time.example", failure: "" };

test("a tripped breaker shuts the gate and is named with its reason; one that only warned does not", () => {
  const shut = quietView({ brakes: { ...openBrakes, latched: [{ ...trip, action: "block_entries" }] } });
  const refused = answerOf("RISK-042", market("buy", "1"), shut, {});
  expect(refused).toMatchObject({ outcome: "fail", observed: "1", failed: ["RISK-042"], largest: "0" });
  expect(refused.text).toContain("daily-loss: 200 lost");
  const warned = quietView({ brakes: { ...openBrakes, latched: [{ ...trip, action: "warn" }] } });
  expect(answerOf("RISK-042", market("buy", "1"), warned, {})).toMatchObject({ outcome: "pass", failed: [] });
  expect(answerOf("RISK-042", market("buy", "1"), quietView(), {}).outcome).toBe("pass");
});

test("a lockout says until when and why", () => {
  const until = Date.UTC(2026, 0, 5, 18);
  const locked = quietView({ brakes: { ...openBrakes, lockout: { until, reason: "enough", leftMs: 3_600_000 } } });
  const row = answerOf("RISK-043", market("buy", "1"), locked, {});
  expect(row).toMatchObject({ outcome: "fail", observed: "3600000", failed: ["RISK-043"] });
  expect(row.text).toBe("The account is locked out until 2026-01-05T18:00:00.000Z, 60 minutes more: enough");
  const exit = answerOf("RISK-043", market("sell", "1"), { ...locked, position: size("1") }, {});
  expect(exit).toMatchObject({ outcome: "exempt", failed: [] });
});

test.each([
  ["as far off as allowed", clock, 80, "pass"],
  ["further off than allowed", clock, 79, "fail"],
  ["unknown", { ...clock, offsetMs: null, errorMs: null, failure: "no server answered" }, 1000, "fail"],
  ["measured by nobody", null, 1000, "fail"],
] as const)("a clock that is %s", (_, reading, limit, outcome) => {
  const view = quietView({ brakes: { ...openBrakes, clock: reading } });
  const row = answerOf("RISK-044", market("buy", "1"), view, { maxClockOffsetMs: limit });
  expect(row).toMatchObject({ outcome, limit: `${limit}` });
  if (reading?.offsetMs === -80) expect(row.text).toContain("80.0 ms ahead, give or take 4.0 ms, as time.example says");
  expect(answerOf("RISK-044", market("buy", "1"), view, {}).outcome).toBe("pass");
});

test("in no book does anything open past a breaker or a lockout, and nothing that reduces is held up", () => {
  let opening = 0;
  fc.assert(
    fc.property(book, wish, fc.constantFrom(...shutBrakes), (seen, order, brakes) => {
      const gate = createGate({ limits: () => defaultLimits });
      const judged = gate.judge(intentOf(order), { ...viewOf(seen), brakes });
      if (judged.reducing) return;
      opening++;
      expect(judged.approved).toBeNull();
    }),
    { numRuns: 500 },
  );
  expect(opening).toBeGreaterThan(300);
});
