import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Actor } from "../../../shared/model/actor.ts";
import { Fault } from "../../../shared/model/fault.ts";
import { fromHex, toHex } from "../../audit/byte-text.ts";
import { readEvent } from "../../audit/event-text.ts";
import { commitTo, privateValues, redactionsOf } from "../../audit/redaction.ts";
import { Openings } from "../../audit/verifier/givens.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal } from "../../ports/journal.ts";
import { writeWhole } from "../profile/write-whole.ts";
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

function unwritable(path: string, error: unknown): Fault {
  return new Fault(
    "OPENINGS-FILE",
    "storage",
    `what opens the private values cannot be written to ${path}: ${(error as Error).message}`,
    "Free space, or choose a folder you may write to, and try again.",
    { cause: error },
  );
}

/** Writes openings whole or not at all, for their owner alone. Throws a Fault `OPENINGS-FILE`. */
export function writeOpenings(path: string, openings: Openings): void {
  try {
    writeWhole(path, `${JSON.stringify(openings, null, 1)}\n`);
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** Refuses a place that no file can be written to, before what the openings belong to is. Throws a Fault `OPENINGS-FILE`. */
export function requireOpeningsPlace(path: string): void {
  const probe = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    if (existsSync(path) && !statSync(path).isFile()) throw new Error("there is something else of that name");
    writeFileSync(probe, "", { mode: 0o600, flag: "wx" });
  } catch (error) {
    throw unwritable(path, error);
  }
  rmSync(probe);
}

/** Whether an opening opens what this journal says: a desk that was killed may have kept that of an event it did not record. */
export function opensEvent(journal: Journal, { seq, path, salt, value }: Openings["openings"][number]): boolean {
  const [stored] = journal.read({ from: seq, to: seq });
  const bytes = fromHex(salt);
  if (stored === undefined || bytes?.length !== 16) return false;
  const commitment = commitTo(nodePrimitives, bytes, value);
  return redactionsOf(readEvent(stored.text)).some((said) => said.path === path && said.commitment === commitment);
}

/**
 * Records which account at which firm this journal is about, the number as a salted commitment. Its opening is on disk
 * before the event is recorded: what cannot be kept is not committed to. Answers the event's seq. Throws Faults
 * `OPENINGS-FILE` and those of the journal.
 */
export async function nameAccount(
  journal: Journal,
  profileDir: string,
  by: { readonly clock: Clock; readonly actor: Actor },
  account: { readonly firm: string; readonly number: string },
): Promise<number> {
  const { origin, session, events, pending } = journal.health();
  const kept = readOpenings(profileDir, origin);
  const salt = randomBytes(16);
  const commitment = commitTo(nodePrimitives, salt, account.number);
  const opening = { seq: events + pending, path: privateValues.account, salt: toHex(salt), value: account.number };
  writeOpenings(join(profileDir, openingsFile), { ...kept, openings: [...kept.openings, opening] });
  const seq = journal.append({
    type: "note.added",
    at: by.clock.now(),
    actor: by.actor,
    trace: `account-${session}-${events}`,
    cause: null,
    data: { about: "account", firm: account.firm, account: commitment },
  });
  await journal.durable(seq);
  return seq;
}
