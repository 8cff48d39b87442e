import type { StreamDefinition } from "./contract.ts";
import { maxCredit } from "./frame.ts";
import { latestOutbox, losslessOutbox, type Outbox } from "./outbox.ts";

/** One subscription on the desk's side: its queue, its credit, and whether its source still runs. */
export interface ServedStream {
  readonly ended: boolean;
  readonly queued: number;
  /** True when there are items and the reader has asked for them. */
  readonly sendable: boolean;
  grant(count: number): void;
  /** False when the queue is full. */
  push(item: unknown): boolean;
  /** Spends one credit on one batch. */
  takeBatch(max: number): unknown[];
  /** Hands over the function that stops the source; called at once when the stream has ended meanwhile. */
  stopWith(stop: () => void): void;
  end(): void;
}

function outboxFor(definition: StreamDefinition, capacity: number): Outbox {
  if (definition.mode === "lossless") return losslessOutbox(capacity);
  return latestOutbox((item) => definition.key?.(item) ?? "", capacity);
}

/** A subscription with `credit` batches granted at the start and room for `capacity` waiting items. */
export function createServedStream(definition: StreamDefinition, credit: number, capacity: number): ServedStream {
  const outbox = outboxFor(definition, capacity);
  let granted = credit;
  let ended = false;
  let stop: (() => void) | null = null;
  return {
    get ended() {
      return ended;
    },
    get queued() {
      return outbox.size;
    },
    get sendable() {
      return !ended && granted > 0 && outbox.size > 0;
    },
    grant(count) {
      granted = Math.min(maxCredit, granted + count);
    },
    push: (item) => outbox.push(item),
    takeBatch(max) {
      granted -= 1;
      return outbox.take(max);
    },
    stopWith(source) {
      if (ended) source();
      else stop = source;
    },
    end() {
      if (ended) return;
      ended = true;
      outbox.clear();
      const source = stop;
      stop = null;
      source?.();
    },
  };
}
