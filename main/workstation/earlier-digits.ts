import { decimalsOf } from "../../shared/model/fixed.ts";
import type { JournalData, JournalEvent } from "../../shared/model/journal-event.ts";
import type { EarlierDigits } from "../engine/instrument-scale.ts";

const prices = ["limitPrice", "triggerPrice", "decisionPrice"];

/**
 * Collects the most decimals that orders' prices and sizes have had, by instrument: an instrument whose increments have
 * become coarser since keeps the digits that its history needs.
 */
export class DigitsSeen {
  readonly #digits = new Map<string, EarlierDigits>();
  readonly #instrumentOf = new Map<string, string>();

  /** Takes the next event of the journal. */
  note({ type, data }: Pick<JournalEvent, "type" | "data">): void {
    if (!type.startsWith("order.")) return;
    const orderId = String(data["orderId"]);
    if (type === "order.intended") this.#instrumentOf.set(orderId, String(data["instrumentId"]));
    const id = this.#instrumentOf.get(orderId);
    if (id === undefined) return;
    const { price, size } = this.#digits.get(id) ?? { price: 0, size: 0 };
    this.#digits.set(id, { price: most(price, data, prices), size: most(size, data, ["size"]) });
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
