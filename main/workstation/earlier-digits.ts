import { decimalsOf } from "../../shared/model/fixed.ts";
import type { JournalData, JournalEvent } from "../../shared/model/journal-event.ts";
import { EndedOrders } from "../engine/ended-orders.ts";
import type { EarlierDigits } from "../engine/instrument-scale.ts";

const prices = ["limitPrice", "triggerPrice", "decisionPrice"];

/** The same as plain data. */
export interface DigitsRecord {
  readonly digits: readonly (readonly [instrumentId: string, digits: EarlierDigits])[];
  readonly orders: readonly (readonly [orderId: string, instrumentId: string])[];
  readonly ended: readonly string[];
}

/**
 * Collects the most decimals that orders' prices and sizes have had, by instrument: an instrument whose increments have
 * become coarser since keeps the digits that its history needs.
 */
export class DigitsSeen {
  readonly #digits = new Map<string, EarlierDigits>();
  readonly #instrumentOf = new Map<string, string>();
  readonly #ended = new EndedOrders();

  /** Takes the next event of the journal. */
  note({ type, data }: Pick<JournalEvent, "type" | "data">): void {
    if (!type.startsWith("order.")) return;
    const orderId = String(data["orderId"]);
    if (type === "order.intended") this.#instrumentOf.set(orderId, String(data["instrumentId"]));
    const id = this.#instrumentOf.get(orderId);
    if (id === undefined) return;
    const { price, size } = this.#digits.get(id) ?? { price: 0, size: 0 };
    this.#digits.set(id, { price: most(price, data, prices), size: most(size, data, ["size"]) });
    const old = this.#ended.note(type, orderId);
    if (old !== null) this.#instrumentOf.delete(old);
  }

  save(): DigitsRecord {
    return { digits: [...this.#digits], orders: [...this.#instrumentOf], ended: this.#ended.save() };
  }

  load({ digits, orders, ended }: DigitsRecord): void {
    for (const [id, each] of digits) this.#digits.set(id, each);
    for (const [orderId, id] of orders) this.#instrumentOf.set(orderId, id);
    this.#ended.load(ended);
  }

  get byInstrument(): ReadonlyMap<string, EarlierDigits> {
    return this.#digits;
  }
}

function most(digits: number, data: JournalData, names: readonly string[]): number {
  return names.reduce((all, name) => {
    const text = data[name];
    return typeof text === "string" ? Math.max(all, decimalsOf(text)) : all;
  }, digits);
}
