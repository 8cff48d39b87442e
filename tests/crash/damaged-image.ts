import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { EventReader } from "../../main/adapters/journal-sqlite/event-reader.ts";
import { type Db, openForWriting } from "../../main/adapters/journal-sqlite/open-database.ts";
import { journalPath, openRecord } from "../../main/adapters/journal-sqlite/open-record.ts";
import { describeStorageError } from "../../main/adapters/journal-sqlite/storage-fault.ts";
import { readOrigin } from "../../main/adapters/journal-sqlite/stored-origin.ts";
import { verifyLabels } from "../../main/adapters/journal-sqlite/verify-labels.ts";
import { verifyStored } from "../../main/adapters/journal-sqlite/verify-stored.ts";
import type { Journal } from "../../main/ports/journal.ts";
import { Fault } from "../../shared/model/fault.ts";
import { openTestJournal, sampleEvent } from "../journal/sample-journal.ts";

const logOf = (path: string): string => `${path}-wal`;

/** The two files of a journal as a power cut would leave them, and how far the log reached after each acknowledgement. */
export interface CrashImage {
  readonly dir: string;
  /** Log bytes and events at each acknowledged group, ascending. */
  readonly acknowledged: readonly { readonly logBytes: number; readonly events: number }[];
  /** Every event's text. */
  readonly texts: readonly string[];
}

function copyBoth(profileDir: string, to: string): void {
  mkdirSync(to, { recursive: true });
  copyFileSync(journalPath(profileDir), journalPath(to));
  if (existsSync(logOf(journalPath(profileDir)))) copyFileSync(logOf(journalPath(profileDir)), logOf(journalPath(to)));
}

async function record(journal: Journal, groups: number): Promise<CrashImage["acknowledged"]> {
  const path = journalPath(journal.profileDir ?? "");
  const acknowledged = [];
  for (let group = 0; group < groups; group++) {
    let seq = -1;
    for (let n = 0; n < 3; n++) seq = journal.append(sampleEvent(group * 3 + n));
    await journal.durable(seq);
    acknowledged.push({ logBytes: statSync(logOf(path)).size, events: journal.durableSeq + 1 });
  }
  return acknowledged;
}

function storedTexts(dir: string): string[] {
  const { db, reader } = openRecord(dir);
  try {
    return [...reader.read(0, Number.MAX_SAFE_INTEGER)].map(({ text }) => text);
  } finally {
    db.close();
  }
}

/** Records `groups` acknowledged groups of events and takes the files as they are, the log not yet folded in. `earlier` gets them from half-way. */
export async function takeImage(
  dir: string,
  groups: number,
  folded: boolean,
): Promise<CrashImage & { readonly earlier: string }> {
  const profileDir = join(dir, "recorded");
  const first = await openTestJournal(profileDir);
  await record(first, groups >> 1);
  await first.close();
  const earlier = join(dir, "earlier");
  copyBoth(profileDir, earlier);
  const journal = await openTestJournal(profileDir);
  const acknowledged = await record(journal, groups - (groups >> 1));
  const image = join(dir, "image");
  if (!folded) copyBoth(profileDir, image);
  const recorded = [...journal.read()].map(({ text }) => text);
  await journal.close();
  if (folded) copyBoth(profileDir, image);
  const texts = folded ? storedTexts(image) : recorded;
  return { dir: image, acknowledged, texts, earlier };
}

/** What opening a damaged journal comes to; `same` says that what it reads is what was recorded. */
export type Opened = { readonly refused: string } | { readonly events: number; readonly same: boolean };

/** Opens a journal the way a desk does, checks it whole and compares what it reads, by number and by order, with what was recorded. */
export function openDamaged(dir: string, texts: readonly string[]): Opened {
  let db: Db | null = null;
  try {
    db = openForWriting(journalPath(dir));
    const { events } = verifyStored(db, readOrigin(db), Number.MAX_SAFE_INTEGER);
    verifyLabels(db);
    const reader = new EventReader(db);
    const read = [...reader.read(0, events)].every(({ seq, text }) => text === texts[seq]);
    const found = texts.slice(0, events).every((text, seq) => {
      const { data } = JSON.parse(text) as { data: { orderId?: string } };
      return data.orderId === undefined || reader.order(data.orderId).some((stored) => stored.seq === seq);
    });
    return { events, same: read && found };
  } catch (error) {
    return { refused: error instanceof Fault ? error.code : describeStorageError(error).code };
  } finally {
    db?.close();
  }
}

/** A fresh copy of an image, for one damage. */
export function withCopy<T>(image: string, use: (dir: string) => T): T {
  const dir = mkdtempSync(`${image}-copy-`);
  try {
    cpSync(image, dir, { recursive: true });
    return use(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
