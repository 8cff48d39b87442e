import type { Migration } from "./migrate.ts";

/** "PfDk": says whose file this is. */
export const applicationId = 0x5066446b;
export const schemaVersion = 3;

/** Sealed segments hold the events up to the newest `to_seq`; only those, and none that announces a key, may leave `events`. */
const segmentTables = `
CREATE TABLE segments (from_seq INTEGER PRIMARY KEY, to_seq INTEGER NOT NULL CHECK (to_seq >= from_seq),
  file TEXT NOT NULL, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, leaf BLOB NOT NULL CHECK (length(leaf) = 32),
  peaks BLOB NOT NULL, sealed_at INTEGER NOT NULL) STRICT;
CREATE TRIGGER segments_in_order BEFORE INSERT ON segments
  WHEN NEW.from_seq <> (SELECT COALESCE(MAX(to_seq), -1) + 1 FROM segments)
  BEGIN SELECT RAISE(ABORT, 'segments are appended in order'); END;
CREATE TRIGGER segments_no_update BEFORE UPDATE ON segments BEGIN SELECT RAISE(ABORT, 'segments are append-only'); END;
CREATE TRIGGER segments_no_delete BEFORE DELETE ON segments BEGIN SELECT RAISE(ABORT, 'segments are append-only'); END;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events
  WHEN OLD.seq > (SELECT COALESCE(MAX(to_seq), -1) FROM segments)
  BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
`;

/** How a journal of an earlier version becomes one of this; a new file begins with `schema` at `schemaVersion`. */
export const migrations: readonly Migration[] = [
  {
    to: 2,
    sql: "ALTER TABLE events ADD COLUMN mac BLOB; ALTER TABLE events ADD COLUMN mac_version INTEGER;",
  },
  {
    to: 3,
    // Labels stay where they are when their events are archived, so they can no longer refer to them.
    sql: `
CREATE TABLE kept_labels (no INTEGER NOT NULL REFERENCES labels (no), seq INTEGER NOT NULL,
  PRIMARY KEY (no, seq)) STRICT, WITHOUT ROWID;
INSERT INTO kept_labels SELECT no, seq FROM label_events;
DROP TABLE label_events;
ALTER TABLE kept_labels RENAME TO label_events;
DROP TRIGGER IF EXISTS events_no_delete;${segmentTables}`,
  },
];

/**
 * `events.bytes` are the canonical bytes that were hashed. `edge` holds the peaks of the tree over all of them, and every
 * checkpoint those at its size, so that a check may start there. `mac` is over the leaf, with the key of `mac_version`; rows
 * from before version 2 have none. `labels` number orders and traces: an integer index is
 * cheaper to write than one over text. The triggers guard against mistakes, not against the owner of the machine; the one
 * before an insert also stops INSERT OR REPLACE, which fires no delete trigger.
 */
export const schema = `
CREATE TABLE events (seq INTEGER PRIMARY KEY CHECK (seq >= 0), bytes TEXT NOT NULL,
  leaf BLOB NOT NULL CHECK (length(leaf) = 32), type TEXT NOT NULL, mac BLOB, mac_version INTEGER) STRICT;
CREATE TABLE checkpoints (size INTEGER PRIMARY KEY CHECK (size > 0), note TEXT NOT NULL, at INTEGER NOT NULL,
  reason TEXT NOT NULL, peaks BLOB NOT NULL) STRICT;
CREATE TABLE edge (id INTEGER PRIMARY KEY CHECK (id = 0), size INTEGER NOT NULL, peaks BLOB NOT NULL) STRICT;
CREATE TABLE labels (no INTEGER PRIMARY KEY, label TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE label_events (no INTEGER NOT NULL REFERENCES labels (no), seq INTEGER NOT NULL,
  PRIMARY KEY (no, seq)) STRICT, WITHOUT ROWID;
CREATE TRIGGER events_in_order BEFORE INSERT ON events WHEN NEW.seq <> (SELECT COALESCE(MAX(seq), -1) + 1 FROM events)
  BEGIN SELECT RAISE(ABORT, 'events are appended in order'); END;
CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER checkpoints_in_order BEFORE INSERT ON checkpoints
  WHEN NEW.size <= (SELECT COALESCE(MAX(size), 0) FROM checkpoints)
  BEGIN SELECT RAISE(ABORT, 'checkpoints are appended in order'); END;
CREATE TRIGGER checkpoints_no_update BEFORE UPDATE ON checkpoints
  BEGIN SELECT RAISE(ABORT, 'checkpoints are append-only'); END;
CREATE TRIGGER checkpoints_no_delete BEFORE DELETE ON checkpoints
  BEGIN SELECT RAISE(ABORT, 'checkpoints are append-only'); END;
INSERT INTO edge (id, size, peaks) VALUES (0, 0, x'');
${segmentTables}`;

/** The label under which all events that announce a key are found. */
export const keyLabel = "keys";

/** The label of an order or of a trace. They share one: the first order of a decision gives the decision's trace its name. */
export const idLabel = (id: string): string => `id:${id}`;
