import { formatFixed } from "../../../shared/model/fixed.ts";
import type { OrderState } from "../order-state.ts";
import { isFinished } from "../order-transitions.ts";
import type { ContingencyActions } from "./contingency-actions.ts";
import { retryWaitMs } from "./retry-wait.ts";

/** States in which the venue has not answered yet: whatever is wanted is looked at again when it has. */
const unsettled = new Set(["initialized", "submitted", "pending_cancel", "pending_replace", "unknown"]);

const longestWaitMs = 30_000;

/** What was wanted of an order last, when, and how often in a row. */
interface Ask {
  readonly size: bigint;
  readonly at: number;
  readonly times: number;
}

/** Lets orders be as large as they should be. What a venue refuses is asked again, ever later, until it is done or no longer wanted. */
export class Fitting {
  readonly #actions: Pick<ContingencyActions, "now" | "resize" | "cancel" | "hasWaited">;
  readonly #asked = new WeakMap<OrderState, Ask>();

  constructor(actions: Pick<ContingencyActions, "now" | "resize" | "cancel" | "hasWaited">) {
    this.#actions = actions;
  }

  /** Lets a working order have `size` units left, or cancels it where that is none. Throws a Fault for a size that it cannot have. */
  fit(order: OrderState, size: bigint, reason: string): void {
    if (isFinished(order.status) || order.remaining === size) {
      this.#asked.delete(order);
      return;
    }
    if (size === 0n ? order.status === "pending_cancel" : unsettled.has(order.status) || awaitsJournal(order)) return;
    const now = this.#actions.now();
    const before = this.#asked.get(order);
    const asked = before?.size === size ? before : undefined;
    if (asked !== undefined && !this.#actions.hasWaited(order, dueOf(asked, order))) return;
    const ask = { size, at: now, times: (asked?.times ?? 0) + 1 };
    this.#asked.set(order, ask);
    if (size === 0n) this.#actions.cancel(order, reason);
    else this.#actions.resize(order, formatFixed(order.filled + size, order.scale.sizeDigits), reason);
    // Where nobody is to answer, because the gate has refused it, nothing else would lead back here.
    if (isOpen(order) && order.remaining !== size) this.#actions.hasWaited(order, dueOf(ask, order));
  }
}

/** When what was asked for may be asked again: a venue that refuses is not asked in the same breath, that would never end. */
function dueOf({ at, times }: Ask, { refused, updatedAt, statusReason }: OrderState): number {
  const since = refused ? Math.max(at, updatedAt) : at;
  return since + retryWaitMs(times, longestWaitMs, refused ? statusReason : "");
}

function isOpen({ status }: OrderState): boolean {
  return !isFinished(status) && !unsettled.has(status);
}

/** Its trigger is released, and it waits for the journal. */
function awaitsJournal({ intent, triggeredAt, atVenue }: OrderState): boolean {
  return intent.managedBy === "desk" && triggeredAt !== null && !atVenue;
}
