import { stateNote } from "../../shared/model/breaker.ts";
import { type BreakerRule, breakerKinds, longestWindowMs } from "../../shared/model/breaker-settings.ts";
import type { AppliedEvent } from "./applied-event.ts";

/** The breakers that count orders within a window. */
export type CountedRule = Extract<BreakerRule, "order-rejects" | "order-denials" | "order-rate">;
const countedRules: readonly CountedRule[] = ["order-rejects", "order-denials", "order-rate"];

/** The times that count for each rule, UTC milliseconds, oldest first. */
export type OrderTimesRecord = Readonly<Record<CountedRule, readonly number[]>>;

/** As many as the highest limit that a breaker may have. */
const most = breakerKinds["order-rate"].most;

/**
 * When orders were decided, denied and rejected, as far back as any breaker may look: whatever the settings become, what
 * they count is known. Re-arming a breaker begins its count anew.
 */
export class OrderTimes {
  readonly #times: Record<CountedRule, number[]> = { "order-rejects": [], "order-denials": [], "order-rate": [] };

  note(event: AppliedEvent): void {
    const { type, at } = event;
    if (type === "order.intended") this.#add("order-rate", at);
    else if (type === "order.rejected") this.#add("order-rejects", at);
    else if (type === "order.denied") this.#add("order-denials", at);
    else if (type === "risk.state_changed") this.#rearm(event);
  }

  /** Apart, because an event's data is made where it is asked for: most events are never asked. */
  #rearm({ data }: AppliedEvent): void {
    if (stateNote(data) !== "rearmed") return;
    for (const rule of countedRules) if (data["rule"] === rule) this.#times[rule].length = 0;
  }

  /** When the newest but `n` of a rule's events came, UTC milliseconds; infinitely long ago where there are fewer. */
  newest(rule: CountedRule, n: number): number {
    const times = this.#times[rule];
    return n < times.length ? (times[times.length - 1 - n] as number) : Number.NEGATIVE_INFINITY;
  }

  /** How many of a rule's events came after a time. */
  countAfter(rule: CountedRule, since: number): number {
    let count = 0;
    while (this.newest(rule, count) > since) count++;
    return count;
  }

  /** What a breaker may still count at `now` or later, as plain data. */
  save(now: number): OrderTimesRecord {
    const recent = (rule: CountedRule): number[] =>
      this.#times[rule].slice(-most).filter((at) => now - at < longestWindowMs);
    return {
      "order-rejects": recent("order-rejects"),
      "order-denials": recent("order-denials"),
      "order-rate": recent("order-rate"),
    };
  }

  /** Takes over what {@link save} gave. */
  restore(record: OrderTimesRecord): void {
    for (const rule of countedRules) this.#times[rule] = [...record[rule]];
  }

  #add(rule: CountedRule, at: number): void {
    const times = this.#times[rule];
    times.push(at);
    if (times.length >= 2 * most) times.splice(0, most);
  }
}
