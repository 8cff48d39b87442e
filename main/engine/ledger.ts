import type { AccountTerms } from "../../shared/model/account-terms.ts";
import { usualTerms } from "../../shared/model/account-terms.ts";
import { formatFixed, MONEY_DIGITS, parseFixed, tenTo, toNumber } from "../../shared/model/fixed.ts";
import type { PositionSide } from "../../shared/model/order.ts";
import { absolute } from "./exposure.ts";
import type { InstrumentScale } from "./gate.ts";
import type { Marks } from "./marks.ts";
import { averageDigits, averagePrice } from "./notional.ts";
import { Currencies } from "./portfolio/currencies.ts";
import { EquityPeak } from "./portfolio/equity-peak.ts";
import { Extremes, type Way } from "./portfolio/excursion.ts";
import { QuietPrices } from "./portfolio/quiet-prices.ts";
import { bookFill, flat, isFlat, type Position, splitPosition } from "./position.ts";

export interface LedgerAccount {
  readonly id: string;
  readonly currency: string;
  /** Decimal text. */
  readonly cash: string;
  readonly leverage: string;
  /** Default {@link usualTerms}. */
  readonly terms?: AccountTerms;
  /** Cash in other currencies, decimal text by name. */
  readonly balances?: Readonly<Record<string, string>>;
}

/** A position and the balances that a fill changes, as they are after it. */
export interface Booking {
  readonly position: Position;
  /** Balance of the instrument's currency. */
  readonly cash: bigint;
  /** Balance of the fee's currency, where that is another. */
  readonly feeCash: { readonly currency: number; readonly balance: bigint } | null;
}

/** A fill, or what is like one, in exact money: `size` signed, `notional` unsigned. */
export interface Booked {
  readonly size: bigint;
  readonly notional: bigint;
  /** In the instrument's currency; `null` where the fee's own has no price here, so that it is `foreignFee`. */
  readonly fee: bigint | null;
  readonly foreignFee: { readonly currency: number; readonly amount: bigint } | null;
}

/** A ledger as plain data. */
export interface LedgerRecord {
  readonly currencies: readonly string[];
  /** Older snapshots hold none where a currency had no booking yet. */
  readonly balances: readonly (bigint | undefined)[];
  readonly dayStartEquity: bigint;
  readonly positions: readonly Position[];
  /** By slot, whether anything has ever happened in it; absent in older snapshots. */
  readonly traded?: readonly boolean[];
  readonly peak: bigint;
  readonly ranges: [number, number][];
}

/**
 * Cash and positions of the one account, exact. Cash is kept by currency and valued through declared rates; what is
 * declared at par is one currency. Positions have slots: one per instrument, or a long and a short one where the account
 * holds both side by side.
 */
export class Ledger {
  readonly account: LedgerAccount;
  readonly terms: AccountTerms;
  readonly scales: readonly InstrumentScale[];
  readonly currencies: Currencies;
  /** The account holds a long and a short position side by side. */
  readonly hedging: boolean;
  /** Cash by currency number. */
  readonly balances: bigint[];
  /** Equity at the start of the trading day. */
  dayStartEquity: bigint;
  /** By slot: {@link flat} itself where nothing has ever happened. */
  readonly positions: Position[];
  /** 1 long, -1 short, 0 flat, by instrument: a number, because it is looked at on every bar. */
  readonly sides: Int8Array;
  /** How many slots of an instrument are open. */
  readonly open: Uint8Array;
  readonly peak: EquityPeak;
  /** Sizes and cash as doubles: for curves that are drawn, never for money that is booked. */
  readonly #sizes: Float64Array;
  readonly #factors: Float64Array;
  #cashNumber: number;
  /** Cash as a double lags behind a booking until someone asks. */
  #booked = false;
  /** Something else than the price of what is open has changed since equity was last held against its peak. */
  #restated = true;
  /** Where prices tell open positions nothing, so that {@link see} need not be called. */
  readonly quiet: QuietPrices;
  /** Instruments with open positions. */
  #held: number[] = [];
  readonly #extremes: Extremes;
  readonly #currencyOf: readonly number[];
  readonly #marks: Marks;
  readonly #leverage: bigint;
  readonly #leverageDigits = 8;

