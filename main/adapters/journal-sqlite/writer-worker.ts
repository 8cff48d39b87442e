import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
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
  port.on("message", (first: ToWriter) => {
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
      if (!closing) return;
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
  });
  const synchronous = Number(db.pragma("synchronous", { simple: true })) === 2 ? "FULL" : "less than FULL";
  tell({ kind: "ready", synchronous, walMode: db.pragma("journal_mode", { simple: true }) === "wal" });
}

if (parentPort) run(parentPort, workerData as WriterSetup);
