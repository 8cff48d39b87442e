import type { JournalEvent } from "../../../shared/model/journal-event.ts";
import { sameBytes, toBase64, toHex } from "../../audit/byte-text.ts";
import { checkSignatures, parseCheckpoint } from "../../audit/checkpoint.ts";
import { noPrevious } from "../../audit/leaf.ts";
import type { MerkleFrontier } from "../../audit/merkle-frontier.ts";
import { KeySuccession } from "../../audit/verifier/announced-keys.ts";
import type { VerifyingKey } from "../../audit/verifying-key.ts";
import { nodePrimitives } from "../proof-node/node-primitives.ts";
import { Archive } from "./archive.ts";
import { keyEvents } from "./event-inserts.ts";
import { EventReader } from "./event-reader.ts";
import { type LinkedRows, marksOf } from "./linked-rows.ts";
import type { MacKeys } from "./mac-keys.ts";
import type { Db } from "./open-database.ts";
import { RowMacs } from "./row-macs.ts";
import { NotAhead, rowsAhead } from "./rows-ahead.ts";
import { brokenChain } from "./storage-fault.ts";
import { packPeaks, readEdge, unpackPeaks } from "./stored-edge.ts";
import { linkedRows, parseStored, type RowsBegin } from "./stored-rows.ts";

/** Journals up to this size are checked whole at every open, larger ones from the last checkpoint this far back. */
const checkedAtOpen = 100_000;

/** Below this a second thread takes longer to start than it saves. */
const worthAThread = 150_000;

export interface StoredCheck {
  readonly events: number;
  /** The first event that was checked. */
  readonly from: number;
  readonly checkpoints: number;
  /** Base64 root over all events. */
  readonly root: string;
  /** Rows whose mac was checked, and rows that no kept key can check. */
  readonly macs: { readonly checked: number; readonly unchecked: number };
}

interface CheckpointRow {
  readonly size: number;
  readonly note: string;
  readonly peaks: Buffer;
}

/** Holds a stored checkpoint against the tree of the events before it and the keys they announce. Throws a Fault `STORAGE-CHAIN`. */
export function checkCheckpoint(
  row: Pick<CheckpointRow, "size" | "note">,
  origin: string,
  frontier: MerkleFrontier,
  keys: readonly VerifyingKey[],
): void {
  const where = `checkpoint ${row.size}`;
  const parsed = parseCheckpoint(row.note);
  if (typeof parsed === "string") throw brokenChain(where, parsed);
  if (parsed.origin !== origin || parsed.size !== row.size)
    throw brokenChain(where, "it speaks of another journal or size");
  if (!sameBytes(parsed.root, frontier.root())) throw brokenChain(where, "its root is not that of the events");
  const { valid, invalid } = checkSignatures(nodePrimitives, parsed, keys);
  if (valid.length === 0 || invalid.length > 0) throw brokenChain(where, "its signature does not verify");
}

interface Start {
  readonly frontier: MerkleFrontier;
  readonly row: CheckpointRow | null;
  /** Leaf of the event before, lower-case hex. */
  readonly prev: string;
}

/** Where a check of the `latest` events begins: at a checkpoint, or where the archive ends, whichever is later; else at the first event. */
function start(db: Db, archive: Archive, size: number, latest: number): Start {
  const row =
    size <= latest
      ? undefined
      : (db
          .prepare("SELECT size, note, peaks FROM checkpoints WHERE size <= ? ORDER BY size DESC LIMIT 1")
          .get(size - latest) as CheckpointRow | undefined);
  const sealed = latest === Number.MAX_SAFE_INTEGER ? undefined : archive.list().at(-1);
  if (sealed !== undefined && sealed.to_seq >= (row?.size ?? 0)) {
    return { frontier: unpackPeaks(sealed.to_seq + 1, sealed.peaks), row: null, prev: toHex(sealed.leaf) };
  }
  if (row === undefined) return { frontier: unpackPeaks(0, Buffer.alloc(0)), row: null, prev: noPrevious };
  const before = db.prepare("SELECT leaf FROM events WHERE seq = ?").get(row.size - 1) as { leaf: Buffer } | undefined;
  return { frontier: unpackPeaks(row.size, row.peaks), row, prev: before ? toHex(before.leaf) : noPrevious };
}

/**
 * Checks what is stored, at least the `latest` events: numbers without gap, every `prev` the hash of the event before, every leaf that of its bytes,
 * every checkpoint's root and signature, the tree's edge, and with `macKeys` every row's mac. From `threadFrom` events on a
 * second thread reads and hashes them ahead. Throws a Fault `STORAGE-CHAIN` that names the first seq at fault.
 */
