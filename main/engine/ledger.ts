import { formatFixed, MONEY_DIGITS, parseFixed, tenTo, toNumber } from "../../shared/model/fixed.ts";
import type { AccountView, PositionView } from "../../shared/model/portfolio.ts";
import { absolute } from "./exposure.ts";
import type { InstrumentScale } from "./gate.ts";
import type { Marks } from "./marks.ts";
import { averageDigits, averagePrice } from "./notional.ts";
import { bookFill, flat, type Position } from "./position.ts";

export interface LedgerAccount {
  readonly id: string;
  readonly currency: string;
  readonly cash: string;
  readonly leverage: string;
}

/** A position and the account's cash after a fill. */
export interface Booking {
  readonly position: Position;
  readonly cash: bigint;
}

/**
 * Cash and positions of the one account, exact. Every instrument is booked in the account's currency at par: an
 * instrument quoted in another currency is not converted.
 */
export class Ledger {
  cash: bigint;
  /** Equity at the start of the trading day. */
  dayStartEquity: bigint;
  readonly positions: Position[];
  /** 1 long, -1 short, 0 flat, by instrument: a number, because it is looked at on every bar. */
  readonly sides: Int8Array;
  /** Sizes and cash as doubles: for curves that are drawn, never for money that is booked. */
  readonly #sizes: Float64Array;
  readonly #factors: number[];
  #cashNumber: number;
  /** The doubles lag behind a booking until someone asks: a backtest never does. */
  #booked = false;
  #held: number[] = [];
  readonly #account: LedgerAccount;
  readonly #scales: readonly InstrumentScale[];
  readonly #marks: Marks;
  readonly #leverage: bigint;
  readonly #leverageDigits = 8;

  constructor(account: LedgerAccount, scales: readonly InstrumentScale[], marks: Marks) {
    this.#account = account;
    this.#scales = scales;
    this.#marks = marks;
    this.#leverage = parseFixed(account.leverage, this.#leverageDigits);
    this.cash = parseFixed(account.cash, MONEY_DIGITS);
    this.dayStartEquity = this.cash;
    this.positions = scales.map(() => flat);
    this.sides = new Int8Array(scales.length);
    this.#sizes = new Float64Array(scales.length);
    this.#factors = scales.map((scale) =>
      toNumber(parseFixed(scale.instrument.multiplier, MONEY_DIGITS), MONEY_DIGITS),
    );
    this.#cashNumber = toNumber(this.cash, MONEY_DIGITS);
  }

  position(instrument: number): Position {
    return this.positions[instrument] ?? flat;
  }

  /** What a fill would lead to: `size` signed units, `notional` unsigned money. */
  booking(instrument: number, size: bigint, notional: bigint, fee: bigint, at: number): Booking {
    const amount = size < 0n ? -notional : notional;
    return {
      position: bookFill(this.position(instrument), size, notional, fee, at),
      cash: this.cash - amount - fee,
    };
  }

  /** Makes a booking true. */
  book(instrument: number, { position, cash }: Booking): void {
    this.positions[instrument] = position;
    this.sides[instrument] = position.size > 0n ? 1 : position.size < 0n ? -1 : 0;
    this.cash = cash;
    this.#booked = true;
    if (position.size === 0n) this.#held = this.#held.filter((other) => other !== instrument);
    else if (!this.#held.includes(instrument)) this.#held = [...this.#held, instrument].sort((a, b) => a - b);
  }

  /** Value of a position at the last price, at its cost while there is no price. */
  value(instrument: number): bigint {
    const { size, cost } = this.position(instrument);
    if (size === 0n) return 0n;
    const mark = this.#marks.units(instrument);
    return mark === null ? cost : size * mark * (this.#scales[instrument] as InstrumentScale).notionalFactor;
  }

  /** Whether every open position has a price: without one, equity is a guess and opens nothing. */
  get priced(): boolean {
    for (const instrument of this.#held) if (this.#marks.units(instrument) === null) return false;
    return true;
  }

  equity(): bigint {
    let sum = this.cash;
    for (const instrument of this.#held) sum += this.value(instrument);
    return sum;
  }

  /** Equity as a double, at the price of a few multiplications. */
  equityNumber(): number {
    if (this.#booked) this.#readNumbers();
    let sum = this.#cashNumber;
    const held = this.#held;
    for (let i = 0; i < held.length; i++) {
      const instrument = held[i] as number;
      const price = this.#marks.last[instrument] as number;
      if (Number.isNaN(price)) return toNumber(this.equity(), MONEY_DIGITS);
      sum += (this.#sizes[instrument] as number) * price * (this.#factors[instrument] as number);
    }
    return sum;
  }

  #readNumbers(): void {
    this.#booked = false;
    this.#cashNumber = toNumber(this.cash, MONEY_DIGITS);
    for (const { index, sizeDigits } of this.#scales) {
      this.#sizes[index] = toNumber(this.position(index).size, sizeDigits);
    }
  }

  buyingPower(equity: bigint): bigint {
    return (equity * this.#leverage) / tenTo(this.#leverageDigits);
  }

  /** Open positions and those that have been closed, in the order of the instruments. */
  positionViews(): PositionView[] {
    return this.#scales.flatMap((scale, index) => {
      const position = this.position(index);
      return position === flat ? [] : [this.#positionView(scale, position)];
    });
  }

  #positionView(scale: InstrumentScale, position: Position): PositionView {
    const money = (units: bigint): string => formatFixed(units, MONEY_DIGITS);
    const { size, cost } = position;
    const mark = this.#marks.units(scale.index);
    const value = this.value(scale.index);
    return {
      instrumentId: scale.instrument.id,
      size: formatFixed(size, scale.sizeDigits),
      ...(size === 0n ? {} : { averagePrice: averageText(scale, cost, size) }),
      ...(mark === null ? {} : { markPrice: formatFixed(mark, scale.priceDigits) }),
      notional: money(value),
      realizedPnl: money(position.realized),
      unrealizedPnl: money(value - cost),
      fees: money(position.fees),
      ...(position.openedAt === null ? {} : { openedAt: position.openedAt }),
    };
  }

  accountView(): AccountView {
    const money = (units: bigint): string => formatFixed(units, MONEY_DIGITS);
    const equity = this.equity();
    let realized = 0n;
    let fees = 0n;
    let cost = 0n;
    for (const position of this.positions) {
      realized += position.realized;
      fees += position.fees;
      cost += position.cost;
    }
    return {
      accountId: this.#account.id,
      currency: this.#account.currency,
      cash: money(this.cash),
      equity: money(equity),
      buyingPower: money(this.buyingPower(equity)),
      realizedPnl: money(realized),
      unrealizedPnl: money(equity - this.cash - cost),
      fees: money(fees),
      dayPnl: money(equity - this.dayStartEquity),
      leverage: this.#account.leverage,
    };
  }
}

/** Average price of a signed position as text. */
export function averageText(scale: InstrumentScale, cost: bigint, size: bigint): string {
  return formatFixed(averagePrice(scale, absolute(cost), absolute(size)), scale.priceDigits + averageDigits);
}
