import { decimalsOf, formatFixed, MONEY_DIGITS, parseFixed, tenTo } from "../../../shared/model/fixed.ts";
import type { JournalData, JournalEvent } from "../../../shared/model/journal-event.ts";
import { DeclaredRates } from "./declared-rates.ts";
import { unitsOf } from "./open-trade.ts";
import { type Booked, type FillOrder, fillKey, PositionBook, slotOf } from "./position-book.ts";
import { reportedAt } from "./reported-at.ts";
import type { Slot, SlotEntry, SlotFill, SlotFunding } from "./slot-fill.ts";
import { slotTrades } from "./slot-trades.ts";
import type { Trade } from "./trade.ts";

type Mutable<T> = { -readonly [key in keyof T]: T[key] };

interface OpenSlot extends Mutable<Omit<Slot, "entries">> {
  readonly entries: SlotEntry[];
  /** How often the slot has left flat. */
  stretch: number;
}

/**
 * Makes trades of fills, liquidations, splits, busts and corrections in the order of the journal: of what stands in the end,
 * so that a row says what its fills say. Results are those of the positions that the events state, so that all trades
 * together make what the journal says was realised.
 */
export class TradeBook {
  /** The account realises the cost of what was opened first. */
  fifo = false;
  readonly #positions = new PositionBook(new DeclaredRates("", []));
  readonly #slots = new Map<string, OpenSlot>();
  readonly #fundings = new Map<string, SlotFunding[]>();
  readonly #fills = new Map<string, { readonly fill: SlotFill; readonly slot: OpenSlot }>();

  set rates(rates: DeclaredRates) {
    this.#positions.rates = rates;
  }

  /** Oldest first. */
  get trades(): Trade[] {
    return [...this.#slots]
      .flatMap(([name, slot]) => slotTrades(slot, this.fifo, this.#fundings.get(name) ?? []))
      .sort((a, b) => a.openSeq - b.openSeq)
      .map((trade, index) => trade.trade(index + 1, this.#positions.rates));
  }

  /** Takes a fill in; returns what it booked, and whether it opened or added. */
  fill(event: JournalEvent, order: FillOrder): Booked & { readonly opens: boolean } {
    const name = slotOf(order);
    const held = this.#positions.sizeOf(name);
    const booked = this.#positions.fill(event, order);
    const slot = this.#slotOf(order.instrumentId, name, booked.currency);
    if (held === 0n) slot.stretch += 1;
    const fill = slotFill(event, order, booked, slot.stretch);
    const after = this.#positions.sizeOf(name);
    if (held !== 0n && after !== 0n && held > 0n !== after > 0n) slot.stretch += 1;
    slot.entries.push(fill);
    slot.realized += booked.realized;
    this.#fills.set(fill.key, { fill, slot });
    return booked;
  }

  /** Takes in that a venue took a fill back or changed it; returns what that changes. */
  correct(event: JournalEvent, order: FillOrder): Booked {
    const { type, seq, at, data } = event;
    const booked = this.#positions.correct(event, order);
    const known = this.#fills.get(fillKey(data));
    if (known === undefined) return booked;
    const { fill, slot } = known;
    slot.correctedAt ??= seq;
    slot.realized += booked.realized;
    fill.fee += booked.fee;
    const kind = type === "fill.busted" ? "busted" : "corrected";
    if (kind === "busted") fill.busted = { seq, at };
    else Object.assign(fill, { size: unitsOf(data["size"]), price: unitsOf(data["price"]) });
    fill.corrections.push({ seq, kind, pnl: formatFixed(booked.realized, MONEY_DIGITS) });
    return booked;
  }

  /** Takes in what a position was paid or has paid. */
  fund({ at, data }: JournalEvent, currency: string, amount: bigint, rate: bigint | null): void {
    const name = slotOf(aboutPosition(data));
    const fundings = this.#fundings.get(name) ?? [];
    fundings.push({ at: reportedAt(data, at), currency, amount, rate });
    this.#fundings.set(name, fundings);
  }

  /** After a split the positions count in new units; returns what it realised. */
  split({ seq, at, data }: JournalEvent): Booked[] {
    const ratio = ratioOf(String(data["ratio"]));
    return this.#positions.split(data).map((booked) => {
      const { slot: name, size, realized } = booked;
      const slot = this.#slots.get(name);
      const report = { seq, at: reportedAt(data, at), reportId: String(data["reportId"]) };
      slot?.entries.push({ kind: "split", ...report, ratio, size, realized, rate: booked.rates.rate });
      if (slot !== undefined) slot.realized += realized;
      return booked;
    });
  }

  #slotOf(instrumentId: string, name: string, currency: string): OpenSlot {
    const known = this.#slots.get(name);
    if (known) return known;
    const slot: OpenSlot = { instrumentId, currency, entries: [], correctedAt: null, realized: 0n, stretch: 0 };
    this.#slots.set(name, slot);
    return slot;
  }
}

function slotFill({ seq, at, data }: JournalEvent, order: FillOrder, booked: Booked, stretch: number): SlotFill {
  const first = { size: unitsOf(data["size"]), price: unitsOf(data["price"]) };
  return {
    kind: "fill",
    key: fillKey(data),
    seq,
    at: reportedAt(data, at),
    orderId: String(data["orderId"] ?? data["reportId"]),
    buys: order.side === "buy",
    stopLoss: order.stopLoss,
    takeProfit: order.takeProfit,
    excursion: (data["excursion"] ?? null) as unknown as SlotFill["excursion"],
    fee: booked.fee,
    feeCurrency: booked.feeCurrency,
    ...booked.rates,
    realized: booked.realized,
    stretch,
    first,
    ...first,
    busted: null,
    corrections: [],
  };
}

function ratioOf(text: string): [numerator: bigint, denominator: bigint] {
  const digits = decimalsOf(text);
  return [parseFixed(text, digits), tenTo(digits)];
}

/** What an event about a position tells of it, without an order. */
export function aboutPosition(data: JournalData): FillOrder {
  const positionSide = typeof data["positionSide"] === "string" ? data["positionSide"] : "";
  const side = typeof data["side"] === "string" ? data["side"] : "";
  return { instrumentId: String(data["instrumentId"]), positionSide, side, stopLoss: null, takeProfit: null };
}
