import { par, type Ratio } from "../../shared/model/ratio.ts";
import type { DeskState } from "./desk-state.ts";
import type { InstrumentScale } from "./gate.ts";
import type { Counts, OtherHolding, OtherTotals } from "./gate-facts.ts";
import type { GateViewSource } from "./gate-source.ts";
import type { OrderState } from "./order-state.ts";
import type { Position } from "./position.ts";
import { type Figure, figure, figureCount, SlotHolding } from "./slot-holding.ts";
import { SlotTotal } from "./slot-total.ts";

/** Settings have few groups; those of settings that no longer hold are let go with all others. */
const mostGroups = 100;
const held = new WeakMap<DeskState, Holdings>();

/** The holdings of a desk as they are now. */
export function holdingsOf({ state, scales }: Pick<GateViewSource, "state" | "scales">): Holdings {
  let holdings = held.get(state);
  if (holdings === undefined) {
    holdings = new Holdings(state, scales);
    held.set(state, holdings);
  }
  holdings.refresh();
  return holdings;
}

/**
 * What all slots of an account are worth, and may come to be worth. Sums are kept from one order to the next: only what has
 * changed between the two is calculated anew. What it says is of the last {@link refresh}.
 */
export class Holdings {
  readonly #state: DeskState;
  readonly #slots: SlotHolding[];
  /** Slots that hold something or have orders working, by number. */
  #active: SlotHolding[] = [];
  #rates: (Ratio | null)[] = [];
  #guesses = 0;
  #open = 0;
  #begin = 0;
  /** What makes money of exact figures: the different ones among the instruments. */
  readonly #factors: readonly bigint[];
  /** By slot, the place of its factor. */
  readonly #factorOf: readonly number[];
  /** By figure. */
  readonly #totals: readonly SlotTotal[];
  /** Slots that are not exact and whose worth is not in the totals yet: most orders ask for none. */
  readonly #stale = new Set<SlotHolding>();
  /** The gross of some of the slots, by what counts. */
  readonly #groups = new Map<Counts, Group>();

