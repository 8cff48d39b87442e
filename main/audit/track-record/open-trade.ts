import { divideHalfEven, formatFixed, MONEY_DIGITS, parseFixed, tenTo } from "../../../shared/model/fixed.ts";
import type { Trade, TradeCorrection } from "./trade.ts";

/** A fill as it counts for a trade: units of `10^-MONEY_DIGITS`, sizes unsigned. */
export interface TradePart {
  readonly seq: number;
  readonly at: string;
  readonly orderId: string;
  readonly size: bigint;
  readonly price: bigint;
  readonly fee: bigint;
}

const averageDigits = 12;

/** A trade while its fills come in. */
export class OpenTrade {
  readonly id: number;
  readonly instrumentId: string;
  readonly long: boolean;
  stopLoss: string | null = null;
  takeProfit: string | null = null;
  adverse: string | null = null;
  favorable: string | null = null;
  pnl = 0n;
  fees = 0n;
  funding = 0n;
  readonly fillIds = new Set<string>();
  readonly corrections: TradeCorrection[] = [];
  #first: TradePart | null = null;
  #last: TradePart | null = null;
  #opened = 0n;
  #openedNotional = 0n;
  #closed = 0n;
  #closedNotional = 0n;

  constructor(id: number, instrumentId: string, long: boolean) {
    this.id = id;
    this.instrumentId = instrumentId;
    this.long = long;
  }

  open(part: TradePart): void {
    this.#first ??= part;
    this.#opened += part.size;
    this.#openedNotional += part.size * part.price;
    this.fees += part.fee;
  }

  close(part: TradePart): void {
    this.#last = part;
    this.#closed += part.size;
    this.#closedNotional += part.size * part.price;
    this.fees += part.fee;
  }

  /** A bust may leave what was closed open again. */
  reopen(): void {
    this.#last = null;
  }

  /** The trade as it stands; `isClosed` says whether its position is flat. */
  trade(isClosed: boolean): Trade {
    const money = (units: bigint): string => formatFixed(units, MONEY_DIGITS);
    const first = this.#first as TradePart;
    const last = isClosed ? this.#last : null;
    return {
      id: this.id,
      instrumentId: this.instrumentId,
      side: this.long ? "long" : "short",
      size: money(this.#opened),
      entryAt: first.at,
      entryPrice: average(this.#openedNotional, this.#opened),
      exitAt: last?.at ?? null,
      exitPrice: last === null || this.#closed === 0n ? null : average(this.#closedNotional, this.#closed),
      pnl: money(this.pnl),
      fees: money(this.fees),
      funding: money(this.funding),
      net: money(this.pnl - this.fees + this.funding),
      stopLoss: this.stopLoss,
      takeProfit: this.takeProfit,
      adverse: this.adverse,
      favorable: this.favorable,
      entryOrderId: first.orderId,
      exitOrderId: last?.orderId ?? null,
      openSeq: first.seq,
      closeSeq: last?.seq ?? null,
      corrections: this.corrections,
    };
  }
}

function average(notional: bigint, size: bigint): string {
  return formatFixed(divideHalfEven(notional * tenTo(averageDigits), size * tenTo(MONEY_DIGITS)), averageDigits);
}

/** Money, prices and sizes of events in one scale. */
export function unitsOf(text: unknown): bigint {
  return typeof text === "string" ? parseFixed(text, MONEY_DIGITS) : 0n;
}
