import { divideHalfEven, MONEY_DIGITS, tenTo } from "../../../shared/model/fixed.ts";
import type { JournalData, JournalEvent } from "../../../shared/model/journal-event.ts";
import type { DeclaredRates } from "./declared-rates.ts";
import { toldRate } from "./money-sum.ts";
import { unitsOf } from "./open-trade.ts";

/** The order a fill belongs to. */
export interface FillOrder {
  readonly instrumentId: string;
  readonly positionSide: string;
  readonly side: string;
  readonly stopLoss: string | null;
  readonly takeProfit: string | null;
}

/** What an event changes, each sum in the currency that the event names. Units of `10^-MONEY_DIGITS`. */
export interface Booked {
  /** PnL it realised, in `currency`, the instrument's. */
  readonly realized: bigint;
  readonly currency: string;
  readonly fee: bigint;
  readonly feeCurrency: string;
  readonly rates: FillRates;
}

/** What one unit of the instrument's currency and of the fee's was worth at a fill, where its event tells it: also of what is taken back of it later. */
interface FillRates {
  readonly rate: bigint | null;
  readonly feeRate: bigint | null;
}

/** A position as the events leave it. */
interface Held {
  size: bigint;
  realized: bigint;
  currency: string;
}

/** How a fee is paid: `base` in units of what is traded, worth the fill's price. */
type FeeKind = { readonly in: string } | "base";

/** Which slot of the account an order trades. */
export function slotOf({ instrumentId, positionSide }: Pick<FillOrder, "instrumentId" | "positionSide">): string {
  return `${instrumentId} ${positionSide}`;
}

/** A fill's name among all: venues name them by order. */
export function fillKey(data: JournalData): string {
  return `${String(data["orderId"] ?? data["reportId"])} ${String(data["fillId"] ?? data["reportId"])}`;
}

/**
 * Follows every position through its fills, liquidations, splits, busts and corrections. Results are the changes of the
 * positions' realised PnL that the events state. A currency is told by the balance that an event changes beside the
 * account's own cash.
 */
export class PositionBook {
  rates: DeclaredRates;
  readonly #held = new Map<string, Held>();
  /** Fees that are not in the instrument's money. */
  readonly #fees = new Map<string, FeeKind>();
  readonly #rates = new Map<string, FillRates>();

  constructor(rates: DeclaredRates) {
    this.rates = rates;
  }

  /** Signed size of a slot. */
  sizeOf(slot: string): bigint {
    return this.#held.get(slot)?.size ?? 0n;
  }

  /** Nothing is held. */
  get flat(): boolean {
    for (const { size } of this.#held.values()) if (size !== 0n) return false;
    return true;
  }

  fill({ data }: JournalEvent, order: FillOrder): Booked & { readonly opens: boolean } {
    const held = this.#heldOf(slotOf(order));
    const feeCurrency = String(data["feeCurrency"] ?? "");
    const isForeign = data["feeBooked"] === false;
    const balances = (data["account"] as JournalData | undefined)?.["balances"] ?? {};
    held.currency = Object.keys(balances).find((name) => !isForeign || name !== feeCurrency) ?? this.rates.own;
    const kind = isForeign ? { in: this.rates.nameOf(feeCurrency) } : baseFee(order, feeCurrency, held.currency);
    if (kind !== null) this.#fees.set(fillKey(data), kind);
    const opens = held.size === 0n || held.size > 0n === (order.side === "buy");
    const fee = feeOf(kind, unitsOf(data["fee"]), unitsOf(data["price"]));
    const booked = this.#book(held, data, fee, kind);
    const { rate, feeRate } = booked.rates;
    if (rate !== null || feeRate !== null) this.#rates.set(fillKey(data), booked.rates);
    return { ...booked, opens };
  }

  /** A venue takes a fill back or changes it: the change of what is realised, and of the fee. */
  correct({ type, data }: JournalEvent, order: FillOrder): Booked {
    const kind = this.#fees.get(fillKey(data)) ?? null;
    const was = (data["was"] ?? {}) as JournalData;
    const before = feeOf(kind, unitsOf(was["fee"]), unitsOf(was["price"]));
    const after = type === "fill.busted" ? 0n : feeOf(kind, unitsOf(data["fee"]), unitsOf(data["price"]));
    const booked = this.#book(this.#heldOf(slotOf(order)), data, after - before, kind);
    return { ...booked, rates: this.#rates.get(fillKey(data)) ?? booked.rates };
  }

  /** What is held counts in new units, by slot; a rest that the split drops is realised. */
  split(data: JournalData): (Booked & { readonly slot: string; readonly size: bigint })[] {
    const positions = (data["positions"] ?? []) as unknown as readonly JournalData[];
    const sides = positions.length === 1 ? [""] : ["long", "short"];
    return positions.map((position, index) => {
      const slot = slotOf({ instrumentId: String(data["instrumentId"]), positionSide: sides[index] ?? "" });
      const held = this.#heldOf(slot);
      return { ...this.#book(held, { position }, 0n, null), slot, size: held.size };
    });
  }

  #book(held: Held, data: JournalData, fee: bigint, kind: FeeKind | null): Booked {
    const after = data["position"] as JournalData;
    const realized = unitsOf(after["realizedPnl"]) - held.realized;
    held.size = unitsOf(after["size"]);
    held.realized += realized;
    const { currency } = held;
    const feeCurrency = kind === null || kind === "base" ? currency : kind.in;
    const rates = { rate: toldRate(data, currency), feeRate: toldRate(data, feeCurrency) };
    return { realized, currency, fee, feeCurrency, rates };
  }

  #heldOf(slot: string): Held {
    const known = this.#held.get(slot);
    if (known) return known;
    const held: Held = { size: 0n, realized: 0n, currency: this.rates.own };
    this.#held.set(slot, held);
    return held;
  }
}

/** Whether a fee is paid in what a pair trades: `BTC` of `paper:BTC/USDT`. */
function baseFee({ instrumentId }: FillOrder, feeCurrency: string, currency: string): "base" | null {
  const symbol = instrumentId.slice(instrumentId.indexOf(":") + 1);
  return feeCurrency !== currency && symbol.startsWith(`${feeCurrency}/`) ? "base" : null;
}

function feeOf(kind: FeeKind | null, fee: bigint, price: bigint): bigint {
  return kind === "base" ? divideHalfEven(fee * price, tenTo(MONEY_DIGITS)) : fee;
}
