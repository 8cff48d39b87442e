import { divideHalfEven, formatFixed, MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import type { JournalData, JournalEvent } from "../../../shared/model/journal-event.ts";
import { OpenTrade, type TradePart, unitsOf } from "./open-trade.ts";
import type { Trade } from "./trade.ts";

/** A position as the events leave it. */
interface Held {
  size: bigint;
  realized: bigint;
  trade: OpenTrade | null;
}

/** The order a fill belongs to. */
export interface FillOrder {
  readonly instrumentId: string;
  readonly positionSide: string;
  readonly side: string;
  readonly stopLoss: string | null;
  readonly takeProfit: string | null;
}

const absolute = (value: bigint): bigint => (value < 0n ? -value : value);

/**
 * Makes trades of fills, liquidations, busts and corrections in the order of the journal. Results are the changes of the
 * positions' realised PnL that the events state, so that all trades together make what the journal says was realised.
 */
export class TradeBook {
  readonly #held = new Map<string, Held>();
  readonly #all: { readonly trade: OpenTrade; closed: boolean }[] = [];

  get trades(): Trade[] {
    return this.#all.map(({ trade, closed }) => trade.trade(closed));
  }

  /** Takes a fill in; returns whether it opened or added, and the PnL it realised. */
  fill({ seq, at, data }: JournalEvent, order: FillOrder): { opens: boolean; realized: bigint } {
    const held = this.#heldOf(order);
    const after = data["position"] as JournalData;
    const size = unitsOf(data["size"]);
    const part: TradePart = {
      seq,
      at,
      orderId: String(data["orderId"] ?? data["reportId"]),
      size,
      price: unitsOf(data["price"]),
      fee: data["feeBooked"] === false ? 0n : unitsOf(data["fee"]),
    };
    const opens = held.size === 0n || held.size > 0n === (order.side === "buy");
    const realized = unitsOf(after["realizedPnl"]) - held.realized;
    const closing = opens ? 0n : size < absolute(held.size) ? size : absolute(held.size);
    const closingFee = closing === size ? part.fee : divideHalfEven(part.fee * closing, size);
    const fillId = String(data["fillId"] ?? data["reportId"]);
    if (closing > 0n && held.trade !== null) {
      const { trade } = held;
      trade.close({ ...part, size: closing, fee: closingFee });
      trade.pnl += realized;
      trade.fillIds.add(fillId);
      const way = data["excursion"] as { adverse: string; favorable: string } | undefined;
      trade.adverse = way?.adverse ?? trade.adverse;
      trade.favorable = way?.favorable ?? trade.favorable;
      if (closing === absolute(held.size)) this.#end(held);
    }
    if (closing < size) {
      held.trade ??= this.#begin(order);
      held.trade.open({ ...part, size: size - closing, fee: part.fee - closingFee });
      held.trade.fillIds.add(fillId);
      held.trade.stopLoss ??= order.stopLoss;
      held.trade.takeProfit ??= order.takeProfit;
    }
    held.size = unitsOf(after["size"]);
    held.realized = unitsOf(after["realizedPnl"]);
    return { opens, realized };
  }

  /** Takes in that a venue took a fill back or changed it; returns the change of what is realised. */
  correct({ seq, type, data }: JournalEvent, order: FillOrder): bigint {
    const held = this.#heldOf(order);
    const after = data["position"] as JournalData;
    const change = unitsOf(after["realizedPnl"]) - held.realized;
    const entry = this.#all.findLast(({ trade }) => trade.fillIds.has(String(data["fillId"])));
    held.size = unitsOf(after["size"]);
    held.realized = unitsOf(after["realizedPnl"]);
    if (entry === undefined) return change;
    const was = data["was"] as JournalData | undefined;
    entry.trade.pnl += change;
    entry.trade.fees += unitsOf(type === "fill.busted" ? "0" : data["fee"]) - unitsOf(was?.["fee"]);
    const kind = type === "fill.busted" ? "busted" : "corrected";
    entry.trade.corrections.push({ seq, kind, pnl: formatFixed(change, MONEY_DIGITS) });
    if (held.size !== 0n && held.trade === null) {
      entry.closed = false;
      entry.trade.reopen();
      held.trade = entry.trade;
    } else if (held.size === 0n && held.trade !== null) {
      this.#end(held);
    }
    return change;
  }

  /** Funding goes to the trade that is open in its position. */
  fund(about: Pick<FillOrder, "instrumentId" | "positionSide">, amount: bigint): void {
    const { trade } = this.#heldOf(about);
    if (trade !== null) trade.funding += amount;
  }

  /** After a split the position counts in new units. */
  split(instrumentId: string, sizes: readonly string[]): void {
    const sides = sizes.length === 1 ? [""] : ["long", "short"];
    sides.forEach((positionSide, index) => {
      this.#heldOf({ instrumentId, positionSide }).size = unitsOf(sizes[index]);
    });
  }

  #heldOf({ instrumentId, positionSide }: Pick<FillOrder, "instrumentId" | "positionSide">): Held {
    const key = `${instrumentId} ${positionSide}`;
    const known = this.#held.get(key);
    if (known) return known;
    const held: Held = { size: 0n, realized: 0n, trade: null };
    this.#held.set(key, held);
    return held;
  }

  #begin({ instrumentId, side }: FillOrder): OpenTrade {
    const trade = new OpenTrade(this.#all.length + 1, instrumentId, side === "buy");
    this.#all.push({ trade, closed: false });
    return trade;
  }

  #end(held: Held): void {
    const entry = this.#all.find(({ trade }) => trade === held.trade);
    if (entry !== undefined) entry.closed = true;
    held.trade = null;
  }
}
