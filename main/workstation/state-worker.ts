import { parentPort, workerData } from "node:worker_threads";
import { openRecord } from "../adapters/journal-sqlite/open-record.ts";
import { writeSnapshot } from "../adapters/journal-sqlite/snapshot-file.ts";
import { readEvent } from "../audit/event-text.ts";
import { memorySchema } from "./desk-memory.ts";
import { DeskReplica } from "./desk-replica.ts";
import { intentFinder, orderHistory } from "./order-history.ts";
import type { StateAnswer, StateOrder, StateSetup } from "./state-messages.ts";

/** The thread that keeps a desk's state: it reads the record as a restart would and writes down what it comes to. */
function run(port: NonNullable<typeof parentPort>, { place, keys, basis, known }: StateSetup): void {
  const { db, reader } = openRecord(place.profileDir, keys);
  const replica = new DeskReplica(basis, orderHistory(reader, basis.since), intentFinder(reader), known.memory);
  let { seq } = known;
  let written = -1;
  const keep = (to: number): StateAnswer => {
    for (const stored of reader.read(seq + 1, to)) {
      replica.take(readEvent(stored.text));
      seq = stored.seq;
    }
    const leaf = reader.leaf(seq);
    if (seq > written && leaf !== null) {
      writeSnapshot(place, { schema: memorySchema, seq, leaf, state: replica.memory });
      written = seq;
    }
    return { seq };
  };
  port.on("message", (order: StateOrder) => {
    if (order === "leave") {
      db.close();
      port.close();
      return;
    }
    let answer: StateAnswer;
    try {
      answer = keep(order.to);
    } catch (error) {
      answer = { failure: (error as Error).message };
    }
    port.postMessage(answer);
  });
}

if (parentPort) run(parentPort, workerData as StateSetup);
