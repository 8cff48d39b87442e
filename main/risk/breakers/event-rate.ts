import { stateNote } from "../../../shared/model/breaker.ts";
import type { JournalEventType } from "../../../shared/model/journal-event.ts";
import type { AppliedEvent } from "../../engine/applied-event.ts";
import type { BreakerCheck, CheckFactory } from "./breaker-check.ts";

/** So many events of a type within a window of engine time; re-arming begins the count anew. */
class EventRate implements BreakerCheck {
  /** The times of the newest events, as many as trip it: a ring whose next place holds the oldest. */
  readonly #times: Float64Array;
  #next = 0;
  readonly #type: JournalEventType;
  readonly #rule: string;
  readonly #windowMs: number;
  readonly #what: string;

  constructor(type: JournalEventType, rule: string, most: number, windowMs: number, what: string) {
    this.#type = type;
    this.#rule = rule;
    this.#times = new Float64Array(most).fill(Number.NEGATIVE_INFINITY);
    this.#windowMs = windowMs;
    this.#what = what;
  }

  isCrossed({ now }: { readonly now: number }): boolean {
    return now - (this.#times[this.#next] as number) < this.#windowMs;
  }

  find({ now }: { readonly now: number }): { observed: string; basis: string; reason: string } {
    const within = this.#times.reduce((count, at) => (now - at < this.#windowMs ? count + 1 : count), 0);
    const basis = `${this.#windowMs} ms`;
    return {
      observed: `${within}`,
      basis,
      reason: `${within} ${within === 1 ? "order was" : "orders were"} ${this.#what} within ${basis}`,
    };
  }

  goOnFrom(before: BreakerCheck): void {
    if (!(before instanceof EventRate)) return;
    const newest = before.#times.toSorted().slice(-this.#times.length);
    this.#times.set(newest, this.#times.length - newest.length);
  }

  applied(event: AppliedEvent): void {
    const { type, at } = event;
    if (type === this.#type) {
      this.#times[this.#next] = at;
      this.#next = (this.#next + 1) % this.#times.length;
    } else if (
      type === "risk.state_changed" &&
      stateNote(event.data) === "rearmed" &&
      event.data["rule"] === this.#rule
    ) {
      this.#times.fill(Number.NEGATIVE_INFINITY);
    }
  }
}

const rateOf =
  (type: JournalEventType, what: string): CheckFactory =>
  ({ rule, limit, windowMs = 60_000 }) =>
    new EventRate(type, rule, Number(limit), windowMs, what);

/** So many orders rejected by the venue. */
export const orderRejects = rateOf("order.rejected", "rejected by the venue");
/** So many orders denied by the gate. */
export const orderDenials = rateOf("order.denied", "denied by the gate");
/** So many orders decided, whatever became of them. */
export const orderRate = rateOf("order.intended", "decided");
