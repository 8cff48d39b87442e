import { expect, test } from "vitest";
import { createActivityFeed } from "../../main/handlers/activity-feed.ts";
import type { JournalEventType } from "../../shared/model/journal-event.ts";
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
