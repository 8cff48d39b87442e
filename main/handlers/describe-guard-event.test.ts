import { expect, test } from "vitest";
import { breakerActions } from "../../shared/model/breaker.ts";
import type { JournalData, JournalEventType } from "../../shared/model/journal-event.ts";
import { describeEvent } from "./describe-event.ts";

const until = Date.UTC(2026, 0, 5, 18);

test.each<[JournalEventType, JournalData, string]>([
  [
    "risk.breaker_tripped",
    { rule: "daily-loss", action: "halt", limit: "20", reason: "20 lost" },
    "Breaker daily-loss trips and halts trading (limit 20): 20 lost",
  ],
  [
    "risk.breaker_tripped",
    { rule: "x.failed", action: "block_entries", limit: null, reason: "broken" },
    "Breaker x.failed trips and lets nothing open: broken",
  ],
  [
    "risk.state_changed",
    { rule: "daily-loss", reason: "slept", rearmed: true },
    "Breaker daily-loss is re-armed: slept",
  ],
  ["risk.state_changed", { reason: "enough", flattening: true }, "Flatten is asked for: enough"],
  ["risk.state_changed", { reason: "enough", left: [] }, "The account is flat: enough"],
  ["risk.state_changed", { reason: "enough", left: ["A: 1 held"] }, "The account is not flat yet: A: 1 held (enough)"],
  ["risk.locked_out", { until, reason: "enough" }, "The account is locked out until 2026-01-05T18:00:00.000Z: enough"],
  [
    "clock.synced",
    { offsetUs: -12_346, errorUs: 5000, source: "a" },
    "The clock is 12.3 ms ahead, give or take 5.0 ms, as a says",
  ],
  ["clock.synced", { offsetUs: 3000, errorUs: null, source: "a" }, "The clock is 3.0 ms behind, as a says"],
  ["clock.synced", { offsetUs: null, failure: "no answer" }, "The clock's offset is unknown: no answer"],
  ["clock.jumped", { jumpMs: -3000, passedMs: 1 }, "The machine's clock jumped 3000 ms back"],
])("%s is told in words", (type, data, sentence) => {
  expect(describeEvent({ type, data })).toBe(sentence);
});

test("every action has words", () => {
  for (const action of breakerActions) {
    const said = describeEvent({ type: "risk.breaker_tripped", data: { rule: "r", action, limit: null, reason: "" } });
    expect(said).not.toContain(action.includes("_") ? action : "undefined");
  }
});
