import { availableParallelism } from "node:os";
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { checkpointEveryMs } from "../../audit/checkpoint-policy.ts";
import { verifyingKey } from "../../audit/verifying-key.ts";
import { ed25519FromSeed, nodePrimitives } from "../proof-node/node-primitives.ts";
import { EventWriter } from "./event-writer.ts";
import { reachStep } from "./journal-step.ts";
import { openForWriting } from "./open-database.ts";
import type { PlacedEvent } from "./placed-event.ts";
import { unpackGroup } from "./staged-group.ts";
import { describeStorageError } from "./storage-fault.ts";
import type { FromWriter, ToWriter, WriterSetup } from "./writer-messages.ts";

/**
 * How long the writer looks for the next message after a commit. Events come in flurries, and to wake a thread costs the
 * one that sends more than all else it does to hand over; a nap between two looks would cost this one more than looking.
 * Where there is one processor the engine needs it.
 */
const awakeMs = availableParallelism() > 1 ? 0.2 : 0;
/** After so long the thread's timers have their turn, whatever still comes in. */
const turnMs = 100;

/** The next message, if one comes while the thread stays awake. */
function nextMessage(port: MessagePort, latest: number): ToWriter | undefined {
  const until = Math.min(latest, performance.now() + awakeMs);
  do {
    const received: { message: ToWriter } | undefined = receiveMessageOnPort(port);
    if (received !== undefined) return received.message;
  } while (performance.now() < until);
  return undefined;
}

/** The writer's thread: whatever waits goes into one transaction, so the group grows with the disk's slowness. */
function run(port: NonNullable<typeof parentPort>, setup: WriterSetup): void {
  const tell = (message: FromWriter): void => port.postMessage(message);
  const { publicKey, sign } = ed25519FromSeed(setup.seed);
  const db = openForWriting(setup.path, setup.maxBytes);
  const writer = new EventWriter(db, verifyingKey(nodePrimitives, setup.origin, publicKey), sign, setup.mac, Date.now);
  let timer: NodeJS.Timeout | null = null;

  const fail = (error: unknown): void => {
    tell({ kind: "failed", fault: describeStorageError(error) });
    port.close();
    db.close();
  };
  const commit = (events: readonly PlacedEvent[], reason: string | null, answered: readonly number[]): void => {
    const began = performance.now();
    writer.commit(events, reason);
    const { durableSeq, checkpoints, lastCheckpoint } = writer;
    tell({ kind: "committed", durableSeq, commitMs: performance.now() - began, checkpoints, lastCheckpoint, answered });
    if (writer.unsealed) timer ??= setTimeout(seal, checkpointEveryMs);
    else if (timer) {
      clearTimeout(timer);
      timer = null;
    }
  };
  const seal = (): void => {
    timer = null;
    try {
      commit([], "interval", []);
    } catch (error) {
      fail(error);
    }
  };
  /** Handles a message and all that wait behind it; tells whether the writer goes on. */
  const take = (first: ToWriter): boolean => {
    const events: PlacedEvent[] = [];
    const answered: number[] = [];
    let reason: string | null = null;
    let closing = false;
    for (let message: ToWriter | undefined = first; message; message = receiveMessageOnPort(port)?.message) {
      if (message.kind === "append") unpackGroup(message.group, events);
      else if (message.kind === "checkpoint") {
        answered.push(message.id);
        reason = message.reason;
      } else if (message.kind === "successor") {
        const next = ed25519FromSeed(message.seed);
        writer.prepareSuccessor({
          key: verifyingKey(nodePrimitives, setup.origin, next.publicKey),
          sign: next.sign,
        });
      } else closing = true;
    }
    try {
      commit(events, closing ? "session.closed" : reason, answered);
      if (!closing) return true;
      if (timer) clearTimeout(timer);
      db.pragma("wal_checkpoint(TRUNCATE)");
      reachStep("log-folded");
      db.close();
      tell({ kind: "closed" });
      port.close();
    } catch (error) {
      if (timer) clearTimeout(timer);
      fail(error);
    }
    return false;
  };
  port.on("message", (first: ToWriter) => {
    const latest = performance.now() + turnMs;
    let message: ToWriter | undefined = first;
    while (message !== undefined && take(message)) message = nextMessage(port, latest);
  });
  const synchronous = Number(db.pragma("synchronous", { simple: true })) === 2 ? "FULL" : "less than FULL";
  tell({ kind: "ready", synchronous, walMode: db.pragma("journal_mode", { simple: true }) === "wal" });
}

if (parentPort) run(parentPort, workerData as WriterSetup);
