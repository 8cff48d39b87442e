import type { JournalEventType } from "../../../shared/model/journal-event.ts";
import type { StagedEvent } from "./writer-messages.ts";

/** Events that follow each other, on their way to the writer's thread: a list of texts is copied at half the cost of as many objects. */
export interface StagedGroup {
  /** Seq of the first. */
  readonly from: number;
  /** Head, tail, type, order (empty for none) and trace of each in turn. */
  readonly texts: readonly string[];
}

const textsPerEvent = 5;

/** Collects staged events until they are handed over. */
export class Staging {
  #from = 0;
  #texts: string[] = [];

  get size(): number {
    return this.#texts.length / textsPerEvent;
  }

  add({ seq, head, tail, type, orderId, trace }: StagedEvent): void {
    if (this.#texts.length === 0) this.#from = seq;
    this.#texts.push(head, tail, type, orderId ?? "", trace);
  }

  take(): StagedGroup {
    const group = { from: this.#from, texts: this.#texts };
    this.#texts = [];
    return group;
  }
}

/** The events of a group, into a list. */
export function unpackGroup({ from, texts }: StagedGroup, into: StagedEvent[]): void {
  for (let at = 0, seq = from; at < texts.length; at += textsPerEvent, seq++) {
    const [head, tail, type, orderId, trace] = texts.slice(at, at + textsPerEvent) as [
      string,
      string,
      string,
      string,
      string,
    ];
    into.push({ seq, head, tail, type: type as JournalEventType, orderId: orderId === "" ? null : orderId, trace });
  }
}
