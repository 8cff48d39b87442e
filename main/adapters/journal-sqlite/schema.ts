import type { Migration } from "./migrate.ts";

/** "PfDk": says whose file this is. */
export const applicationId = 0x5066446b;
export const schemaVersion = 2;
/** How a journal of an earlier version becomes one of this; a new file begins with `schema` at `schemaVersion`. */
export const migrations: readonly Migration[] = [
  {
    to: 2,
    sql: "ALTER TABLE events ADD COLUMN mac BLOB; ALTER TABLE events ADD COLUMN mac_version INTEGER;",
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
CREATE TABLE label_events (no INTEGER NOT NULL REFERENCES labels (no), seq INTEGER NOT NULL REFERENCES events (seq),
  PRIMARY KEY (no, seq)) STRICT, WITHOUT ROWID;
CREATE TRIGGER events_in_order BEFORE INSERT ON events WHEN NEW.seq <> (SELECT COALESCE(MAX(seq), -1) + 1 FROM events)
  BEGIN SELECT RAISE(ABORT, 'events are appended in order'); END;
CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER checkpoints_in_order BEFORE INSERT ON checkpoints
  WHEN NEW.size <= (SELECT COALESCE(MAX(size), 0) FROM checkpoints)
  BEGIN SELECT RAISE(ABORT, 'checkpoints are appended in order'); END;
CREATE TRIGGER checkpoints_no_update BEFORE UPDATE ON checkpoints
  BEGIN SELECT RAISE(ABORT, 'checkpoints are append-only'); END;
CREATE TRIGGER checkpoints_no_delete BEFORE DELETE ON checkpoints
  BEGIN SELECT RAISE(ABORT, 'checkpoints are append-only'); END;
INSERT INTO edge (id, size, peaks) VALUES (0, 0, x'');
`;

/** The label under which all events that announce a key are found. */
export const keyLabel = "keys";

/** The label of an order or of a trace. They share one: the first order of a decision gives the decision's trace its name. */
export const idLabel = (id: string): string => `id:${id}`;
