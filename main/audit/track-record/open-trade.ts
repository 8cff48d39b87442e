import { divideHalfEven, formatFixed, MONEY_DIGITS, parseFixed, tenTo } from "../../../shared/model/fixed.ts";
import type { DeclaredRates } from "./declared-rates.ts";
import { MoneySum } from "./money-sum.ts";
import type { Trade, TradeCorrection, TradeMoney } from "./trade.ts";

/** A fill as it counts for a trade: units of `10^-MONEY_DIGITS`, sizes unsigned. */
export interface TradePart {
  readonly seq: number;
  readonly at: string;
  readonly orderId: string;
  readonly size: bigint;
  readonly price: bigint;
  readonly fee: bigint;
  readonly feeCurrency: string;
  /** What one unit of the fee's currency was worth, where its event tells it. */
  readonly feeRate: bigint | null;
}

const averageDigits = 12;

/** A trade while its fills come in. */
export class OpenTrade {
  readonly instrumentId: string;
  readonly long: boolean;
  readonly currency: string;
  stopLoss: string | null = null;
  takeProfit: string | null = null;
  adverse: string | null = null;
  favorable: string | null = null;
  isClosed = false;
  /** The event that took its last fill back. */
  busted: { readonly seq: number; readonly at: string } | null = null;
  readonly corrections: TradeCorrection[] = [];
  readonly #first: TradePart;
  readonly #pnl = new MoneySum();
  readonly #fees = new Map<string, MoneySum>();
  readonly #funding = new Map<string, MoneySum>();
  #last: TradePart | null = null;
  #opened = 0n;
  #openedNotional = 0n;
  #closed = 0n;
  #closedNotional = 0n;

  constructor(instrumentId: string, long: boolean, currency: string, first: TradePart) {
    this.instrumentId = instrumentId;
    this.long = long;
    this.currency = currency;
    this.#first = first;
  }

  get openSeq(): number {
    return this.#first.seq;
  }

  /** The venue's time of its first fill. */
  get entryAt(): string {
    return this.#first.at;
  }

  open(part: TradePart): void {
    this.#opened += part.size;
    this.#openedNotional += part.size * part.price;
    add(this.#fees, part.feeCurrency, part.fee, part.feeRate);
  }

  close(part: TradePart): void {
    this.#last = part;
    this.#closed += part.size;
    this.#closedNotional += part.size * part.price;
    add(this.#fees, part.feeCurrency, part.fee, part.feeRate);
  }

  /** What closing a part of it has made, in the instrument's currency; `rate` is what one unit of that was worth, where an event tells it. */
  realize(amount: bigint, rate: bigint | null): void {
    this.#pnl.add(amount, rate);
  }

  fund(currency: string, amount: bigint, rate: bigint | null): void {
    add(this.#funding, currency, amount, rate);
  }

  /**
   * One old unit becomes `numerator / denominator` new ones, of which `held` are left, unsigned: sizes and average prices
   * count in new ones, money stays, and a rest that the split drops leaves its cost to the others.
   */
  split(numerator: bigint, denominator: bigint, held: bigint): void {
    this.#closed = (this.#closed * numerator) / denominator;
    this.#opened = this.#closed + held;
  }

  /** The trade as it stands, its money also in the account's own where the record holds a rate. */
  trade(id: number, rates: DeclaredRates): Trade {
    const { currency } = this;
    const pnl = this.#pnl.amount;
    const first = this.#first;
    const last = this.isClosed ? this.#last : null;
    const paid = this.#fees.get(currency) ?? new MoneySum();
    const got = this.#funding.get(currency) ?? new MoneySum();
    const [fees, funding] = [paid.amount, got.amount];
    const others = this.#others();
    return {
      id,
      instrumentId: this.instrumentId,
      side: this.long ? "long" : "short",
      size: money(this.#opened),
      entryAt: first.at,
      entryPrice: this.busted ? money(first.price) : average(this.#openedNotional, this.#opened),
      exitAt: this.busted?.at ?? last?.at ?? null,
      exitPrice: last === null || this.#closed === 0n ? null : average(this.#closedNotional, this.#closed),
      currency,
      pnl: money(pnl),
      fees: money(fees),
      funding: money(funding),
      net: money(pnl - fees + funding),
      others: others.map(([name, fee, fund]) => ({ currency: name, amount: money(fund.amount - fee.amount) })),
      account: inAccount(rates, [currency, this.#pnl, paid, got], others),
      leftOut: others
        .filter(([name, ...sums]) => sums.some((sum) => rates.sumInOwn(name, sum) === null))
        .map(([name]) => name),
      stopLoss: this.stopLoss,
      takeProfit: this.takeProfit,
      adverse: this.adverse,
      favorable: this.favorable,
      entryOrderId: first.orderId,
      exitOrderId: last?.orderId ?? null,
      openSeq: first.seq,
      closeSeq: this.busted?.seq ?? last?.seq ?? null,
      busted: this.busted !== null,
      corrections: this.corrections,
    };
  }

  /** What was paid and got in other currencies than the instrument's, by name. */
  #others(): Other[] {
    const names = new Set([...this.#fees.keys(), ...this.#funding.keys()]);
    names.delete(this.currency);
    return [...names]
      .map((name) => [name, this.#fees.get(name) ?? new MoneySum(), this.#funding.get(name) ?? new MoneySum()] as const)
      .filter(([, fees, funding]) => fees.amount !== 0n || funding.amount !== 0n);
  }
}

type Sums = readonly [currency: string, pnl: MoneySum, fees: MoneySum, funding: MoneySum];
type Other = readonly [currency: string, fees: MoneySum, funding: MoneySum];

function inAccount(rates: DeclaredRates, [currency, ...sums]: Sums, others: readonly Other[]): TradeMoney | null {
  const [pnl, ownFees, ownFunding] = sums.map((sum) => rates.sumInOwn(currency, sum));
  // Without a rate there is no sum.
  if (pnl == null || ownFees == null || ownFunding == null) return null;
  let fees = ownFees;
  let funding = ownFunding;
  for (const [name, paid, got] of others) {
    fees += rates.sumInOwn(name, paid) ?? 0n;
    funding += rates.sumInOwn(name, got) ?? 0n;
  }
  return { pnl: money(pnl), fees: money(fees), funding: money(funding), net: money(pnl - fees + funding) };
}

function add(sums: Map<string, MoneySum>, currency: string, amount: bigint, rate: bigint | null): void {
  const sum = sums.get(currency) ?? new MoneySum();
  sums.set(currency, sum);
  sum.add(amount, rate);
}

function money(units: bigint): string {
  return formatFixed(units, MONEY_DIGITS);
}

function average(notional: bigint, size: bigint): string {
  return formatFixed(divideHalfEven(notional * tenTo(averageDigits), size * tenTo(MONEY_DIGITS)), averageDigits);
}

/** Money, prices and sizes of events in one scale. */
export function unitsOf(text: unknown): bigint {
  return typeof text === "string" ? parseFixed(text, MONEY_DIGITS) : 0n;
}
