import { type StagedGroup, Staging } from "../../main/adapters/journal-sqlite/staged-group.ts";
import { orderOf, stageEvent } from "../../main/audit/event-text.ts";
import { type TradedOn, trade } from "../fixtures/long-record.ts";

/** What the journal's writer finds waiting and makes durable with one commit. */
export type Waiting = readonly StagedGroup[];

/** The events of orders that a desk's engine decides, judges and follows, as the journal hands them to its writer. */
export async function placedGroups(events: number, perCommit: number): Promise<readonly Waiting[]> {
  const all: Waiting[] = [];
  const staging = new Staging();
  let waiting: StagedGroup[] = [];
  let seq = 0;
  const journal: TradedOn = {
    durableSeq: Number.MAX_SAFE_INTEGER,
    durable: () => Promise.resolve(),
    readOrder: () => [],
    append(event) {
      const { type, trace, data } = event;
      const text = stageEvent(event, seq, BigInt(seq), "bench");
      const staged = { seq, ...text, type, trace, orderId: event.orderId ?? orderOf(data) };
      if (!staging.hasRoom(staged)) waiting.push(staging.take());
      staging.add(staged, -1);
      if (++seq % perCommit === 0) {
        waiting.push(staging.take());
        all.push(waiting);
        waiting = [];
      }
      return seq - 1;
    },
  };
  await trade(journal, events);
  return all;
}
