import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { archiveEvents } from "../../main/adapters/journal-sqlite/archive-events.ts";
import { type ListedSegment, listSegments } from "../../main/adapters/journal-sqlite/list-segments.ts";
import { trade } from "../fixtures/long-record.ts";
import { openTestJournal, withProfile } from "../journal/sample-journal.ts";

const year = 365 * 86_400_000;

async function makeArchived(): Promise<string> {
  const profileDir = mkdtempSync(join(tmpdir(), "proofdesk-archived-"));
  process.on("exit", () => rmSync(profileDir, { recursive: true, force: true }));
  const journal = await openTestJournal(profileDir);
  await trade(journal, 1200);
  await journal.close();
  await (await openTestJournal(profileDir)).close();
  archiveEvents({ profileDir, before: Date.now() + year, now: Date.now(), segmentEvents: 500 });
  return profileDir;
}

let archived: Promise<string> | null = null;

/** A profile whose old events lie in several sealed segments, gone after `use`: a copy of one that is recorded once. */
export async function withArchivedProfile<T>(
  use: (profileDir: string, segments: readonly ListedSegment[]) => Promise<T>,
): Promise<T> {
  archived ??= makeArchived();
  const template = await archived;
  return await withProfile(async (profileDir) => {
    cpSync(template, profileDir, { recursive: true });
    return await use(profileDir, listSegments(profileDir).segments);
  });
}
