import { parentPort, workerData } from "node:worker_threads";
import { Fault } from "../../../shared/model/fault.ts";
import { openRecord } from "../../adapters/journal-sqlite/open-record.ts";
import type { FaultText } from "../../adapters/journal-sqlite/storage-fault.ts";
import { readEvent } from "../../audit/event-text.ts";
import { intentFinder, orderHistory } from "../order-history.ts";
import { DeskReel, type ReelSource } from "./desk-reel.ts";
import { type ReplayAnswer, type ReplayOrder, type ReplaySetup, replayFailed } from "./replay-messages.ts";

/** What keeps the desk from being shown: of the record what reading it says, else what went wrong with its events. */
function faultOf(error: unknown): FaultText {
  if (error instanceof Fault) return { code: error.code, message: error.message, remedy: error.remedy };
  return replayFailed((error as Error).message);
}

/** The replay's thread: reads the record beside the desk that goes on trading, and shows what the desk was at an event. */
function run(port: NonNullable<typeof parentPort>, { profileDir, keys, basis, leaving }: ReplaySetup): void {
  const { db, reader } = openRecord(profileDir, keys);
  const source: ReelSource = {
    *read(from, to) {
      for (const { text } of reader.read(from, to)) {
        if (Atomics.load(leaving, 0) !== 0) throw new Error("the desk closes");
        yield readEvent(text);
      }
    },
    history: orderHistory(reader, basis.since),
    findIntent: intentFinder(reader),
  };
  const reel = new DeskReel(source, basis);
  port.on("message", (order: ReplayOrder) => {
    if (order === "leave") {
      db.close();
      port.close();
      return;
    }
    const { id, seq } = order;
    let answer: ReplayAnswer;
    try {
      answer = { id, desk: reel.at(seq) };
    } catch (error) {
      answer = { id, fault: faultOf(error) };
    }
    port.postMessage(answer);
  });
}

if (parentPort) run(parentPort, workerData as ReplaySetup);
