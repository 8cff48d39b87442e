import { decimalsOf } from "../../shared/model/fixed.ts";
import type { JournalData, JournalEvent } from "../../shared/model/journal-event.ts";
import type { EarlierDigits } from "../engine/instrument-scale.ts";
import type { Journal } from "../ports/journal.ts";

const prices = ["limitPrice", "triggerPrice", "decisionPrice"];

/**
 * The most decimals that orders' prices and sizes have had, by instrument: an instrument whose increments have become
 * coarser since keeps the digits that its history needs.
 */
export function digitsOf(journal: Pick<Journal, "read">): ReadonlyMap<string, EarlierDigits> {
  const digits = new Map<string, EarlierDigits>();
  const instrumentOf = new Map<string, string>();
  for (const { text } of journal.read()) {
    const { type, data } = JSON.parse(text) as JournalEvent;
    if (type === "order.intended") instrumentOf.set(String(data["orderId"]), String(data["instrumentId"]));
    const id = instrumentOf.get(String(data["orderId"]));
    if (id === undefined || !type.startsWith("order.")) continue;
    const { price, size } = digits.get(id) ?? { price: 0, size: 0 };
    digits.set(id, { price: most(price, data, prices), size: most(size, data, ["size"]) });
  }
  return digits;
}

function most(digits: number, data: JournalData, names: readonly string[]): number {
  return names.reduce((all, name) => {
    const text = data[name];
    return typeof text === "string" ? Math.max(all, decimalsOf(text)) : all;
  }, digits);
}
