import { nodePrimitives } from "../../main/adapters/proof-node/node-primitives.ts";
import type { EventsAhead, EventsEnd } from "../../main/audit/verifier/events-ahead.ts";
import { bundleCursor, drive } from "../../main/audit/verifier/json-cursor.ts";
import type { PackedEvents } from "../../main/audit/verifier/packed-events.ts";
import { readAhead } from "../../main/audit/verifier/read-ahead.ts";
import type { VerificationReport } from "../../main/audit/verifier/verification.ts";
import { verification } from "../../main/audit/verifier/verify-bundle.ts";

export const chunkBytes = 4096;

export const piecesOf = (bytes: Uint8Array) => (offset: number, length: number) =>
  bytes.subarray(offset, offset + length);

export const countOf = (message: PackedEvents | EventsEnd | null): number =>
  message !== null && "count" in message ? message.count : 0;

/** The same work in the same portions, but in turn: what is handed over is copied as it is between threads. */
export function inTurn(
  bytes: Uint8Array,
  remembered?: string,
  bytesOf = piecesOf(bytes),
): VerificationReport & { readonly taken: number } {
  const told: (PackedEvents | EventsEnd)[] = [];
  let taken = 0;
  let asked = 0;
  const ahead: EventsAhead = {
    begin: (place) =>
      readAhead(
        bundleCursor(nodePrimitives, bytes.length, chunkBytes),
        place,
        (offset, length) => bytes.slice(offset, offset + length),
        (message) => told.push(structuredClone(message)),
      ),
    // Now and then there is nothing at hand yet.
    isReady: () => ++asked % 2 === 0,
    take: () => {
      const message = told.shift() ?? null;
      taken += countOf(message);
      return message;
    },
  };
  const options = { chunkBytes, ahead, remembered };
  return { ...drive(verification(nodePrimitives, bytes.length, options), bytesOf), taken };
}
