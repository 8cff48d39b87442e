import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Actor } from "../../../shared/model/actor.ts";
import { Fault } from "../../../shared/model/fault.ts";
import { toHex } from "../../audit/byte-text.ts";
import { commitTo, privateValues } from "../../audit/redaction.ts";
import { Openings } from "../../audit/verifier/givens.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal } from "../../ports/journal.ts";
import { nodePrimitives } from "./node-primitives.ts";

/** Beside the journal, never in it: what opens its commitments. Whoever loses it keeps a record whose values stay closed. */
const openingsFile = "openings.json";

function broken(path: string, error: unknown): Fault {
  return new Fault(
    "OPENINGS-FILE",
    "storage",
    `${path} cannot be used: ${(error as Error).message}`,
    "Restore it from a backup of the profile; the journal itself is whole without it.",
    { cause: error },
  );
}

/** The openings a profile keeps. Throws a Fault `OPENINGS-FILE`. */
export function readOpenings(profileDir: string, origin: string): Openings {
  const path = join(profileDir, openingsFile);
  if (!existsSync(path)) return { format: "proofdesk-openings/1", origin, openings: [] };
  try {
    const read = Openings.parse(JSON.parse(readFileSync(path, "utf8")));
    // A new journal in the same folder begins with none.
    return read.origin === origin ? read : { ...read, origin, openings: [] };
  } catch (error) {
    throw broken(path, error);
  }
}

/** Writes openings whole or not at all, for their owner alone. Throws a Fault `OPENINGS-FILE`. */
export function writeOpenings(path: string, openings: Openings): void {
  try {
    const file = openSync(`${path}.tmp`, "w", 0o600);
    try {
      writeSync(file, `${JSON.stringify(openings, null, 1)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(`${path}.tmp`, path);
  } catch (error) {
    throw broken(path, error);
  }
}

/**
 * Records which account at which firm this journal is about, the number as a salted commitment. Its opening is on disk
 * before the event is handed to the writer. Answers the event's seq.
 */
export async function nameAccount(
  journal: Journal,
  profileDir: string,
  by: { readonly clock: Clock; readonly actor: Actor },
  account: { readonly firm: string; readonly number: string },
): Promise<number> {
  const { origin, session } = journal.health();
  const kept = readOpenings(profileDir, origin);
  const salt = randomBytes(16);
  const seq = journal.append({
    type: "note.added",
    at: by.clock.now(),
    actor: by.actor,
    trace: `account-${session}-${journal.health().events}`,
    cause: null,
    data: { about: "account", firm: account.firm, account: commitTo(nodePrimitives, salt, account.number) },
  });
  const opening = { seq, path: privateValues.account, salt: toHex(salt), value: account.number };
  writeOpenings(join(profileDir, openingsFile), { ...kept, openings: [...kept.openings, opening] });
  await journal.durable(seq);
  return seq;
}
