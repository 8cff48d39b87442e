import { randomUUID } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { Fault } from "../../../shared/model/fault.ts";
import type { JournalData, JournalEvent, JournalEventType } from "../../../shared/model/journal-event.ts";
import { toRfc3339 } from "../../../shared/model/time.ts";
import { fromBase64, toBase64 } from "../../audit/byte-text.ts";
import { parseCheckpoint } from "../../audit/checkpoint.ts";
import { readEvent } from "../../audit/event-text.ts";
import {
  type BuildInfo,
  genesisData,
  type KeyStorage,
  type Predecessor,
  sessionOpenedData,
} from "../../audit/session-events.ts";
import { followKeys } from "../../audit/verifier/announced-keys.ts";
import { verifyingKey } from "../../audit/verifying-key.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal, JournalFork } from "../../ports/journal.ts";
import type { SecretStore } from "../../ports/secret-store.ts";
import { prepareProfile } from "../profile/profile-folder.ts";
import { holdProfile } from "../profile/profile-hold.ts";
import { ed25519FromSeed, nodePrimitives } from "../proof-node/node-primitives.ts";
import { EventReader } from "./event-reader.ts";
import { EventWriter } from "./event-writer.ts";
import { readInterruption } from "./interrupted-session.ts";
import { lastSessionOpened } from "./last-session.ts";
import { type MacKey, openMacKeys, type RowKeys } from "./mac-keys.ts";
import { keptEvent, mergeSideLog, notMerged } from "./merge-side-log.ts";
import { refuseMissing } from "./missing-journal.ts";
import { findFork, NewestCheckpoint, refuseEmptied } from "./newest-checkpoint.ts";
import { type Db, openForReading, openForWriting } from "./open-database.ts";
import { journalPath } from "./open-record.ts";
import { SideLog, setAsideEarlierLog, sideLogKeys } from "./side-log.ts";
import { createSigningKey, findSigningKey, type SigningKey } from "./signing-key.ts";
import { type KeepsRowKeys, type KeepsSnapshots, SqliteJournal } from "./sqlite-journal.ts";
import { startWriter } from "./start-writer.ts";
import { brokenChain, describeStorageError, type FaultText, storageFault } from "./storage-fault.ts";
import { labelsCheckedAtOpen, verifyLabels } from "./verify-labels.ts";
import { type StoredCheck, verifyStored } from "./verify-stored.ts";
import type { CheckpointState, StagedEvent } from "./writer-messages.ts";

export interface OpenJournalOptions {
  readonly profileDir: string;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly build: BuildInfo;
  /** The most the journal's file may grow to; beyond it the journal fails closed, as on a full disk. */
  readonly maxBytes?: number;
  /** For a new journal that takes the place of one whose keys were lost. */
  readonly predecessor?: Predecessor;
  /** Checks every stored event and row, not the latest only. */
  readonly checkAll?: boolean;
  /** Whether a journal that finds no room for its session opens nevertheless, failed, for who only closes what is open. */
  readonly forExits?: boolean;
  /** Told what the check of an existing journal found, before anything is written. */
  readonly onChecked?: (check: StoredCheck) => void;
}

/** Reads the first event: whose journal it is and where its keys are kept. `null` in an empty journal. */
function readGenesis(db: Db): { origin: string; journalId: string; storage: KeyStorage } | null {
  const row = db.prepare("SELECT bytes FROM events WHERE seq = 0").get() as { bytes: string } | undefined;
  if (!row) return null;
  let data: JournalData;
  try {
    data = (JSON.parse(row.bytes) as JournalEvent).data;
  } catch {
    throw brokenChain("event 0", "its bytes are not an event");
  }
  const publicKey = typeof data.publicKey === "string" ? fromBase64(data.publicKey) : null;
  const { origin, storage } = data;
  if (typeof origin !== "string" || publicKey?.length !== 32) throw brokenChain("event 0", "it is not a genesis");
  const journalId = origin.slice(origin.indexOf("/") + 1);
  return { origin, journalId, storage: storage === "keychain" ? "keychain" : "session" };
}

/** Reads every row, so it is asked only where the keychain does not say. */
function highestMacVersion(db: Db): number {
  return (db.prepare("SELECT COALESCE(MAX(mac_version), 0) AS n FROM events").get() as { n: number }).n;
}

