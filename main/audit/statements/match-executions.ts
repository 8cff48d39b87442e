import { decimalsOf, MONEY_DIGITS, parseFixed, tenTo } from "../../../shared/model/fixed.ts";
import { apartMs, FillPool } from "./fill-pool.ts";
import { type CountedFill, makesUp, SearchSteps, searchSum, type WantedSum } from "./fill-sum.ts";
import type { StatementExecution } from "./read-statement.ts";
import type { JournalFill } from "./reconcile.ts";

/** A fill, and whether its price is a rounded one. */
type MatchedFill = JournalFill & { readonly isRounded?: boolean };

/** What became of the executions of a statement. */
export interface Matching {
  /** The fills that make up an execution, for each that some do. */
  readonly fillsOf: ReadonlyMap<StatementExecution, readonly JournalFill[]>;
  /** Executions without fills whose search had to stop before its end. */
  readonly unsearched: readonly StatementExecution[];
}

/** More fills than this are not tried together: those nearest in time are. */
const widest = 256;
const longestAmount = 100;
/** So many executions at most give their fills back to let another find its own. */
const mostNeighbours = 7;

/** An execution that looks for its fills. */
interface Seeker extends WantedSum {
  readonly execution: StatementExecution;
  readonly pool: FillPool;
  readonly at: number;
  fills: readonly CountedFill[] | null;
  isCut: boolean;
}

/**
 * Finds for each execution the fills that make it up: one alone, else all of one order, else a subset of those of one
 * order or of those within five seconds. What is still without looks once more together with its neighbours, whose fills
 * may be the ones it needs. Of one order the first or the last of the fills is within five seconds of the execution. The
 * same input gives the same answer, after a bounded number of steps. Throws a RangeError for an amount that is none.
 */
export function matchExecutions(
  executions: readonly StatementExecution[],
  fills: readonly MatchedFill[],
  symbolOf: (instrumentId: string) => string,
): Matching {
  const search = new ExecutionSearch(executions, fills, symbolOf);
  for (const pass of passes) search.run(pass);
  return search.matching();
}

const passes = ["alone", "wholeOrder", "anySum", "withNeighbours"] as const;

class ExecutionSearch {
  /** In the order of their times. */
  readonly #seekers: readonly Seeker[];
  readonly #steps: SearchSteps;
  readonly #takers = new Map<CountedFill, Seeker>();

  constructor(
    executions: readonly StatementExecution[],
    fills: readonly MatchedFill[],
    symbolOf: (instrumentId: string) => string,
  ) {
    this.#steps = new SearchSteps(executions.length + fills.length);
    // Whole numbers no larger than these amounts need: a search adds and compares many of them.
    const sizeDigits = mostDecimals([...fills, ...executions].map(({ size }) => size));
    const priceDigits = mostDecimals([...fills, ...executions].map(({ price }) => price));
    const amountsOf = ({ size, price }: { readonly size: string; readonly price: string }) => ({
      size: amountOf(size, sizeDigits),
      price: amountOf(price, priceDigits),
    });
    const counted = fills.map((fill) => ({
      fill,
      ...amountsOf(fill),
      isRounded: fill.isRounded === true,
      isTaken: false,
    }));
    const bySide = Map.groupBy(counted, ({ fill }) => `${fill.side} ${symbolOf(fill.instrumentId)}`);
    const pools = new Map([...bySide].map(([key, same]) => [key, new FillPool(same)]));
    const none = new FillPool([]);
    const decimals = decimalsBySymbol(executions);
    this.#seekers = executions
      .toSorted((a, b) => a.at - b.at)
      .map((execution) => ({
        execution,
        pool: pools.get(`${execution.side} ${execution.symbol}`) ?? none,
        at: execution.at,
        ...amountsOf(execution),
        lastDecimal: tenTo(Math.max(0, priceDigits - (decimals.get(execution.symbol) ?? 0))),
        fills: null,
        isCut: false,
      }));
  }

  run(pass: (typeof passes)[number]): void {
    for (const seeker of this.#seekers) {
      if (seeker.fills !== null) continue;
      this.#steps.begin();
      this.#seek(pass, seeker);
      if (this.#steps.isCut) seeker.isCut = true;
    }
  }

  matching(): Matching {
    const found = this.#seekers.filter(({ fills }) => fills !== null);
    const fillsOf = new Map(found.map(({ execution, fills }) => [execution, (fills ?? []).map(({ fill }) => fill)]));
    const lost = this.#seekers.filter(({ fills, isCut }) => fills === null && isCut);
    return { fillsOf, unsearched: lost.map(({ execution }) => execution) };
  }

  #seek(pass: (typeof passes)[number], seeker: Seeker): void {
    switch (pass) {
      case "alone": {
        const fill = seeker.pool.takeAlone(seeker, seeker.at);
        if (fill !== null) this.#give(seeker, [fill]);
        return;
      }
      case "wholeOrder": {
        const whole = this.#ordersNear(seeker).find((fills) => isNear(fills, seeker) && makesUp(fills, seeker));
        if (whole !== undefined) this.#give(seeker, whole);
        return;
      }
      case "anySum":
        this.#place([seeker], 0);
        return;
      case "withNeighbours":
        this.#seekTogether(seeker);
    }
  }

