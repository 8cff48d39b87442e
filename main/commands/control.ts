import { Fault } from "../../shared/model/fault.ts";
import type { JournalData, JournalEventType } from "../../shared/model/journal-event.ts";
import { toRfc3339 } from "../../shared/model/time.ts";
import { requireRecord } from "../adapters/journal-sqlite/open-record.ts";
import { holdProfile } from "../adapters/profile/profile-hold.ts";
import { askControl } from "../transport/control-client.ts";
import { ControlAnswer, type ControlRequest, type ControlResult } from "../workstation/control-protocol.ts";
import { type CommandHost, withJournal } from "./command-host.ts";
import { onFreeProfile } from "./held-profile.ts";

export interface ControlOptions {
  readonly host: CommandHost;
  readonly profileDir: string;
  readonly request: ControlRequest;
}

export interface ControlReport {
  /** Whether a desk did it, or the journal of a closed profile holds it for the next start. */
  readonly by: "desk" | "journal";
  readonly result: ControlResult | null;
  /** The event of a closed profile. */
  readonly seq: number | null;
}

/** A flatten may take the desk eight seconds, and any answer two more for the disk. */
const answerWithinMs = 15_000;

/**
 * Asks the desk that runs on a profile; on a closed one a halt and a lockout are written down, so that the next start
 * finds them. Throws Faults `STORAGE-NONE`, `PROFILE-IN-USE`, `CONTROL-NO-DESK`, `CONTROL-SILENT`, and the desk's own.
 */
export async function runControl({ host, profileDir, request }: ControlOptions): Promise<ControlReport> {
  requireRecord(profileDir);
  const asked = await askControl(profileDir, request, answerWithinMs);
  if (asked.kind === "nobody") {
    const seq = await onFreeProfile(onTheDesk, () => writeDown(host, profileDir, request));
    return { by: "journal", result: null, seq };
  }
  if (asked.kind === "silent") throw silent(asked.why);
  const answer = ControlAnswer.safeParse(asked.answer);
  if (!answer.success) throw silent("its answer could not be read");
  if (answer.data.ok) return { by: "desk", result: answer.data.result, seq: null };
  const { code, category, message, remedy } = answer.data.fault;
  throw new Fault(code, category, message, remedy);
}

/** A desk without its channel, as one that was started on a full disk, still does it itself. */
const onTheDesk = "its own kill switch, and Flatten in its blotter";

async function writeDown(host: CommandHost, profileDir: string, request: ControlRequest): Promise<number> {
  // Whoever holds the profile may be a desk, and then it is not true that none runs.
  holdProfile(profileDir, { pid: process.pid, since: toRfc3339(host.clock.now()) }).release();
  const [type, data] = eventOf(host, request);
  return await withJournal(host, profileDir, async (journal) => {
    const { session } = journal.health();
    const actor = { kind: "person", id: "command-line" } as const;
    const seq = journal.append({ type, at: host.clock.now(), actor, trace: session, cause: null, data });
    await journal.durable(seq);
    return seq;
  });
}

/** What a profile without a desk can hold for the next one. */
function eventOf({ clock }: CommandHost, request: ControlRequest): [JournalEventType, JournalData] {
  if (request.op === "halt") return ["kill_switch.engaged", { reason: request.reason }];
  if (request.op === "lockout") {
    const { ends, reason } = request;
    const until = "until" in ends ? ends.until : clock.now() + ends.forMs;
    if (until > clock.now()) return ["risk.locked_out", { until, reason }];
    throw new Fault("RISK-LOCKOUT", "validation", "a lockout must end in the future", "Choose a later end.");
  }
  throw new Fault(
    "CONTROL-NO-DESK",
    "validation",
    `no desk runs on this profile, and only a running one can ${request.op}`,
    "Start the desk, then ask again.",
  );
}

function silent(why: string): Fault {
  return new Fault(
    "CONTROL-SILENT",
    "network",
    `the desk runs and does not answer: ${why}. What was asked may or may not have been done`,
    "Use the desk's own kill switch, or close the desk and ask again.",
  );
}

/** What was done, for a person. */
export function controlLines({ by, result, seq }: ControlReport, op: ControlRequest["op"]): string[] {
  if (result === null) {
    const what = op === "halt" ? "starts halted" : "starts locked out";
    return [`No desk runs on this profile. Event ${seq} says that it ${what}.`];
  }
  const { state, killSwitch, breakers, lockedOutUntil, gateShutMs, cancelsRequested, closed, left, recorded } = result;
  const lines: string[] = [];
  if (gateShutMs !== undefined) {
    lines.push(
      `Halted: the gate shut within ${gateShutMs.toFixed(1)} ms; ${cancelsRequested ?? 0} cancels are asked for.`,
    );
  }
  if (closed !== undefined) lines.push(closed === 1 ? "1 holding is closed." : `${closed} holdings are closed.`);
  for (const open of left ?? []) lines.push(`Still open: ${open}`);
  if (op === "resume") lines.push(`Trading is ${state}${killSwitch ? ", the kill switch is engaged" : ""}.`);
  for (const breaker of breakers) lines.push(`Tripped: ${breaker}`);
  if (lockedOutUntil !== null) {
    lines.push(`Locked out until ${toRfc3339(lockedOutUntil)}. The broker's own site is not bound by this.`);
  }
  if (!recorded) lines.push(`Done by the ${by}, and not on disk: look at the journal's health.`);
  return lines;
}

/** Whether everything that was asked for has come about. */
export function controlSucceeded({ result }: ControlReport, op: ControlRequest["op"]): boolean {
  if (result === null) return true;
  if (op === "flatten") return (result.left ?? []).length === 0;
  if (op === "resume") return result.state === "active";
  return op === "halt" ? result.killSwitch : result.lockedOutUntil !== null;
}