interface Prepared {
  readonly origin: string;
  readonly key: SigningKey;
  readonly mac: MacKey;
  readonly keys: RowKeys;
  readonly opening: readonly { type: JournalEventType; data: JournalData }[];
  readonly nextSeq: number;
  readonly beside: TakenIn["beside"];
  readonly failure: TakenIn["failure"];
  readonly checkpoints: number;
  readonly lastCheckpoint: CheckpointState | null;
  readonly fork: JournalFork | null;
  readonly newest: NewestCheckpoint;
  readonly sideLog: SideLog;
}

/** Where the session before kept its keys, by its own word; `null` where the journal tells of none. */
function lastStorage(db: Db): unknown {
  const opened = lastSessionOpened(db);
  if (opened === undefined) return null;
  return (readEvent(opened.bytes).data["signing"] as { storage?: unknown } | undefined)?.storage;
}

/** What sessions before could not record, and what has become of it. */
interface TakenIn {
  /** How many events the side log held, and how many of them are in the journal now. */
  readonly held: number;
  readonly merged: number;
  /** Whether the log ended where a desk had ended it. */
  readonly ends: boolean;
  /** What stays in the log because the journal has no room for it, and the words for that. */
  readonly beside: readonly StagedEvent[];
  readonly failure: FaultText | null;
}

/**
 * Takes in what sessions before could not record. Where there is no room for that, a desk that only closes what is open
 * reads it where it is; any other would hold what is closed.
 */
function takeIn(writer: EventWriter, reader: EventReader, sideLog: SideLog, forExits: boolean): TakenIn {
  try {
    const kept = sideLog.read();
    const missing = notMerged(reader, kept);
    const held = { held: kept.length, ends: sideLog.ends };
    try {
      mergeSideLog(writer, missing);
    } catch (error) {
      const { code, message } = describeStorageError(error);
      if (code !== "STORAGE-FULL") throw error;
      const failure = noRoomBeside(message);
      if (!forExits) throw storageFault(failure, error);
      return { ...held, merged: 0, beside: missing, failure };
    }
    sideLog.empty();
    return { ...held, merged: missing.length, beside: [], failure: null };
  } catch (error) {
    sideLog.close();
    throw error;
  }
}

const noRoomBeside = (message: string): FaultText => ({
  code: "STORAGE-FULL",
  message: `what was kept beside the journal cannot be taken in: ${message}`,
  remedy: "Free space and start the desk again.",
});

async function prepare(db: Db, options: OpenJournalOptions): Promise<Prepared> {
  const { profileDir, secrets, build, predecessor } = options;
  const genesis = readGenesis(db);
  if (!genesis) {
    refuseEmptied(profileDir);
    const journalId = randomUUID();
    const { key, nextKeyHash } = await createSigningKey(secrets, journalId);
    const keys = await openMacKeys(secrets, journalId, { seq: 0, version: () => 0 });
    const named = verifyingKey(nodePrimitives, `proofdesk/${journalId}`, key.publicKey);
    const opening = [
      { type: "journal.genesis" as const, data: genesisData(named, nextKeyHash, key.storage, predecessor) },
      { type: "session.opened" as const, data: sessionOpenedData(named, key.storage, build, key.note) },
    ];
    const newest = new NewestCheckpoint(profileDir, secrets, named.name);
    setAsideEarlierLog(profileDir);
    return {
      origin: named.name,
      key,
      mac: keys.current,
      keys,
      opening,
      nextSeq: 0,
      beside: [],
      failure: null,
      checkpoints: 0,
      lastCheckpoint: null,
      fork: null,
      newest,
      sideLog: new SideLog(profileDir, sideLogKeys(named.name, keys, 0, null)),
    };
  }
  const { origin, journalId, storage } = genesis;
  const reader = new EventReader(db);
  const macKeys = await openMacKeys(secrets, journalId, {
    seq: reader.tip() + 1,
    version: () => highestMacVersion(db),
  });
  const check = verifyStored(db, origin, options.checkAll ? Number.MAX_SAFE_INTEGER : undefined, macKeys);
  verifyLabels(db, labelsCheckedAtOpen);
  options.onChecked?.(check);
  const newest = new NewestCheckpoint(profileDir, secrets, origin);
  const fork = findFork(db, check.events, await newest.recall());
  const { current } = followKeys(
    nodePrimitives,
    origin,
    reader.keys().map(({ text }) => readEvent(text)),
  );
  if (!current) throw brokenChain("event 0", "no genesis names a key");
  const key = await findSigningKey(secrets, journalId, { publicKey: current.publicKey, storage });
  const named = verifyingKey(nodePrimitives, origin, key.publicKey);
  const { sign } = ed25519FromSeed(key.seed);
  const sideLog = new SideLog(profileDir, sideLogKeys(origin, macKeys, check.events, lastStorage(db)));
  const writer = new EventWriter(db, named, sign, macKeys.current, Date.now);
  const aside = takeIn(writer, reader, sideLog, options.forExits === true);
  const known = reader.checkpoints();
  const last = known.at(-1);
  const parsed = last && parseCheckpoint(last.note);
  const interruption = readInterruption(db, aside.beside.map(keptEvent));
  const told = aside.held === 0 ? {} : { aside: { events: aside.merged, ends: aside.ends } };
  const opened = sessionOpenedData(named, key.storage, build, key.note);
  return {
    origin,
    key,
    mac: macKeys.current,
    keys: macKeys,
    opening: [
      { type: "session.opened", data: { ...opened, ...(fork ? { fork: { ...fork } } : {}) } },
      ...(interruption ? [{ type: "session.recovered" as const, data: { ...interruption, ...told } }] : []),
    ],
    nextSeq: (aside.beside.at(-1)?.seq ?? check.events + aside.merged - 1) + 1,
    beside: aside.beside,
    failure: aside.failure,
    checkpoints: known.length,
    lastCheckpoint:
      last && typeof parsed === "object" ? { size: last.size, root: toBase64(parsed.root), at: last.at } : null,
    fork,
    newest,
    sideLog,
  };
}

