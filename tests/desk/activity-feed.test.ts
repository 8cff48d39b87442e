import { expect, test } from "vitest";
import { createActivityFeed } from "../../main/handlers/activity-feed.ts";
import { TimelineEvent } from "../../shared/contract/audit.ts";
import type { JournalData, JournalEventType } from "../../shared/model/journal-event.ts";
import { openTestJournal, sampleEvent, withProfile } from "../journal/sample-journal.ts";

test("what happened is not pushed out by the minute's pulse, before a start or after it", () =>
  withProfile(async (profileDir) => {
    const journal = await openTestJournal(profileDir);
    let count = 0;
    const write = async (type: JournalEventType): Promise<void> => {
      await journal.durable(journal.append({ ...sampleEvent(count++), type, data: { reason: "test" } }));
    };
    await write("order.canceled");
    for (let i = 0; i < 6; i++) await write("account.snapshotted");
    await write("order.expired");
    const feed = createActivityFeed(journal, () => "", 3);
    const shown = (): string[] => feed.latest().map(({ type }) => type);
    expect(shown()).toEqual(["session.opened", "order.canceled", "order.expired"]);
    const heard: string[] = [];
    feed.subscribe(({ type }) => heard.push(type));
    await write("account.snapshotted");
    await write("order.denied");
    expect(heard).toEqual(["order.denied"]);
    expect(shown()).toEqual(["order.canceled", "order.expired", "order.denied"]);
    feed.close();
    await write("order.canceled");
    expect(heard).toHaveLength(1);
    await journal.close();
  }));

test("a verdict shows what its rules said, in its older form too, and one of a form that is not known shows none", () =>
  withProfile(async (profileDir) => {
    const journal = await openTestJournal(profileDir);
    let count = 0;
    const write = async (said: JournalData): Promise<void> => {
      const verdict = { orderId: "o", outcome: "approved", reducing: false, maxPassingSize: "1", ...said };
      await journal.durable(journal.append({ ...sampleEvent(count++), type: "risk.judged", data: verdict }));
    };
    const short = { code: "RISK-005", limit: "9", outcome: "pass", text: "enough" };
    const whole = {
      ...short,
      rule: "As it was named",
      observed: null,
      headroom: null,
      maxPassingSize: null,
      setting: null,
    };
    await write({ rows: [short], clear: ["RISK-042..RISK-043"], unset: ["RISK-011..RISK-041"] });
    await write({ rows: [whole], unset: ["RISK-011", "RISK-012"] });
    await write({ rows: [short], clear: ["something else"], unset: [] });
    await write({ rows: [short], clear: 7 });
    const feed = createActivityFeed(journal, () => "");
    const shown = feed.latest().filter(({ type }) => type === "risk.judged");
    expect(shown.map((event) => TimelineEvent.parse(event).rows?.map(({ rule, text }) => [rule, text]))).toEqual([
      [
        ["Buying power", "enough"],
        ["Circuit breakers", "No circuit breaker has tripped"],
        ["Lockout", "The account is not locked out"],
      ],
      [["As it was named", "enough"]],
      undefined,
      undefined,
    ]);
    feed.close();
    await journal.close();
  }));
