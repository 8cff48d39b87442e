import type { Actor } from "../../shared/model/actor.ts";
import { Fault } from "../../shared/model/fault.ts";
import { toRfc3339 } from "../../shared/model/time.ts";
import type { DeskContext } from "../handlers/desk-context.ts";
import { flatten } from "../handlers/flatten.ts";
import { lockoutEnd } from "../handlers/lockout-end.ts";
import { openControlSocket } from "../transport/control-socket.ts";
import { type ControlAnswer, ControlRequest, type ControlResult } from "./control-protocol.ts";

/** Whoever controls the desk from another process; the profile's folder says that it is its owner. */
const actor: Actor = { kind: "person", id: "command-line" };

/** An answer does not wait longer than this for the disk; it says whether it came. */
const recordedWithinMs = 2_000;

/** The control channel of a desk, and the way to end it. */
export interface DeskControl {
  /** Settles when other processes can control the desk, or when it is known that they cannot. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

/** Lets other processes of the same user halt, resume, flatten and lock out the desk of a profile. */
export function controlDesk(
  context: DeskContext,
  profileDir: string,
  onFailure: (error: unknown) => void,
): DeskControl {
  const opening = openControlSocket({ profileDir, answer: (request) => answer(context, request) }).catch((error) => {
    // A desk that cannot be controlled from outside still trades: its own switches work.
    onFailure(error);
    return null;
  });
  return {
    ready: opening.then(() => undefined),
    close: async () => await (await opening)?.close(),
  };
}

async function answer(context: DeskContext, request: unknown): Promise<ControlAnswer> {
  const startedAt = performance.now();
  try {
    const asked = ControlRequest.safeParse(request);
    if (!asked.success) throw notUnderstood();
    const done = await act(context, asked.data, startedAt);
    return { ok: true, result: { ...standing(context), ...done, recorded: await isRecorded(context) } };
  } catch (error) {
    const { code, category, message, remedy } = asFault(error);
    return { ok: false, fault: { code, category, message, remedy } };
  }
}

async function act(
  context: DeskContext,
  asked: ControlRequest,
  startedAt: number,
): Promise<Pick<ControlResult, "gateShutMs" | "cancelsRequested" | "closed" | "left">> {
  const { engine } = context;
  switch (asked.op) {
    case "halt": {
      engine.engageKillSwitch(actor, asked.reason);
      const gateShutMs = performance.now() - startedAt;
      context.wake();
      const cancelsRequested = engine.openOrders().filter((order) => order.status === "pending_cancel").length;
      return { gateShutMs, cancelsRequested };
    }
    case "resume":
      resume(context, asked.reason);
      return {};
    case "flatten":
      return await flatten(context, actor, asked.reason);
    case "lockout": {
      const { ends, reason } = asked;
      engine.lockOut("until" in ends ? ends.until : lockoutEnd(context, ends.forMs), actor, reason);
      context.wake();
      return {};
    }
  }
}

/** Re-arms what has tripped, releases the kill switch and lets trading go on. A breaker whose limit is still crossed trips again. */
function resume({ engine, wake }: DeskContext, given: string | undefined): void {
  const lockout = engine.runningLockout();
  if (lockout !== null) {
    throw new Fault(
      "RISK-LOCKED-OUT",
      "risk",
      `the account is locked out until ${toRfc3339(lockout.until)}: ${lockout.reason}`,
      "Wait: nothing ends a lockout before its time. Positions can be closed.",
    );
  }
  const tripped = engine.breakers();
  if (given === undefined && tripped.length > 0) throw reasonNeeded(tripped.map(({ rule }) => rule));
  const reason = given ?? "resumed from the command line";
  for (const rule of new Set(tripped.map((latched) => latched.rule))) engine.rearm(rule, actor, reason);
  engine.releaseKillSwitch(actor, reason);
  if (engine.breakers().every(({ action }) => action === "warn") && engine.tradingState().state !== "active") {
    engine.setTradingState("active", actor, reason);
  }
  wake();
}

function standing({ engine }: DeskContext): Omit<ControlResult, "recorded"> {
  const { state, killSwitch } = engine.tradingState();
  const breakers = engine.breakers().map(({ rule, action }) => `${rule} (${action})`);
  return { state, killSwitch, breakers, lockedOutUntil: engine.runningLockout()?.until ?? null };
}

async function isRecorded({ journal }: DeskContext): Promise<boolean> {
  const { state, durableSeq, pending } = journal.health();
  if (state !== "open") return false;
  const late = new Promise<false>((resolve) => setTimeout(resolve, recordedWithinMs, false).unref());
  const durable = journal.durable(durableSeq + pending).then(
    () => true,
    () => false,
  );
  return await Promise.race([durable, late]);
}

function reasonNeeded(rules: readonly string[]): Fault {
  return new Fault(
    "RISK-REASON-NEEDED",
    "validation",
    `${rules.join(", ")} tripped, and only a reason re-arms what has tripped`,
    "Say why with --reason.",
  );
}

function notUnderstood(): Fault {
  return new Fault(
    "CONTROL-REQUEST",
    "validation",
    "the desk does not understand what was asked",
    "Use the command line of the same version as the desk.",
  );
}

function asFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new Fault("CONTROL-FAILED", "bug", message, "Report this; the desk goes on.");
}