const isFull = (error: unknown): boolean => error instanceof Fault && error.code === "STORAGE-FULL";

/** Records how the session begins; returns the last event's seq. A journal that has failed keeps it aside, and says no. */
function begin(journal: Journal, { opening, nextSeq }: Prepared, session: string, clock: Clock): number {
  for (const [index, { type, data }] of opening.entries()) {
    const cause = type === "session.recovered" ? nextSeq + index - 1 : null;
    try {
      journal.append({ type, at: clock.now(), actor: { kind: "desk", id: "journal" }, trace: session, cause, data });
    } catch (error) {
      if (journal.health().state !== "failed") throw error;
    }
  }
  return nextSeq + opening.length - 1;
}

/**
 * Opens a profile's journal for this process: takes the profile, checks what is stored, starts the writer, and records
 * the session. Throws Faults `PROFILE-IN-USE`, `JOURNAL-MISSING`, `STORAGE-CHAIN` with the seq at fault, `JOURNAL-NEWER`,
 * `STORAGE-FOREIGN`, `STORAGE-PRAGMA`, `STORAGE-FULL`, `STORAGE-IO`, `STORAGE-SIDE-LOG`.
 */
export async function openJournal(options: OpenJournalOptions): Promise<Journal & KeepsRowKeys & KeepsSnapshots> {
  const { profileDir, clock } = options;
  prepareProfile(profileDir);
  const hold = holdProfile(profileDir, { pid: process.pid, since: toRfc3339(Date.now()) });
  const path = journalPath(profileDir);
  let sideLog: SideLog | null = null;
  try {
    if (!existsSync(path)) refuseMissing(profileDir);
    else if (statSync(path).size === 0) refuseEmptied(profileDir);
    const db = openForWriting(path, options.maxBytes);
    const prepared = await prepare(db, options).finally(() => db.close());
    ({ sideLog } = prepared);
    const { origin, key, mac } = prepared;
    const session = randomUUID();
    const { worker, ready } = await startWriter({ path, maxBytes: options.maxBytes, origin, seed: key.seed, mac });
    const journal = new SqliteJournal({
      ...prepared,
      profileDir,
      worker,
      ready,
      db: openForReading(path),
      clock,
      session,
      key: verifyingKey(nodePrimitives, origin, key.publicKey),
      storage: key.storage,
      release: () => hold.release(),
    });
    const seq = begin(journal, prepared, session, clock);
    try {
      await journal.durable(seq);
      await journal.checkpoint("session.opened");
    } catch (error) {
      const opens = options.forExits === true && prepared.nextSeq > 0 && isFull(error);
      // All it opens with is on disk, beside the journal if not in it.
      if (opens && journal.health().aside?.kept === seq - journal.durableSeq) return journal;
      // Nobody has traded: a session that did not begin leaves nothing to take in.
      if (prepared.beside.length === 0) sideLog.empty();
      await journal.close().catch(() => undefined);
      throw error;
    }
    return journal;
  } catch (error) {
    sideLog?.close();
    hold.release();
    throw error instanceof Fault ? error : storageFault(describeStorageError(error), error);
  }
}
