import type { JournalEventType } from "../../../shared/model/journal-event.ts";
import { noPrevious } from "../../audit/leaf.ts";
import type { StagedEvent } from "./writer-messages.ts";

/** An event as bytes, whole but for the hash of the event before it. */
export interface PlacedEvent {
  readonly seq: number;
  /** A zero, as the leaf hash of RFC 6962 wants it, and the canonical text in UTF-8. Whoever stores it writes `prev` in. */
  readonly preimage: Buffer;
  /** Where in `preimage` the digits of `prev` belong. */
  readonly prevAt: number;
  readonly type: JournalEventType;
  readonly orderId: string | null;
  readonly trace: string;
}

const prevBytes = noPrevious.length;

/** What an event's bytes take at most. */
export function mostBytes({ head, tail }: Pick<StagedEvent, "head" | "tail">): number {
  return 1 + prevBytes + 3 * (head.length + tail.length);
}

/** Writes an event's preimage and returns where the digits of `prev` belong and where it ends; there must be room for {@link mostBytes}. */
export function place(
  { head, tail }: Pick<StagedEvent, "head" | "tail">,
  into: Buffer,
  from: number,
): { readonly prevAt: number; readonly end: number } {
  into[from] = 0;
  const prevAt = from + 1 + into.write(head, from + 1, "utf8");
  const tailAt = prevAt + prevBytes;
  return { prevAt, end: tailAt + into.write(tail, tailAt, "utf8") };
}

/** An event in a buffer of its own. */
export function placedAlone(event: StagedEvent): PlacedEvent {
  const { seq, type, orderId, trace } = event;
  const buffer = Buffer.allocUnsafeSlow(mostBytes(event));
  const { prevAt, end } = place(event, buffer, 0);
  return { seq, preimage: buffer.subarray(0, end), prevAt, type, orderId, trace };
}

/** The texts of an event whose bytes are at hand. */
export function textsOf({ seq, preimage, prevAt, type, orderId, trace }: PlacedEvent): StagedEvent {
  const head = preimage.toString("utf8", 1, prevAt);
  return { seq, head, tail: preimage.toString("utf8", prevAt + prevBytes), type, orderId, trace };
}
