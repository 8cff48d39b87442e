import { canonicalize } from "../../main/audit/canonical.ts";
import type { OrderHistory } from "../../main/engine/order-history.ts";
import type { JournalEvent, NewJournalEvent } from "../../shared/model/journal-event.ts";
import { toRfc3339 } from "../../shared/model/time.ts";
import { plainEvent } from "../fixtures/plain-event.ts";

/**
 * What a crash leaves of a journal: text that was synced. Events that only were appended are gone, but for those of a
 * journal that had failed: what it could not take a side log keeps, where there is one, and the next start takes in.
 */
export class SimulatedDisk {
  /** Texts of all events of this life, the synced ones first. */
  readonly #texts: string[] = [];
  readonly #keepsAside: boolean;
  #synced = 0;
  #failed = false;

  /** Finds the events of orders that a desk has let go of. */
  readonly history: OrderHistory = {
    keep: 12,
    eventsOf: (orderId, before) =>
      this.#texts
        .filter((text, seq) => seq < before && text.includes(`"orderId":"${orderId}"`))
        .map((text) => JSON.parse(text) as JournalEvent)
        .filter(({ data }) => data["orderId"] === orderId),
  };

  constructor(keepsAside: boolean) {
    this.#keepsAside = keepsAside;
  }

  get open(): boolean {
    return !this.#failed;
  }

  get syncedSeq(): number {
    return this.#synced - 1;
  }

  append(event: NewJournalEvent): number {
    if (!this.#failed) return this.#keep(event);
    if (this.#keepsAside) this.#keep(event);
    throw new Error("no space left on device");
  }

  #keep(event: NewJournalEvent): number {
    const seq = this.#texts.length;
    const stored = {
      ...plainEvent(event),
      at: toRfc3339(event.at),
      v: 1,
      seq,
      prev: "0".repeat(64),
      mono: "0",
      session: "sim",
    };
    this.#texts.push(canonicalize(stored as never));
    return seq;
  }

  sync(): void {
    if (!this.#failed) this.#synced = this.#texts.length;
  }

  /** From now on nothing can be written; the journal stays failed until the desk starts again. */
  fail(): void {
    this.#failed = true;
  }

  /** The machine stops: what was neither synced nor kept aside is lost, and the disk works again after the restart. */
  crash(): void {
    if (this.#failed && this.#keepsAside) this.#synced = this.#texts.length;
    this.#texts.length = this.#synced;
    this.#failed = false;
  }

  /** Events as a reader finds them, `synced` ones alone or all. */
  read(which: "synced" | "all"): JournalEvent[] {
    const end = which === "synced" ? this.#synced : this.#texts.length;
    return this.#texts.slice(0, end).map((text) => JSON.parse(text) as JournalEvent);
  }

  /** Whether an event of a type is synced that tells of an order. */
  hasSynced(type: string, orderId: string): boolean {
    const [named, typed] = [`"orderId":"${orderId}"`, `"type":"${type}"`];
    return this.#texts.some((text, seq) => seq < this.#synced && text.includes(named) && text.includes(typed));
  }

  /** The whole journal as one text: two runs of a seed must write the same. */
  text(): string {
    return this.#texts.join("\n");
  }
}