  constructor(account: LedgerAccount, scales: readonly InstrumentScale[], marks: Marks) {
    this.account = account;
    this.terms = account.terms ?? usualTerms;
    this.hedging = this.terms.positionMode === "hedging";
    this.scales = scales;
    this.#marks = marks;
    this.#leverage = parseFixed(account.leverage, this.#leverageDigits);
    this.currencies = new Currencies(account.currency, this.terms.conversions, scales, marks);
    this.#currencyOf = scales.map(({ instrument }) => this.currencies.numberOf(instrument.quoteCurrency));
    this.balances = [parseFixed(account.cash, MONEY_DIGITS)];
    for (const [name, amount] of Object.entries(account.balances ?? {})) {
      const currency = this.currencies.numberOf(name);
      this.#setBalance(currency, this.balance(currency) + parseFixed(amount, MONEY_DIGITS));
    }
    const slots = this.hedging ? scales.length * 2 : scales.length;
    this.positions = Array.from({ length: slots }, () => flat);
    this.sides = new Int8Array(scales.length);
    this.open = new Uint8Array(scales.length);
    this.#sizes = new Float64Array(scales.length);
    this.quiet = new QuietPrices(scales.length);
    this.#factors = Float64Array.from(scales, ({ instrument }) =>
      toNumber(parseFixed(instrument.multiplier, MONEY_DIGITS), MONEY_DIGITS),
    );
    this.#extremes = new Extremes(slots);
    this.#cashNumber = toNumber(this.cash, MONEY_DIGITS);
    this.dayStartEquity = this.equity();
    this.peak = new EquityPeak(this.dayStartEquity, scales.length, (prices) =>
      this.#equityAt((instrument) => marks.unitsOf(instrument, prices[instrument] as number)),
    );
  }

  /** Cash in the account's own currency. */
  get cash(): bigint {
    return this.balances[0] as bigint;
  }

  slotOf(instrument: number, side: PositionSide | undefined): number {
    return this.hedging ? instrument * 2 + (side === "short" ? 1 : 0) : instrument;
  }

  instrumentOf(slot: number): number {
    return this.hedging ? slot >> 1 : slot;
  }

  /** The slots of an instrument. */
  slotsOf(instrument: number): readonly number[] {
    return this.hedging ? [instrument * 2, instrument * 2 + 1] : [instrument];
  }

  position(slot: number): Position {
    return this.positions[slot] ?? flat;
  }

  /** Signed size of all that is held in an instrument. */
  net(instrument: number): bigint {
    if (!this.hedging) return this.position(instrument).size;
    return this.position(instrument * 2).size + this.position(instrument * 2 + 1).size;
  }

  currencyOf(instrument: number): number {
    return this.#currencyOf[instrument] ?? 0;
  }

  balance(currency: number): bigint {
    return this.balances[currency] ?? 0n;
  }

  /** What a fill would lead to. */
  booking(slot: number, { size, notional, fee, foreignFee }: Booked, at: number): Booking {
    const amount = size < 0n ? -notional : notional;
    const position = bookFill(this.position(slot), size, notional, fee ?? 0n, at, this.terms.costBasis);
    const currency = this.currencyOf(this.instrumentOf(slot));
    const cash = this.balance(currency) - amount - (fee ?? 0n);
    if (foreignFee === null) return { position, cash, feeCash: null };
    const balance = this.balance(foreignFee.currency) - foreignFee.amount;
    return { position, cash, feeCash: { currency: foreignFee.currency, balance } };
  }

  /** Makes a booking true; `price` is what it was filled at, as a double. */
  book(slot: number, { position, cash, feeCash }: Booking, price: number): void {
    this.peak.settle();
    const before = this.position(slot).size;
    const instrument = this.instrumentOf(slot);
    this.#setBalance(this.currencyOf(instrument), cash);
    if (feeCash !== null) this.#setBalance(feeCash.currency, feeCash.balance);
    this.#place(slot, position);
    if (before === 0n || before > 0n !== position.size > 0n) this.#extremes.open(slot, price);
    else this.#extremes.see(slot, price, price);
    if (this.#held.length === 0) this.peak.raise(this.equity());
  }

  /** Money that came or went without a fill; of a position's funding where a slot is given. */
  credit(currency: number, amount: bigint, slot: number | null): void {
    this.peak.settle();
    this.#setBalance(currency, this.balance(currency) + amount);
    this.#restate();
    if (this.#held.length === 0) this.peak.raise(this.equity());
    if (slot === null) return;
    const position = this.position(slot);
    this.positions[slot] = { ...position, funding: position.funding + amount };
  }

  /** A deposit or withdrawal: neither profit nor loss. */
  transfer(currency: number, amount: bigint): void {
    const worth = this.currencies.toOwn(currency, amount) ?? 0n;
    this.peak.shift(worth);
    this.dayStartEquity += worth;
    this.credit(currency, amount, null);
  }

  /** One old unit becomes `numerator / denominator` new ones, in every slot of the instrument. */
  split(instrument: number, numerator: bigint, denominator: bigint): void {
    this.peak.settle();
    for (const slot of this.slotsOf(instrument)) {
      if (this.position(slot) === flat) continue;
      this.#place(slot, splitPosition(this.position(slot), numerator, denominator));
      this.#extremes.scale(slot, Number(denominator) / Number(numerator));
    }
  }

  /**
   * Open positions of the instrument have seen a tick's price or the range of a bar; what {@link quiet} holds need not be
   * shown. The last price is known already.
   */
  see(instrument: number, low: number, high: number): void {
    if (!this.hedging) this.#extremes.see(instrument, low, high);
    else for (const slot of this.slotsOf(instrument)) this.#extremes.see(slot, low, high);
    const price = this.#marks.last[instrument] as number;
    const isMeasured = this.currencies.single && !this.#restated;
    if (isMeasured && !this.quiet.mayPeak(instrument, price, this.#worthOf(instrument))) this.#settleQuiet(instrument);
    else this.#measure();
  }

  /** Holds equity at the last prices against its peak. With rates between currencies no price is known to be quiet. */
  #measure(): void {
    this.#restated = false;
    const { last } = this.#marks;
    const equity = this.equityNumber();
    this.peak.offer(equity, last);
    if (!this.currencies.single) return;
    this.quiet.measured(this.#held, last, this.peak.room(equity), Math.abs(equity) + Math.abs(this.#cashNumber));
    const held = this.#held;
    for (let i = 0; i < held.length; i++) this.#settleQuiet(held[i] as number);
  }

  #settleQuiet(instrument: number): void {
    const worth = this.#worthOf(instrument);
    if (!this.hedging) {
      this.quiet.settle(instrument, this.#extremes.lowest(instrument), this.#extremes.highest(instrument), worth);
      return;
    }
    let low = Number.NEGATIVE_INFINITY;
    let high = Number.POSITIVE_INFINITY;
    for (const slot of this.slotsOf(instrument)) {
      if (this.position(slot).size === 0n) continue;
      low = Math.max(low, this.#extremes.lowest(slot));
      high = Math.min(high, this.#extremes.highest(slot));
    }
    this.quiet.settle(instrument, low, high, worth);
  }

  /** What one unit of price is worth to what is held of an instrument, signed. */
  #worthOf(instrument: number): number {
    return (this.#sizes[instrument] as number) * (this.#factors[instrument] as number);
  }

  /** How far the price has gone from what a reduction at `price` closes; `null` for a fill that opens. */
  way(slot: number, size: bigint, price: number): Way | null {
    const position = this.position(slot);
    if (position.size === 0n || position.size > 0n === size > 0n) return null;
    return this.#extremes.of(slot, this.scales[this.instrumentOf(slot)] as InstrumentScale, position, price);
  }

  /** All that events have made of the account, for a snapshot. */
  save(): LedgerRecord {
    return {
      currencies: [...this.currencies.names],
      balances: [...this.balances],
      dayStartEquity: this.dayStartEquity,
      positions: [...this.positions],
      traded: this.positions.map((position) => position !== flat),
      peak: this.peak.value(),
      ranges: this.#extremes.ranges,
    };
  }

  /** Takes over what a snapshot says of the same account. Throws a RangeError where its currencies are others. */
  restore({ currencies, balances, dayStartEquity, positions, traded, peak, ranges }: LedgerRecord): void {
    for (const [number, name] of currencies.entries()) {
      if (this.currencies.numberOf(name) !== number) throw new RangeError(`${name} is another currency here`);
    }
    this.balances.splice(0, this.balances.length, ...Array.from(balances, (balance) => balance ?? 0n));
    this.dayStartEquity = dayStartEquity;
    for (const [slot, position] of positions.entries()) {
      this.#place(slot, (traded?.[slot] ?? !isFlat(position)) ? position : flat);
    }
    this.peak.restore(peak);
    this.#extremes.ranges = ranges;
  }

  #place(slot: number, position: Position): void {
    const instrument = this.instrumentOf(slot);
    this.positions[slot] = position;
    const net = this.net(instrument);
    let open = position.size === 0n ? 0 : 1;
    if (this.hedging) open = this.slotsOf(instrument).filter((each) => this.position(each).size !== 0n).length;
    this.sides[instrument] = net > 0n ? 1 : net < 0n ? -1 : 0;
    this.open[instrument] = open;
    this.#sizes[instrument] = toNumber(net, (this.scales[instrument] as InstrumentScale).sizeDigits);
    if (open === 0) this.#held = this.#held.filter((other) => other !== instrument);
    else if (!this.#held.includes(instrument)) this.#held = [...this.#held, instrument].sort((a, b) => a - b);
    if (open === 0) this.quiet.release(instrument);
    this.#restate();
  }

  /** Something else than prices has changed equity. */
  #restate(): void {
    this.#booked = true;
    this.#restated = true;
    this.quiet.wake(this.#held);
  }

  /** Currencies have numbers before they have money: those in between hold none. */
  #setBalance(currency: number, balance: bigint): void {
    while (this.balances.length < currency) this.balances.push(0n);
    this.balances[currency] = balance;
  }

  /** Value of a position in the instrument's money at the last price, at its cost while there is no price. */
  value(slot: number): bigint {
    const instrument = this.instrumentOf(slot);
    return this.#valueAt(slot, this.#marks.units(instrument));
  }

  #valueAt(slot: number, mark: bigint | null): bigint {
    const { size, cost } = this.position(slot);
    if (size === 0n) return 0n;
    const { notionalFactor } = this.scales[this.instrumentOf(slot)] as InstrumentScale;
    return mark === null ? cost : size * mark * notionalFactor;
  }

  /** Why equity is a guess, in plain words; empty when it is none. What is guessed opens nothing. */
  gap(): string {
    for (const instrument of this.#held) {
      if (this.#marks.units(instrument) === null) return `${this.#idOf(instrument)} has no price and is held`;
      const gap = this.rateGap(this.currencyOf(instrument));
      if (gap !== "") return gap;
    }
    if (this.currencies.single) return "";
    for (let currency = 1; currency < this.balances.length; currency++) {
      const gap = this.balance(currency) === 0n ? "" : this.rateGap(currency);
      if (gap !== "") return gap;
    }
    return "";
  }

  /** Why a currency has no value in the account's, in plain words; empty when it has one. */
  rateGap(currency: number): string {
    if (this.currencies.rate(currency) !== null) return "";
    return `${this.currencies.names[currency]} has no rate in ${this.account.currency}`;
  }

  #idOf(instrument: number): string {
    return (this.scales[instrument] as InstrumentScale).instrument.id;
  }

  /** Cash and value in the account's currency. What has no rate is left out, and {@link gap} says so. */
  equity(): bigint {
    return this.#equityAt((instrument) => this.#marks.units(instrument));
  }

  #equityAt(markOf: (instrument: number) => bigint | null): bigint {
    let sum = this.cash;
    if (this.currencies.single) {
      for (const instrument of this.#held) {
        const mark = markOf(instrument);
        for (const slot of this.slotsOf(instrument)) sum += this.#valueAt(slot, mark);
      }
      return sum;
    }
    const sums = [...this.balances];
    for (const instrument of this.#held) {
      const currency = this.currencyOf(instrument);
      for (const slot of this.slotsOf(instrument)) {
        sums[currency] = (sums[currency] ?? 0n) + this.#valueAt(slot, markOf(instrument));
      }
    }
    return sums.reduce<bigint>((all, each, currency) => all + (this.currencies.toOwn(currency, each ?? 0n) ?? 0n), 0n);
  }

  /** Equity as a double, at the price of a few multiplications. */
  equityNumber(): number {
    if (!this.currencies.single) return toNumber(this.equity(), MONEY_DIGITS);
    if (this.#booked) {
      this.#booked = false;
      this.#cashNumber = toNumber(this.cash, MONEY_DIGITS);
    }
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

  buyingPower(equity: bigint): bigint {
    return (equity * this.#leverage) / tenTo(this.#leverageDigits);
  }
}

/** Average price of a signed position as text. */
export function averageText(scale: InstrumentScale, cost: bigint, size: bigint): string {
  return formatFixed(averagePrice(scale, absolute(cost), absolute(size)), scale.priceDigits + averageDigits);
}