export function verifyStored(
  db: Db,
  origin: string,
  latest = checkedAtOpen,
  macKeys: MacKeys | null = null,
  profileDir?: string,
  threadFrom = worthAThread,
): StoredCheck {
  const check = (rowsOf: RowSource): StoredCheck => checkRows(db, origin, latest, macKeys, profileDir, rowsOf);
  const alone: RowSource = (archive, begin) => linkedRows(db, archive, begin);
  try {
    return check((archive, begin, events) => {
      const shared = begin.from > archive.tip && events - begin.from >= threadFrom;
      return shared ? rowsAhead(db, archive, { ...begin, to: events - 1 }) : alone(archive, begin, events);
    });
  } catch (error) {
    // What is wrong is found and told by this thread.
    if (!(error instanceof NotAhead)) throw error;
    return check(alone);
  }
}

type RowSource = (archive: Archive, begin: RowsBegin, events: number) => Iterable<LinkedRows>;

function checkRows(
  db: Db,
  origin: string,
  latest: number,
  macKeys: MacKeys | null,
  profileDir: string | undefined,
  rowsOf: RowSource,
): StoredCheck {
  const reader = new EventReader(db, { profileDir });
  const archive = new Archive(db, profileDir);
  const events = reader.tip() + 1;
  const begin = start(db, archive, events, latest);
  const { frontier, row } = begin;
  const from = frontier.size;
  const succession = new KeySuccession(nodePrimitives, origin);
  let sessionStorage: unknown = null;
  const learn = (event: JournalEvent): void => {
    succession.follow(event);
    const [broken] = succession.breaks;
    if (broken) throw brokenChain(broken.where, broken.text);
    if (event.type === "session.opened") sessionStorage = (event.data.signing as { storage?: unknown })?.storage;
  };
  for (const { seq, text } of from > 0 ? reader.keys() : []) if (seq < from) learn(JSON.parse(text) as JournalEvent);
  const macs = new RowMacs(macKeys, sessionStorage === "session");
  if (row) checkCheckpoint(row, origin, frontier, succession.keys);
  const checkpoints = checkpointsAfter(db, from);
  let due = checkpoints.next().value;
  let checked = 0;
  const follow = (rows: LinkedRows): void => {
    const { leaves, told } = rows;
    for (let place = 0; place < rows.events; place++) {
      const seq = rows.first + place;
      const leaf = leaves.subarray(32 * place, 32 * (place + 1));
      frontier.append(leaf);
      const keyText = told.size === 0 ? undefined : told.get(seq);
      if (keyText !== undefined) {
        const event = parseStored(keyText, seq);
        learn(event);
        if (event.type === "session.opened") macs.enterSession(sessionStorage);
      }
      macs.check(seq, leaf, marksOf(rows, place));
      if (due?.size === frontier.size) {
        checkCheckpoint(due, origin, frontier, succession.keys);
        checked += 1;
        due = checkpoints.next().value;
      }
    }
  };
  const asked = { from, prev: begin.prev, withMacs: macKeys !== null, told: keyEvents };
  for (const rows of rowsOf(archive, asked, events)) follow(rows);
  if (due !== undefined)
    throw brokenChain(`event ${frontier.size}`, `it is missing: a checkpoint was signed over ${due.size} events`);
  checkEdge(db, frontier);
  return {
    events,
    from,
    checkpoints: checked + (row ? 1 : 0),
    root: toBase64(frontier.root()),
    macs: { checked: macs.checked, unchecked: macs.unchecked },
  };
}

/** Few enough to stay near the processor. */
const pageRows = 250;

/** The checkpoints over more than `size` events, one after the other. */
function* checkpointsAfter(db: Db, size: number): Generator<CheckpointRow, undefined> {
  const page = db.prepare<[number, number], CheckpointRow>(
    "SELECT size, note, peaks FROM checkpoints WHERE size > ? ORDER BY size LIMIT ?",
  );
  for (let after = size; ; ) {
    const rows = page.all(after, pageRows);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return undefined;
    after = last.size;
  }
}

function checkEdge(db: Db, frontier: MerkleFrontier): void {
  const where = `the tree's edge at ${frontier.size}`;
  let edge: MerkleFrontier;
  try {
    edge = readEdge(db);
  } catch (error) {
    throw brokenChain(where, (error as Error).message);
  }
  if (edge.size !== frontier.size || !packPeaks(edge).equals(packPeaks(frontier))) {
    throw brokenChain(where, "it is not the edge over the stored events");
  }
}
