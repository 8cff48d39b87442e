import { expect, test } from "vitest";
import { trade } from "../../tests/fixtures/long-record.ts";
import { openTestJournal, withProfile } from "../../tests/journal/sample-journal.ts";
import { listArchive, runArchive } from "./archive.ts";

test("the command archives what is older and lists what it has sealed", async () => {
  await withProfile(async (profileDir) => {
    const journal = await openTestJournal(profileDir);
    await trade(journal, 600);
    await journal.close();
    await (await openTestJournal(profileDir)).close();
    expect(listArchive(profileDir).lines[0]).toContain("Nothing is archived");
    const now = Date.now();
    // Nothing of the two sessions is a year old by the clock that began them.
    expect(runArchive({ profileDir, now: 1_600_000_000_000 }).lines[0]).toContain("Nothing is older");
    const later = now + 800 * 86_400_000;
    const { events, lines } = runArchive({ profileDir, olderThan: "1y", now: later });
    expect(lines[0]).toContain(`Archived ${events} events`);
    const { segments } = listArchive(profileDir);
    expect(segments.map(({ to, from }) => to - from + 1).reduce((sum, n) => sum + n, 0)).toBe(events);
    expect(segments[0]?.sealedAt).toBe(new Date(later).toISOString());
  });
});
