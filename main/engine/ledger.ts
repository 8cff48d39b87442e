import { type AccountTerms, usualTerms } from "../../shared/model/account-terms.ts";
import { decimalsOf, MONEY_DIGITS, parseFixed, tenTo, toNumber } from "../../shared/model/fixed.ts";
import type { PositionSide } from "../../shared/model/order.ts";
import type { Ratio } from "../../shared/model/ratio.ts";
import type { InstrumentScale } from "./gate.ts";
import type { LedgerAccount } from "./ledger-account.ts";
import type { Marks } from "./marks.ts";
import type { Booked, Booking } from "./portfolio/booking.ts";
import { Currencies } from "./portfolio/currencies.ts";
import { DayOpening } from "./portfolio/day-opening.ts";
import { EquityPeak } from "./portfolio/equity-peak.ts";
import { Extremes, type Way } from "./portfolio/excursion.ts";
import type { LedgerRecord } from "./portfolio/ledger-record.ts";
import { QuietPrices } from "./portfolio/quiet-prices.ts";
import { type Holding, Valuation } from "./portfolio/valuation.ts";
import { bookFill, flat, isFlat, type Position, splitPosition } from "./position.ts";

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
  #held: readonly number[] = [];
  readonly #extremes: Extremes;
  /** Instruments whose prices make equity. */
  #priced: readonly number[] = [];
  readonly #valuation: Valuation;
  /** The trading day that has begun and is not written down yet. */
  #opening: DayOpening | null = null;
  readonly #marks: Marks;
  readonly #leverage: Ratio;

  constructor(account: LedgerAccount, scales: readonly InstrumentScale[], marks: Marks) {
    this.account = account;
    this.terms = account.terms ?? usualTerms;
    this.hedging = this.terms.positionMode === "hedging";
    this.scales = scales;
    this.#marks = marks;
    const leverageDigits = decimalsOf(account.leverage);
    this.#leverage = { numerator: parseFixed(account.leverage, leverageDigits), denominator: tenTo(leverageDigits) };
    this.currencies = new Currencies(account.currency, this.terms.conversions, scales, marks);
    this.#valuation = new Valuation(scales, this.currencies, (instrument) => this.slotsOf(instrument));
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
      this.#equityAt(prices, this, this.#held),
    );
    this.#restate();
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
    return this.#valuation.currencyOf(instrument);
  }

  balance(currency: number): bigint {
    return this.balances[currency] ?? 0n;
  }

  /** What a fill would lead to. */
  booking(slot: number, { size, notional, fee, foreignFee }: Booked, at: number): Booking {
    const position = bookFill(this.position(slot), size, notional, fee ?? 0n, at, this.terms.costBasis);
    const currency = this.currencyOf(this.instrumentOf(slot));
    const traded = size < 0n ? this.balance(currency) + notional : this.balance(currency) - notional;
    const cash = fee === null ? traded : traded - fee;
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
    this.#raisePeak();
  }

  /** Money that came or went without a fill; of a position's funding where a slot is given. */
  credit(currency: number, amount: bigint, slot: number | null): void {
    this.peak.settle();
    this.#setBalance(currency, this.balance(currency) + amount);
    this.#restate();
    this.#raisePeak();
    if (slot === null) return;
    const position = this.position(slot);
    this.positions[slot] = { ...position, funding: position.funding + amount };
  }

  /** With nothing open no price has to come before equity counts. */
  #raisePeak(): void {
    if (this.#held.length === 0 && this.isPriced()) this.peak.raise(this.equity());
  }

  /** A deposit or withdrawal that is worth so much in the account's currency: neither profit nor loss. */
  transfer(currency: number, amount: bigint, worth: bigint): void {
    this.peak.shift(worth);
    this.dayStartEquity += worth;
    this.#opening?.bring(currency, amount);
    this.credit(currency, amount, null);
  }

  /** One old unit becomes `numerator / denominator` new ones, in every slot of the instrument. */
  split(instrument: number, numerator: bigint, denominator: bigint): void {
    this.peak.settle();
    this.#opening?.split(instrument, this.slotsOf(instrument), { numerator, denominator });
    for (const slot of this.slotsOf(instrument)) {
      if (this.position(slot) === flat) continue;
      this.#place(slot, splitPosition(this.position(slot), numerator, denominator));
      this.#extremes.scale(slot, Number(denominator) / Number(numerator));
    }
  }

  /** A trading day begins with what is held now, at the last prices; where one is missing, what is held is kept until it comes. */
  beginDay(): void {
    this.#opening = this.isPriced() ? null : new DayOpening(this, this.#held, this.#priced, this.#marks.last);
  }

  /** The market, or a fill, has shown a price: it counts where there was none when the day began. */
  seeOpening(instrument: number, price: number): void {
    this.#opening?.see(instrument, price);
  }

  /** Equity that the day which {@link beginDay} began starts with; `null` while something that was held has shown no price. */
  openingEquity(): bigint | null {
    // What had no price may be gone without one.
    if (this.#opening?.isPriced === false && this.isPriced()) this.beginDay();
    if (this.#opening === null) return this.equity();
    const { isPriced, prices, held } = this.#opening;
    return isPriced ? this.#equityAt(prices, this.#opening, held) : null;
  }

  /** The day's start is written down. */
  startDay(equity: bigint): void {
    this.dayStartEquity = equity;
    this.#opening = null;
  }

  /**
   * Open positions of the instrument, or what counts in a currency whose rate it is, have seen a tick's price or the range of
   * a bar; what {@link quiet} holds need not be shown. The last price is known already.
   */
  see(instrument: number, low: number, high: number): void {
    if (this.open[instrument] !== 0) this.#seeExtremes(instrument, low, high);
    const isQuiet = this.currencies.single && !this.#restated;
    if (!isQuiet || this.quiet.mayPeak) this.#measure();
    if (isQuiet) this.#settleQuiet(instrument);
  }

  #seeExtremes(instrument: number, low: number, high: number): void {
    if (!this.hedging) this.#extremes.see(instrument, low, high);
    else for (const slot of this.slotsOf(instrument)) this.#extremes.see(slot, low, high);
  }

  /**
   * Holds equity at the last prices against its peak; equity that is a guess makes none. With rates between currencies no
   * price is known to be quiet.
   */
  #measure(): void {
    if (!this.isPriced()) return;
    const { last } = this.#marks;
    const equity = this.equityNumber();
    this.peak.offer(equity, last);
    this.quiet.measured(equity, this.peak.highest, Math.abs(equity) + Math.abs(this.#cashNumber));
    if (!this.#restated) return;
    this.#restated = false;
    if (!this.currencies.single) return;
    for (const instrument of this.#held) {
      const worth = (this.#sizes[instrument] as number) * (this.#factors[instrument] as number);
      this.quiet.hold(instrument, last[instrument] as number, worth);
      this.#settleQuiet(instrument);
    }
  }

  #settleQuiet(instrument: number): void {
    if (!this.hedging) {
      this.quiet.settle(instrument, this.#extremes.lowest(instrument), this.#extremes.highest(instrument));
      return;
    }
    let low = Number.NEGATIVE_INFINITY;
    let high = Number.POSITIVE_INFINITY;
    for (const slot of this.slotsOf(instrument)) {
      if (this.position(slot).size === 0n) continue;
      low = Math.max(low, this.#extremes.lowest(slot));
      high = Math.min(high, this.#extremes.highest(slot));
    }
    this.quiet.settle(instrument, low, high);
  }

  /** How far the price has gone from what a reduction at `price` closes; `null` for a fill that opens. */
  way(slot: number, size: bigint, price: number): Way | null {
    const position = this.position(slot);
    if (position.size === 0n || position.size > 0n === size > 0n) return null;
    return this.#extremes.of(slot, this.scales[this.instrumentOf(slot)] as InstrumentScale, position, price);
  }

  /** The lowest and highest price that an open position has seen. */
  range(slot: number): readonly [low: number, high: number] {
    return [this.#extremes.lowest(slot), this.#extremes.highest(slot)];
  }

  /** What an earlier session has seen of the prices of a position. */
  seeRange(slot: number, low: number, high: number): void {
    if (this.position(slot).size !== 0n) this.#extremes.see(slot, low, high);
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
    this.#restate();
  }

  /** Something else than prices has changed equity. */
  #restate(): void {
    this.#booked = true;
    this.#restated = true;
    const priced = this.#valuation.priced(this, this.#held);
    for (const instrument of this.#priced) if (!priced.includes(instrument)) this.quiet.release(instrument);
    this.#priced = priced;
    this.quiet.wake(priced);
  }

  /** Currencies have numbers before they have money: those in between hold none. */
  #setBalance(currency: number, balance: bigint): void {
    while (this.balances.length < currency) this.balances.push(0n);
    this.balances[currency] = balance;
  }

  /** Value of a position in the instrument's money at the last price, at its cost while there is no price. */
  value(slot: number): bigint {
    const instrument = this.instrumentOf(slot);
    return this.#valuation.value(instrument, this.position(slot), this.#marks.units(instrument));
  }

  /** Whether everything that equity hangs on has had a price. */
  isPriced(): boolean {
    const priced = this.#priced;
    for (let i = 0; i < priced.length; i++) {
      if (Number.isNaN(this.#marks.last[priced[i] as number] as number)) return false;
    }
    return true;
  }

  /** Why equity is a guess, in plain words; empty when it is none. What is guessed opens nothing. */
  gap(): string {
    return this.#valuation.gap(this, this.#held, (instrument) => this.#marks.units(instrument));
  }

  /** Why a currency has no value in the account's, in plain words; empty when it has one. */
  rateGap(currency: number): string {
    return this.#valuation.rateGap(currency);
  }

  /** Cash and value in the account's currency. What has no rate is left out, and {@link gap} says so. */
  equity(): bigint {
    return this.#valuation.equity(this, this.#held, (instrument) => this.#marks.units(instrument));
  }

  #equityAt(prices: Float64Array, holding: Holding, held: readonly number[]): bigint {
    const unitsOf = (instrument: number): bigint | null =>
      this.#marks.unitsOf(instrument, prices[instrument] as number);
    return this.#valuation.equity(holding, held, unitsOf);
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
    return (equity * this.#leverage.numerator) / this.#leverage.denominator;
  }
}
