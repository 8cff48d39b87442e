import { describe, expect, it } from "vitest";
import type { TimelineEvent } from "../../../shared/contract/audit.ts";
import { journalEventTypes } from "../../../shared/model/journal-event-types.ts";
import { activityTopics, matchesFilter, orderOf } from "./activity-filter.ts";
import { severityOf } from "./severity.ts";

const event = (type: string, data: TimelineEvent["data"] = {}): TimelineEvent => ({
  seq: 1,
  leaf: "ab",
  type,
  at: 0,
  actor: { kind: "trader", id: "trend" },
  trace: "t",
  cause: null,
  data,
  text: "Bought 1 BTC",
});

describe("an event's severity", () => {
  it("follows the verdict, the state and the outcome of a check", () => {
    expect(severityOf(event("risk.judged", { outcome: "rejected" }))).toBe("trouble");
    expect(severityOf(event("risk.judged", { outcome: "approved" }))).toBe("info");
    expect(severityOf(event("risk.state_changed", { to: "active" }))).toBe("done");
    expect(severityOf(event("risk.state_changed", { to: "halted" }))).toBe("attention");
    expect(severityOf(event("integrity.checked", { failed: ["V05"] }))).toBe("trouble");
    expect(severityOf(event("integrity.checked", { failed: [] }))).toBe("done");
  });

  it("puts failures above fills above the rest", () => {
    expect(severityOf(event("trader.failed"))).toBe("trouble");
    expect(severityOf(event("order.unknown"))).toBe("attention");
    expect(severityOf(event("order.filled"))).toBe("done");
    expect(severityOf(event("order.submitted"))).toBe("info");
  });
});

describe("the activity filter", () => {
  const everything = { topic: "all", severity: "all", text: "" } as const;

  it("puts every type of event under exactly one topic", () => {
    for (const type of journalEventTypes) {
      const topics = activityTopics.filter(
        (topic) => topic !== "all" && matchesFilter(event(type), { ...everything, topic }),
      );
      expect(topics, type).toHaveLength(1);
    }
  });

  it("looks for text in the sentence, the actor and the type, whatever the case", () => {
    expect(matchesFilter(event("order.filled"), { ...everything, text: "btc" })).toBe(true);
    expect(matchesFilter(event("order.filled"), { ...everything, text: "TREND" })).toBe(true);
    expect(matchesFilter(event("order.filled"), { ...everything, text: "eth" })).toBe(false);
  });

  it("narrows by severity", () => {
    expect(matchesFilter(event("order.filled"), { ...everything, severity: "done" })).toBe(true);
    expect(matchesFilter(event("order.filled"), { ...everything, severity: "trouble" })).toBe(false);
  });
});

describe("the order of an event", () => {
  it("is the id in its data, if any", () => {
    expect(orderOf(event("order.filled", { orderId: "o1" }))).toBe("o1");
    expect(orderOf(event("order.filled", { orderId: "" }))).toBeNull();
    expect(orderOf(event("session.opened"))).toBeNull();
  });
});
