import type { JournalFill } from "./reconcile.ts";

/** A fill with its amounts in units that are those of all sizes, and of all prices, of one comparison. */
export interface CountedFill {
  readonly fill: JournalFill;
  readonly size: bigint;
  readonly price: bigint;
  /** Its price is that of another unit, rounded. */
  readonly isRounded: boolean;
  /** An execution has it already. */
  isTaken: boolean;
}

/** What fills have to add up to, in the units of theirs. */
export interface WantedSum {
  readonly size: bigint;
  readonly price: bigint;
  /** One of the last decimal that the statement writes prices of this instrument with. */
  readonly lastDecimal: bigint;
}

/** How many steps a search may take for one execution. */
const stepsPerExecution = 20_000;
/** How many steps all searches of a statement may take: these, and so many more for each execution and each fill. */
const stepsAtLeast = 1_000_000;
const stepsPerRow = 100;

/** Counts the steps of searches, so that what somebody made to be searched for ever ends, at the same step each time. */
export class SearchSteps {
  #left: number;
  #ofThis = 0;
  #isCut = false;

  constructor(rows: number) {
    this.#left = stepsAtLeast + stepsPerRow * rows;
  }

  /** The search since `begin` did not see everything. */
  get isCut(): boolean {
    return this.#isCut;
  }

  begin(): void {
    this.#ofThis = stepsPerExecution;
    this.#isCut = false;
  }

  /** Says that something is left out of the search. */
  leaveOut(): void {
    this.#isCut = true;
  }

  /** Takes one step; `false` where none is left. */
  take(): boolean {
    if (this.#left === 0 || this.#ofThis === 0) {
      this.#isCut = true;
      return false;
    }
    this.#left -= 1;
    this.#ofThis -= 1;
    return true;
  }
}

/**
 * Whether fills make up a sum: their sizes add up to it, and their price is its own. Fills at several prices have an
 * average, and one of another unit a price, which a statement rounds: it may lie half of the last decimal away.
 */
export function makesUp(fills: readonly CountedFill[], wanted: WantedSum): boolean {
  const size = fills.reduce((sum, each) => sum + each.size, 0n);
  return size === wanted.size && size > 0n && priceAgrees(fills, wanted);
}

function priceAgrees(fills: readonly CountedFill[], { size, price, lastDecimal }: WantedSum): boolean {
  const away = fills.reduce((rest, each) => rest - each.size * each.price, size * price);
  const isAverage = fills.some((each) => each.isRounded || each.price !== fills[0]?.price);
  return away === 0n || (isAverage && 2n * (away < 0n ? -away : away) <= size * lastDecimal);
}

/** What the fills from one place on can still give. */
interface Remainder {
  readonly size: bigint;
  readonly least: bigint;
  readonly most: bigint;
}

/**
 * Looks through the subsets of fills that make up a sum, those with earlier fills first, until `accept` takes one; returns
 * whether it did. A place from which no subset was found is not searched again with the same rest.
 */
export function searchSum(
  fills: readonly CountedFill[],
  wanted: WantedSum,
  steps: SearchSteps,
  accept: (chosen: readonly CountedFill[]) => boolean,
): boolean {
  const remainders = remaindersOf(fills);
  const slack = wanted.size * wanted.lastDecimal;
  const barren = new Set<string>();
  const chosen: CountedFill[] = [];
  let isAccepted = false;
  let isStopped = false;
  /** Whether any subset was found; `size` and `notional` are what is left to find. */
  const from = (index: number, size: bigint, notional: bigint, isAverage: boolean): boolean => {
    if (size === 0n) {
      if (!priceAgrees(chosen, wanted)) return false;
      isAccepted = accept(chosen);
      return true;
    }
    const rest = remainders[index];
    if (rest === undefined || rest.size < size) return false;
    if (2n * notional < 2n * size * rest.least - slack || 2n * notional > 2n * size * rest.most + slack) return false;
    const place = `${index} ${size} ${notional} ${isAverage}`;
    if (barren.has(place)) return false;
    isStopped ||= !steps.take();
    if (isStopped) return false;
    const fill = fills[index] as CountedFill;
    let found = false;
    if (fill.size > 0n && fill.size <= size) {
      chosen.push(fill);
      const mixed = isAverage || fill.price !== chosen[0]?.price;
      found = from(index + 1, size - fill.size, notional - fill.size * fill.price, mixed);
      chosen.pop();
    }
    if (!isAccepted) found = from(index + 1, size, notional, isAverage) || found;
    if (!found && !isStopped) barren.add(place);
    return found;
  };
  if (wanted.size > 0n) from(0, wanted.size, wanted.size * wanted.price, false);
  return isAccepted;
}

function remaindersOf(fills: readonly CountedFill[]): Remainder[] {
  const remainders: Remainder[] = [];
  let after: Remainder | null = null;
  for (const { size, price } of fills.toReversed()) {
    after =
      after === null
        ? { size, least: price, most: price }
        : {
            size: after.size + size,
            least: price < after.least ? price : after.least,
            most: price > after.most ? price : after.most,
          };
    remainders.push(after);
  }
  return remainders.reverse();
}
