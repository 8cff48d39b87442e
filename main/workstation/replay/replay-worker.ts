import { parentPort, workerData } from "node:worker_threads";
import { openRecord } from "../../adapters/journal-sqlite/open-record.ts";
import { readEvent } from "../../audit/event-text.ts";
import { orderHistory } from "../order-history.ts";
import { DeskReel, type ReelSource } from "./desk-reel.ts";
import type { ReplayAnswer, ReplayOrder, ReplaySetup } from "./replay-messages.ts";

/** The replay's thread: reads the record beside the desk that goes on trading, and shows what the desk was at an event. */
function run(port: NonNullable<typeof parentPort>, { profileDir, basis, leaving }: ReplaySetup): void {
  const { db, reader } = openRecord(profileDir);
  const source: ReelSource = {
    *read(from, to) {
      for (const { text } of reader.read(from, to)) {
        if (Atomics.load(leaving, 0) !== 0) throw new Error("the desk closes");
        yield readEvent(text);
      }
    },
    history: orderHistory(reader, basis.since),
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
      answer = { id, failure: (error as Error).message };
    }
    port.postMessage(answer);
  });
}

if (parentPort) run(parentPort, workerData as ReplaySetup);