  constructor(state: DeskState, scales: readonly InstrumentScale[]) {
    this.#state = state;
    const { ledger } = state;
    this.#slots = ledger.positions.map((_, slot) => {
      return new SlotHolding(scales[ledger.instrumentOf(slot)] as InstrumentScale, slot, ledger.account.leverage);
    });
    this.#factors = [...new Set(this.#slots.map(({ scale }) => scale.notionalFactor))];
    this.#factorOf = this.#slots.map(({ scale }) => this.#factors.indexOf(scale.notionalFactor));
    this.#totals = Array.from({ length: figureCount }, () => new SlotTotal(this.#factors));
  }

  refresh(): void {
    const { ledger, working, marks, books } = this.#state;
    const { currencies } = ledger;
    const { single } = currencies;
    if (!single) this.#rates = currencies.names.map((_, number) => currencies.rate(number));
    let isRegrouped = false;
    for (let slot = 0; slot < this.#slots.length; slot++) {
      const holding = this.#slots[slot] as SlotHolding;
      const position = ledger.positions[slot] as Position;
      const instrument = ledger.instrumentOf(slot);
      const book = books[slot] as number;
      const price = marks.last[instrument] as number;
      const rate = single ? par : (this.#rates[ledger.currencyOf(instrument)] ?? null);
      if (holding.isCurrent(position, book, price, rate)) continue;
      const { isIdle } = holding;
      this.#count(holding, -1);
      const orders = working[instrument] as readonly OrderState[];
      holding.take(position, orders, book, price, marks.units(instrument), rate);
      this.#count(holding, 1);
      if (holding.isIdle !== isIdle) isRegrouped = true;
    }
    if (isRegrouped) this.#active = this.#slots.filter(({ isIdle }) => !isIdle);
  }

  /** Whether a last price or a rate is missing for something that is held or may come to be held. */
  get isGuess(): boolean {
    return this.#guesses > 0;
  }

  /** What the positions are worth together; in one currency only, which is the account's. */
  get value(): bigint {
    return this.#beside(figure.value, null);
  }

  /** What all slots but one take of buying power. */
  committedBeside(slot: number): bigint {
    return this.#beside(figure.committed, this.at(slot));
  }

  at(slot: number): SlotHolding {
    return this.#slots[slot] as SlotHolding;
  }

  /** How many working orders were asked to be canceled later than `since`; those that the desk itself replaces apart. */
  cancelsAfter(since: number): number {
    let cancels = 0;
    for (let i = 0; i < this.#active.length; i++) cancels += (this.#active[i] as SlotHolding).cancelsAfter(since);
    return cancels;
  }

  /** All slots but one that hold something or have orders working. */
  beside(slot: number): readonly OtherHolding[] {
    this.#settle();
    const own = this.at(slot);
    return own.isIdle ? this.#active : this.#active.filter((holding) => holding !== own);
  }

  /** The same added up. */
  totalsBeside(slot: number): OtherTotals {
    this.#settle();
    const own = this.at(slot);
    return {
      ifBought: this.#beside(figure.ifBought, own),
      ifSold: this.#beside(figure.ifSold, own),
      gross: this.#beside(figure.gross, own),
      waiting: this.#beside(figure.waiting, own),
      open: this.#open - (own.counts ? 1 : 0),
      begin: this.#begin - own.begins,
    };
  }

  /** The gross of those that count. */
  grossBeside(slot: number, counts: Counts): bigint {
    this.#settle();
    const { has, total } = this.#groupOf(counts);
    return total.beside(figure.gross, has[slot] === true ? this.at(slot) : null, this.#factorOf[slot]);
  }

  #groupOf(counts: Counts): Group {
    let group = this.#groups.get(counts);
    if (group === undefined) {
      group = { has: this.#slots.map(({ scale }) => counts(scale)), total: new SlotTotal(this.#factors) };
      for (const holding of this.#slots) if (group.has[holding.slot]) this.#add(group.total, holding, figure.gross, 1);
      if (this.#groups.size >= mostGroups) this.#groups.clear();
      this.#groups.set(counts, group);
    }
    return group;
  }

  /** The gross of the other slots of a slot's instrument. */
  sameInstrument(slot: number): bigint {
    const { ledger } = this.#state;
    if (!ledger.hedging) return 0n;
    this.#settle();
    let sum = 0n;
    for (const other of ledger.slotsOf(ledger.instrumentOf(slot))) if (other !== slot) sum += this.at(other).gross;
    return sum;
  }

  /** A figure of all slots, or of all but one, in money. */
  #beside(which: Figure, own: SlotHolding | null): bigint {
    return (this.#totals[which] as SlotTotal).beside(which, own, own === null ? undefined : this.#factorOf[own.slot]);
  }

  /** Takes a slot out of the sums, or into them. */
  #count(holding: SlotHolding, sign: 1 | -1): void {
    const { counts, begins, isGuess, isExact } = holding;
    if (counts) this.#open += sign;
    this.#begin += sign * begins;
    if (isGuess) this.#guesses += sign;
    for (const which of always) this.#add(this.#totals[which] as SlotTotal, holding, which, sign);
    if (isExact) this.#countWorth(holding, sign);
    else if (sign > 0) this.#stale.add(holding);
    else if (!this.#stale.delete(holding)) this.#countWorth(holding, sign);
  }

  #settle(): void {
    if (this.#stale.size === 0) return;
    for (const holding of this.#stale) {
      holding.worth();
      this.#countWorth(holding, 1);
    }
    this.#stale.clear();
  }

  #countWorth(holding: SlotHolding, sign: 1 | -1): void {
    for (const which of whenAsked) this.#add(this.#totals[which] as SlotTotal, holding, which, sign);
    if (this.#groups.size === 0) return;
    for (const { has, total } of this.#groups.values()) {
      if (has[holding.slot]) this.#add(total, holding, figure.gross, sign);
    }
  }

  #add(total: SlotTotal, holding: SlotHolding, which: Figure, sign: 1 | -1): void {
    if (holding.isExact) total.add(sign * (holding.whole[which] as number), this.#factorOf[holding.slot] as number);
    else total.addMoney(sign > 0 ? holding.money(which) : -holding.money(which));
  }
}

interface Group {
  /** By slot. */
  readonly has: readonly boolean[];
  readonly total: SlotTotal;
}

/** The figures that every order asks for, and those that only limits on exposure do. */
const always = [figure.value, figure.committed] as const;
const whenAsked = [figure.ifBought, figure.ifSold, figure.gross, figure.waiting] as const;
