import type { DeskState } from "./desk-state.ts";
import type { InstrumentScale, Ratio } from "./gate.ts";
import type { Counts, OtherHolding, OtherTotals } from "./gate-facts.ts";
import type { GateViewSource } from "./gate-source.ts";
import type { OrderState } from "./order-state.ts";
import { par } from "./portfolio/currencies.ts";
import type { Position } from "./position.ts";
import { SlotHolding } from "./slot-holding.ts";

/** Settings have few groups; those of settings that no longer hold are let go with all others. */
const mostSums = 100;
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
  #value = 0n;
  #committed = 0n;
  #open = 0;
  #begin = 0;
  #worth: Worth = { ifBought: 0n, ifSold: 0n, gross: 0n, waiting: 0n };
  /** By what counts. */
  readonly #grossOf = new Map<Counts, bigint>();
  /** Slots whose worth is not in the sums above: most orders ask for none. */
  readonly #stale = new Set<SlotHolding>();

  constructor(state: DeskState, scales: readonly InstrumentScale[]) {
    this.#state = state;
    const { ledger } = state;
    this.#slots = ledger.positions.map((_, slot) => {
      return new SlotHolding(scales[ledger.instrumentOf(slot)] as InstrumentScale, slot, ledger.account.leverage);
    });
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
    return this.#value;
  }

  /** What all slots but one take of buying power. */
  committedBeside(slot: number): bigint {
    return this.#committed - this.at(slot).committed;
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
    const { ifBought, ifSold, gross, waiting } = this.#worth;
    return {
      ifBought: ifBought - own.ifBought,
      ifSold: ifSold - own.ifSold,
      gross: gross - own.gross,
      waiting: waiting - own.waiting,
      open: this.#open - (own.counts ? 1 : 0),
      begin: this.#begin - own.begins,
    };
  }

  /** The gross of those that count. */
  grossBeside(slot: number, counts: Counts): bigint {
    this.#settle();
    let sum = this.#grossOf.get(counts);
    if (sum === undefined) {
      sum = 0n;
      for (const holding of this.#active) if (counts(holding.scale)) sum += holding.gross;
      if (this.#grossOf.size >= mostSums) this.#grossOf.clear();
      this.#grossOf.set(counts, sum);
    }
    const own = this.at(slot);
    return counts(own.scale) ? sum - own.gross : sum;
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

  /** Takes a slot out of the sums, or into them. */
  #count(holding: SlotHolding, sign: 1 | -1): void {
    const { value, committed, counts, begins, isGuess } = holding;
    if (sign > 0) {
      this.#value += value;
      this.#committed += committed;
      this.#stale.add(holding);
    } else {
      this.#value -= value;
      this.#committed -= committed;
      if (!this.#stale.has(holding)) this.#add(holding, -1);
    }
    if (counts) this.#open += sign;
    this.#begin += sign * begins;
    if (isGuess) this.#guesses += sign;
  }

  #settle(): void {
    for (const holding of this.#stale) {
      holding.worth();
      this.#add(holding, 1);
    }
    this.#stale.clear();
  }

  #add({ scale, ifBought, ifSold, gross, waiting }: SlotHolding, sign: 1 | -1): void {
    for (const [counts, sum] of this.#grossOf) {
      if (counts(scale)) this.#grossOf.set(counts, sign > 0 ? sum + gross : sum - gross);
    }
    const worth = this.#worth;
    worth.ifBought = sign > 0 ? worth.ifBought + ifBought : worth.ifBought - ifBought;
    worth.ifSold = sign > 0 ? worth.ifSold + ifSold : worth.ifSold - ifSold;
    worth.gross = sign > 0 ? worth.gross + gross : worth.gross - gross;
    worth.waiting = sign > 0 ? worth.waiting + waiting : worth.waiting - waiting;
  }
}

interface Worth {
  ifBought: bigint;
  ifSold: bigint;
  gross: bigint;
  waiting: bigint;
}