  /** Takes the fills back from those that have what the seeker could use, and finds all of them theirs, or leaves it as it was. */
  #seekTogether(seeker: Seeker): void {
    const takers = this.#around(seeker).flatMap((each) => this.#takers.get(each) ?? []);
    const neighbours = [...new Set(takers)].slice(0, mostNeighbours);
    if (neighbours.length === 0) return;
    const had = neighbours.map((each) => [each, this.#release(each)] as const);
    if (this.#place([seeker, ...neighbours], 0)) return;
    for (const [each, fills] of had) this.#give(each, fills);
  }

  /** Gives each seeker from `index` on fills that make it up; where there is no way to, none of them has any. */
  #place(seekers: readonly Seeker[], index: number): boolean {
    const seeker = seekers[index];
    if (seeker === undefined) return true;
    const accept = (chosen: readonly CountedFill[]): boolean => {
      this.#give(seeker, [...chosen]);
      if (this.#place(seekers, index + 1)) return true;
      this.#release(seeker);
      return false;
    };
    const acceptNear = (chosen: readonly CountedFill[]): boolean => isNear(chosen, seeker) && accept(chosen);
    const orders = this.#ordersNear(seeker);
    return (
      orders.some((fills) => searchSum(this.#nearest(fills, seeker), seeker, this.#steps, acceptNear)) ||
      searchSum(this.#nearest(free(this.#around(seeker)), seeker), seeker, this.#steps, accept)
    );
  }

  #around({ pool, at }: Seeker): CountedFill[] {
    return pool.around(at, this.#steps);
  }

  /** The free fills of each order that has one within five seconds, as far as the steps reach. */
  #ordersNear(seeker: Seeker): CountedFill[][] {
    const orderIds = new Set(free(this.#around(seeker)).map(({ fill }) => fill.orderId));
    return [...orderIds].map((orderId) =>
      seeker.pool.ofOrder(orderId).filter(({ isTaken }) => this.#steps.take() && !isTaken),
    );
  }

  /** As many fills as are tried together, in order of time. */
  #nearest(fills: CountedFill[], { at }: Seeker): readonly CountedFill[] {
    if (fills.length <= widest) return fills;
    this.#steps.leaveOut();
    const away = ({ fill }: CountedFill): number => Math.abs(fill.at - at);
    const nearest = new Set(fills.toSorted((a, b) => away(a) - away(b)).slice(0, widest));
    return fills.filter((each) => nearest.has(each));
  }

  #give(seeker: Seeker, fills: readonly CountedFill[]): void {
    seeker.fills = fills;
    for (const each of fills) {
      each.isTaken = true;
      this.#takers.set(each, seeker);
    }
  }

  #release(seeker: Seeker): readonly CountedFill[] {
    const fills = seeker.fills ?? [];
    seeker.fills = null;
    for (const each of fills) {
      each.isTaken = false;
      this.#takers.delete(each);
    }
    return fills;
  }
}

function free(fills: readonly CountedFill[]): CountedFill[] {
  return fills.filter(({ isTaken }) => !isTaken);
}

/** Whether the first or the last of an order's fills is within five seconds of an execution. */
function isNear(fills: readonly CountedFill[], { at }: Seeker): boolean {
  return [fills[0], fills.at(-1)].some((each) => each !== undefined && Math.abs(each.fill.at - at) <= apartMs);
}

/** How many decimals a statement writes prices of each symbol with. */
function decimalsBySymbol(executions: readonly StatementExecution[]): Map<string, number> {
  const decimals = new Map<string, number>();
  for (const { symbol, price } of executions) {
    const dot = price.indexOf(".");
    const own = dot < 0 ? 0 : price.length - dot - 1;
    decimals.set(symbol, Math.max(own, decimals.get(symbol) ?? 0));
  }
  return decimals;
}

function mostDecimals(amounts: readonly string[]): number {
  return amounts.reduce((most, text) => Math.max(most, Math.min(MONEY_DIGITS, decimalsOf(text))), 0);
}

/** An amount in units of `10^-digits`; one longer than any money is was written to be counted for long. */
function amountOf(text: string, digits: number): bigint {
  if (text.length > longestAmount) throw new RangeError(`an amount has ${text.length} characters`);
  return parseFixed(text, digits);
}
