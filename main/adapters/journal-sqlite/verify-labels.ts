import { orderOf, readEvent } from "../../audit/event-text.ts";
import { Archive } from "./archive.ts";
import { EventReader } from "./event-reader.ts";
import type { Db } from "./open-database.ts";
import { idLabel } from "./schema.ts";
import { brokenChain } from "./storage-fault.ts";

/** At an open the labels of the latest events are checked, about 10 µs each. A check in place, a backup and a restore check all. */
export const labelsCheckedAtOpen = 2000;

/**
 * Checks that the last `latest` events are found by order and by trace, and that their type stands beside them as in
 * their bytes: the tree does not cover these columns, so a damaged page of them would hide events without a word. Throws
 * a Fault `STORAGE-CHAIN`.
 */
export function verifyLabels(db: Db, latest = Number.MAX_SAFE_INTEGER, profileDir?: string): void {
  const reader = new EventReader(db, { profileDir, unchecked: true });
  const archived = new Archive(db).tip;
  const tip = reader.tip();
  const found = db
    .prepare("SELECT 1 FROM labels l JOIN label_events e ON e.no = l.no WHERE l.label = ? AND e.seq = ?")
    .pluck();
  const typeOf = db.prepare("SELECT type FROM events WHERE seq = ?").pluck();
  // A start looks at no archive.
  const first = latest === Number.MAX_SAFE_INTEGER ? 0 : Math.max(archived + 1, tip + 1 - latest);
  for (const { seq, text } of reader.read(first, tip)) {
    const { type, trace, data } = readEvent(text);
    if (seq > archived && typeOf.get(seq) !== type)
      throw brokenChain(`event ${seq}`, "its type is not the one in its bytes");
    for (const id of new Set([trace, orderOf(data) ?? trace])) {
      if (found.get(idLabel(id), seq) !== 1) throw brokenChain(`event ${seq}`, `it is not found under ${id}`);
    }
  }
}
