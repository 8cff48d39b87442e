import type { JournalData, JournalEvent } from "../../../shared/model/journal-event.ts";
import type { Ratio } from "../../../shared/model/ratio.ts";
import { parseRfc3339 } from "../../../shared/model/time.ts";
import { firstOver } from "../verifier/key-standing.ts";
import type { JournalFill } from "./reconcile.ts";
import { readRatio } from "./split-units.ts";

const taken: ReadonlySet<string> = new Set([
  "order.intended",
  "order.filled",
  "order.partially_filled",
  "fill.busted",
  "fill.corrected",
  "position.reconciled",
]);

/**
 * The fills that a journal's events tell of, in order, those that were taken back left out and corrected ones as corrected. A
 * liquidation is a fill too: the venue closed the position by an order of its own, and its statement lists it.
 */
export class FillBook {
  readonly #orders = new Map<string, Pick<JournalFill, "instrumentId" | "side">>();
  readonly #fills = new Map<string, JournalFill>();
  /** By instrument, in order. */
  readonly #splits = new Map<string, { readonly seqs: number[]; readonly ratios: Ratio[] }>();
  /** Fills of orders that no event tells of, as at the beginning of a part: of what, and to which side, nobody knows. */
  orderless = 0;

  /** Whether events of a type can tell of a fill. */
  static takes(type: string): boolean {
    return taken.has(type);
  }

  take({ type, seq, at, data }: JournalEvent): void {
    const orderId = String(data["orderId"]);
    const fillId = `${orderId} ${String(data["fillId"])}`;
    if (type === "order.intended") {
      this.#orders.set(orderId, aboutOf(data));
    } else if (type === "order.filled" || type === "order.partially_filled") {
      const order = this.#orders.get(orderId);
      if (order) this.#fills.set(fillId, { seq, orderId, ...order, ...amountsOf(data), at: reportedAt(data, at) });
      else this.orderless += 1;
    } else if (type === "position.reconciled" && data["kind"] === "liquidation") {
      const venueOrder = String(data["reportId"]);
      const fill = { seq, orderId: venueOrder, ...aboutOf(data), ...amountsOf(data), at: reportedAt(data, at) };
      this.#fills.set(`liquidation ${venueOrder}`, fill);
    } else if (type === "position.reconciled" && data["kind"] === "split") {
      this.#split(String(data["instrumentId"]), seq, readRatio(String(data["ratio"])));
    } else if (type === "fill.busted") {
      this.#fills.delete(fillId);
    } else if (type === "fill.corrected") {
      const fill = this.#fills.get(fillId);
      if (fill) this.#fills.set(fillId, { ...fill, ...amountsOf(data) });
    }
  }

  #split(instrumentId: string, seq: number, ratio: Ratio): void {
    const known = this.#splits.get(instrumentId) ?? { seqs: [], ratios: [] };
    known.seqs.push(seq);
    known.ratios.push(ratio);
    this.#splits.set(instrumentId, known);
  }

  fills(): JournalFill[] {
    return [...this.#fills.values()];
  }

  /** The first `most` splits of a fill's instrument that came after it. */
  splitsAfter({ instrumentId, seq }: JournalFill, most: number): readonly Ratio[] {
    const known = this.#splits.get(instrumentId);
    if (known === undefined) return [];
    const first = firstOver(known.seqs, seq);
    return known.ratios.slice(first, first + most);
  }
}

function aboutOf(data: JournalData): Pick<JournalFill, "instrumentId" | "side"> {
  return { instrumentId: String(data["instrumentId"]), side: data["side"] === "buy" ? "buy" : "sell" };
}

function amountsOf(data: JournalData): Pick<JournalFill, "size" | "price"> {
  return { size: String(data["size"]), price: String(data["price"]) };
}

/** When the venue says it was, in UTC milliseconds; else when it was written down. */
function reportedAt(data: JournalData, at: string): number {
  return typeof data["reportedAt"] === "number" ? data["reportedAt"] : parseRfc3339(at);
}
