import { decimalsOf } from "../../shared/model/fixed.ts";
import type { JournalData, JournalEvent, JournalValue } from "../../shared/model/journal-event.ts";
import { EndedOrders } from "../engine/ended-orders.ts";
import type { EarlierDigits } from "../engine/instrument-scale.ts";
import type { FindIntent } from "./order-history.ts";

/** The same as plain data. */
export interface DigitsRecord {
  readonly digits: readonly (readonly [instrumentId: string, digits: EarlierDigits])[];
  readonly orders: readonly (readonly [orderId: string, instrumentId: string])[];
  readonly ended: readonly string[];
}

/**
 * Collects the most decimals that the record has of prices and sizes, by instrument: an instrument whose increments have
 * become coarser since keeps the digits that its history needs. Wherever a restart reads a price or a size, they count.
 */
export class DigitsSeen {
  readonly #digits = new Map<string, EarlierDigits>();
  readonly #instrumentOf = new Map<string, string>();
  readonly #ended = new EndedOrders();
  readonly #findIntent: FindIntent;

  /** An order that ended long ago is let go of: `findIntent` finds it where an event still speaks of it. */
  constructor(findIntent: FindIntent = () => undefined) {
    this.#findIntent = findIntent;
  }

  /** Takes the next event of the journal. */
  note({ type, data }: Pick<JournalEvent, "type" | "data">): void {
    if (type.startsWith("order.")) this.#noteOrder(type, data);
    else if (type.startsWith("fill.")) this.#see(this.#instrument(String(data["orderId"])), [], [data["size"]]);
    else if (type === "position.reconciled") this.#notePosition(data);
    else if (type === "account.snapshotted") {
      for (const range of partsOf(data["ranges"])) {
        this.#see(String(range["instrumentId"]), [range["low"], range["high"]], []);
      }
    }
  }

  #noteOrder(type: JournalEvent["type"], data: JournalData): void {
    const orderId = String(data["orderId"]);
    if (type === "order.intended") this.#instrumentOf.set(orderId, String(data["instrumentId"]));
    const id = this.#instrument(orderId);
    if (id === undefined) return;
    this.#see(id, [data["decisionPrice"], ...pricesOf(data)], [data["size"]]);
    const { bracket } = data;
    if (bracket !== undefined) this.#see(id, partsOf(Object.values(bracket as JournalData)).flatMap(pricesOf), []);
    const old = this.#ended.note({ type, data });
    if (old !== null) this.#instrumentOf.delete(old);
  }

  #instrument(orderId: string): string | undefined {
    const known = this.#instrumentOf.get(orderId);
    if (known !== undefined) return known;
    const found = this.#findIntent(orderId)?.data["instrumentId"];
    return typeof found === "string" ? found : undefined;
  }

  /** A liquidation has a size, and a split one of every position after it. */
  #notePosition({ instrumentId, size, positions }: JournalData): void {
    if (typeof instrumentId !== "string") return;
    this.#see(instrumentId, [], [size, ...partsOf(positions).map((position) => position["size"])]);
  }

  #see(id: string | undefined, prices: readonly Text[], sizes: readonly Text[]): void {
    if (id === undefined) return;
    const { price, size } = this.#digits.get(id) ?? { price: 0, size: 0 };
    this.#digits.set(id, { price: most(price, prices), size: most(size, sizes) });
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

/** What an event says in a place where it may say a number as text. */
type Text = JournalValue | undefined;

/** Prices of an order or of the leg of a bracket: a distance is one too, unless it is a percentage or counts increments. */
function pricesOf({ limitPrice, triggerPrice, trailingOffset, trailingOffsetType = "price" }: JournalData): Text[] {
  return [limitPrice, triggerPrice, trailingOffsetType === "price" ? trailingOffset : undefined];
}

function partsOf(value: Text): readonly JournalData[] {
  return Array.isArray(value) ? (value as readonly JournalData[]) : [];
}

function most(digits: number, texts: readonly Text[]): number {
  return texts.reduce<number>(
    (all, text) => (typeof text === "string" ? Math.max(all, decimalsOf(text)) : all),
    digits,
  );
}
