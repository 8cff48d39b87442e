import { type BreakerTrip, stateNote } from "../../../shared/model/breaker.ts";
import type { JournalData } from "../../../shared/model/journal-event.ts";
import type { FirmStop } from "../../../shared/model/prop-firm-report.ts";
import type { RecordedRow } from "../../../shared/model/risk.ts";
import { isFirmRule } from "./firm-codes.ts";
import { firmBreaker } from "./firm-trips.ts";

/** One act of the guard as it stands in the record. */
export type FirmAct = Pick<BreakerTrip, "rule" | "action" | "reason" | "observed" | "limit" | "basis"> & {
  readonly at: number;
};

/** Opening orders that the firm's rules have refused. */
export interface FirmRefusals {
  readonly orders: number;
  /** How often each rule was among the reasons, by code. */
  readonly byRule: Readonly<Record<string, number>>;
  readonly first: { readonly at: number; readonly orderId: string; readonly text: string } | null;
}

/** A log as plain data. */
export interface FirmLogMemory {
  readonly acts: readonly FirmAct[];
  readonly refusals: FirmRefusals;
  readonly stop: FirmAct | null;
}

type JudgedRow = Pick<RecordedRow, "code" | "outcome" | "text">;

/** What the guard did and refused, told by the events of the desk. */
export class FirmLog {
  readonly acts: FirmAct[] = [];
  readonly #byRule = new Map<string, number>();
  #orders = 0;
  #first: FirmRefusals["first"] = null;
  #stop: FirmAct | null = null;

  take(type: string, at: number, data: () => JournalData): void {
    if (type === "risk.breaker_tripped") {
      const act = { ...(data() as unknown as FirmAct), at };
      if (!act.rule.startsWith(firmBreaker)) return;
      this.acts.push(act);
      if (act.action !== "warn") this.#stop = act;
    } else if (type === "risk.state_changed" && this.#stop !== null) {
      const said = data();
      if (stateNote(said) === "rearmed" && said["rule"] === this.#stop.rule) this.#stop = null;
    }
  }

  /** A verdict that lets an order not pass. */
  refused(at: number, data: JournalData): void {
    const rows = (data["rows"] as unknown as readonly JudgedRow[]).filter(
      ({ code, outcome }) => outcome === "fail" && isFirmRule(code),
    );
    const [first] = rows;
    if (first === undefined) return;
    this.#orders++;
    for (const { code } of rows) this.#byRule.set(code, (this.#byRule.get(code) ?? 0) + 1);
    this.#first ??= { at, orderId: String(data["orderId"]), text: `${first.code}: ${first.text}` };
  }

  save(): FirmLogMemory {
    return { acts: [...this.acts], refusals: this.refusals, stop: this.#stop };
  }

  /** Takes over what was saved, before any event. */
  load({ acts, refusals, stop }: FirmLogMemory): void {
    this.acts.push(...acts);
    this.#orders = refusals.orders;
    for (const [code, orders] of Object.entries(refusals.byRule)) this.#byRule.set(code, orders);
    this.#first = refusals.first;
    this.#stop = stop;
  }

  get refusals(): FirmRefusals {
    return { orders: this.#orders, byRule: Object.fromEntries(this.#byRule), first: this.#first };
  }

  /** The stop that nobody has lifted. */
  get stop(): FirmStop | null {
    if (this.#stop === null) return null;
    const { rule, at, reason, observed, limit, basis } = this.#stop;
    return {
      rule: rule.slice(firmBreaker.length) as FirmStop["rule"],
      at,
      until: null,
      equity: observed ?? "0",
      floor: basis ?? limit,
      cause: basis === null ? "breach" : "margin",
      reason,
    };
  }
}
