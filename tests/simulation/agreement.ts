import { Decimal } from "decimal.js";
import type { Engine } from "../../main/engine/engine-face.ts";
import type { PaperVenue } from "../../main/simulation/paper-venue.ts";
import type { Clerk } from "./clerk.ts";
import { positionKey } from "./tally.ts";

const waiting: ReadonlySet<string> = new Set([
  "accepted",
  "triggered",
  "partially_filled",
  "submitted",
  "pending_cancel",
  "pending_replace",
  "unknown",
]);

interface TwoSides {
  readonly engine: Engine;
  readonly clerk: Clerk;
  readonly asked: ReadonlyMap<string, Decimal>;
}

/** The first order of which desk and venue say different things, in words; `null` where they agree. */
export function venueDisagreement(
  { engine, clerk, asked }: TwoSides,
  venue: PaperVenue,
  submitted: ReadonlyMap<string, number>,
  venueBeganAnew: boolean,
): string | null {
  for (const { orderId, status, filledSize } of engine.orders()) {
    const known = venue.findOrder(orderId);
    const isOver = !waiting.has(status);
    if (known === undefined && venueBeganAnew && isOver) continue;
    if (known === undefined) {
      if (submitted.has(orderId) && status !== "rejected") return `${orderId} is ${status}, the venue never got it`;
      continue;
    }
    const working = ["accepted", "triggered", "partially_filled"].includes(status);
    // Whose last fill came before the answer to an amendment that was lost: the desk waits for that answer.
    const awaitsAnswer = known.status === "filled" && asked.has(orderId);
    if (working !== (known.status === "working") && !awaitsAnswer)
      return `${orderId} is ${status}, the venue says ${known.status}`;
    const filled = new Decimal(known.filledSize).sub(clerk.lost(orderId));
    if (!filled.eq(filledSize))
      return `${orderId} is ${status} and filled ${filledSize}, the venue says ${known.status} and ${filled}`;
  }
  return null;
}

/** Nobody has wished for anything since the desk was flattened; an order whose answer was lost keeps its holding open. */
export function stillHeld(engine: Engine): string | null {
  const waiting = new Set(engine.openOrders().map(positionKey));
  const held = engine.positions().find((one) => one.size !== "0" && !waiting.has(positionKey(one)));
  return held === undefined ? null : `${held.size} of ${positionKey(held)} are held after a flatten`;
}
