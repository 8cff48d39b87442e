import { divideHalfEven } from "../../../shared/model/fixed.ts";
import { absolute } from "./cost-book.ts";
import { OpenTrade, type TradePart } from "./open-trade.ts";
import type { Slot, SlotEntry, SlotFill, SlotFunding, SlotSplit } from "./slot-fill.ts";
import { type SlotResults, slotResults, splitSize } from "./slot-results.ts";

/**
 * The trades of one slot: from flat to flat, of the fills as they stand in the end. `fifo` says which cost is realised first.
 * Funding goes to the trade that was open when it was paid, whenever the word of either came.
 */
export function slotTrades(slot: Slot, fifo: boolean, fundings: readonly SlotFunding[]): OpenTrade[] {
  const { trades } = new SlotWalk(slot, fifo);
  for (const { at, currency, amount, rate } of fundings) {
    // A fill whose own time could not be told has that of its arrival, which may be later.
    const trade = trades.findLast(({ entryAt }) => entryAt <= at) ?? trades[0];
    trade?.fund(currency, amount, rate);
  }
  return trades;
}

class SlotWalk {
  readonly trades: OpenTrade[] = [];
  readonly #slot: Slot;
  readonly #results: SlotResults;
  readonly #homes = new Map<SlotFill, OpenTrade>();
  /** The first trade that holds a fill of a stretch: what was taken back of the stretch is shown there. */
  readonly #stretches = new Map<number, OpenTrade>();
  #trade: OpenTrade | null = null;
  #size = 0n;

  constructor(slot: Slot, fifo: boolean) {
    this.#slot = slot;
    this.#results = slotResults(slot, fifo);
    for (const entry of slot.entries) this.#take(entry);
    this.#tellCorrections();
  }

  #take(entry: SlotEntry): void {
    if (entry.kind === "split") this.#split(entry);
    else if (entry.busted === null) this.#fill(entry);
  }

  #fill(fill: SlotFill): void {
    const held = absolute(this.#size);
    const closes = this.#trade !== null && this.#size > 0n !== fill.buys;
    const closing = closes ? (fill.size < held ? fill.size : held) : 0n;
    const closingFee = closing === fill.size ? fill.fee : divideHalfEven(fill.fee * closing, fill.size);
    this.#size += fill.buys ? fill.size : -fill.size;
    if (this.#trade !== null && closing > 0n) {
      this.#trade.close(partOf(fill, closing, closingFee));
      this.#trade.realize(this.#results.of(fill), fill.rate);
      this.#trade.adverse = fill.excursion?.adverse ?? this.#trade.adverse;
      this.#trade.favorable = fill.excursion?.favorable ?? this.#trade.favorable;
      this.#settle(fill, this.#trade);
      if (closing === held) this.#end(this.#trade);
    }
    if (closing < fill.size) this.#open(fill, partOf(fill, fill.size - closing, fill.fee - closingFee));
  }

  #open(fill: SlotFill, part: TradePart): void {
    const trade = this.#trade ?? this.#begin(fill, part);
    this.#trade = trade;
    trade.open(part);
    trade.stopLoss ??= fill.stopLoss;
    trade.takeProfit ??= fill.takeProfit;
    this.#settle(fill, trade);
  }

  #begin({ buys }: SlotFill, part: TradePart): OpenTrade {
    const { instrumentId, currency } = this.#slot;
    const trade = new OpenTrade(instrumentId, buys, currency, part);
    this.trades.push(trade);
    return trade;
  }

  #split(entry: SlotSplit): void {
    const { seq, at, reportId, ratio, size } = entry;
    const { correctedAt, currency } = this.#slot;
    const before = (absolute(this.#size) * ratio[0]) / ratio[1];
    this.#size = correctedAt === null ? size : splitSize(this.#slot, this.#size, ratio);
    const trade = this.#trade;
    if (trade === null) return;
    trade.split(...ratio, this.#size === 0n ? before : absolute(this.#size));
    trade.realize(this.#results.of(entry), entry.rate);
    if (this.#size !== 0n) return;
    // Less than one unit is left: it is gone for nothing, and what it is worth comes as cash.
    trade.close({ seq, at, orderId: reportId, size: before, price: 0n, fee: 0n, feeCurrency: currency, feeRate: null });
    this.#end(trade);
  }

  #end(trade: OpenTrade): void {
    trade.isClosed = true;
    this.#trade = null;
  }

  #settle(fill: SlotFill, trade: OpenTrade): void {
    if (!this.#homes.has(fill)) this.#homes.set(fill, trade);
    if (!this.#stretches.has(fill.stretch)) this.#stretches.set(fill.stretch, trade);
  }

  /** Every change is shown on the trade it belongs to; a fill of which nothing else is left makes one that counts for nothing. */
  #tellCorrections(): void {
    let last = -1;
    let changed: OpenTrade | null = null;
    let rate: bigint | null = null;
    for (const fill of this.#slot.entries) {
      if (fill.kind !== "fill" || fill.corrections.length === 0) continue;
      const trade = this.#homes.get(fill) ?? this.#stretches.get(fill.stretch) ?? this.#void(fill);
      trade.corrections.push(...fill.corrections);
      trade.corrections.sort((a, b) => a.seq - b.seq);
      const seq = fill.corrections.at(-1)?.seq ?? -1;
      // What counts for nothing carries no result either, unless nothing else was changed.
      const isLater = trade.busted === null ? seq > last : changed === null;
      if (isLater) [changed, rate] = [trade, fill.rate];
      if (isLater && trade.busted === null) last = seq;
    }
    changed?.realize(this.#results.rest, rate);
  }

  #void(fill: SlotFill): OpenTrade {
    const trade = this.#begin(fill, partOf(fill, 0n, 0n));
    trade.busted = fill.busted;
    this.#stretches.set(fill.stretch, trade);
    return trade;
  }
}

function partOf({ seq, at, orderId, price, feeCurrency, feeRate }: SlotFill, size: bigint, fee: bigint): TradePart {
  return { seq, at, orderId, size, price, fee, feeCurrency, feeRate };
}
