import { Fault } from "../../shared/model/fault.ts";
import type { BarInput, TickInput } from "../../shared/model/market.ts";
import { parseRfc3339, toRfc3339 } from "../../shared/model/time.ts";
import { wholeMillis } from "./market-inputs.ts";
import { mostPrice } from "./most-price.ts";

/** How far ahead of the desk's clock an input may be stamped: the clocks of feeds differ by seconds, not by minutes. */
const usualAheadMs = 10_000;
/** The last moment that the record has a form for. */
const lastMoment = parseRfc3339("9999-12-31T23:59:59.999Z");

/**
 * Stands at the engine's border: a market input that cannot be true changes nothing, and a report tells of no time to come. Each check is one chain of
 * comparisons, which NaN fails; what is wrong is found out only when the chain breaks. In a tick a price of zero says that
 * there is none. What is stamped ahead of the desk's clock is refused, because the engine's clock follows its inputs: it
 * would begin another trading day, and no price would grow stale until the time it tells of.
 */
export class MarketChecks {
  /** Times of the last tick and the last bar of each instrument. */
  readonly #tickAt: Float64Array;
  readonly #barAt: Float64Array;
  readonly #nameOf: (instrument: number) => string;
  readonly #now: () => number;
  readonly #aheadMs: number;
  /** Inputs before this moment are surely not ahead of the clock, which is asked only from then on. */
  #until = Number.NEGATIVE_INFINITY;

  /** `now` is the desk's clock in UTC milliseconds; one that stands at zero is none, and its inputs are not bound. */
  constructor(
    instruments: number,
    nameOf: (instrument: number) => string,
    now: () => number,
    aheadMs: number = usualAheadMs,
  ) {
    this.#tickAt = new Float64Array(instruments).fill(Number.NEGATIVE_INFINITY);
    this.#barAt = new Float64Array(instruments).fill(Number.NEGATIVE_INFINITY);
    this.#nameOf = nameOf;
    this.#now = now;
    this.#aheadMs = aheadMs;
  }

  /** Throws a Fault for a tick that cannot be. */
  tick(tick: TickInput): void {
    const { instrument, at, bid, ask, last, size } = tick;
    const most = mostPrice;
    const before = this.#tickAt[instrument] as number;
    if (at >= before && at < this.#until && bid >= 0 && bid < most && ask >= 0 && ask < most) {
      if (last >= 0 && last < most && size >= 0 && size < Number.POSITIVE_INFINITY) return;
    }
    if (!this.#reaches(at)) throw this.#tickFault(tick, before);
    this.tick(tick);
  }

  /** Throws a Fault for a bar that cannot be. */
  bar(bar: BarInput): void {
    const { instrument, openTime, intervalMs, open, high, low, close, volume } = bar;
    const before = this.#barAt[instrument] as number;
    if (low > 0 && low <= open && low <= close && high >= open && high >= close && high < mostPrice) {
      if (openTime > before && openTime + intervalMs < this.#until && intervalMs > 0) {
        if (volume >= 0 && volume < Number.POSITIVE_INFINITY) return;
      }
    }
    if (!this.#reaches(openTime + intervalMs)) throw this.#barFault(bar, before);
    this.bar(bar);
  }

  /** The input has been taken: the next of its instrument may not be earlier. */
  tookTick(instrument: number, at: number): void {
    this.#tickAt[instrument] = at;
  }

  tookBar(instrument: number, openTime: number): void {
    this.#barAt[instrument] = openTime;
  }

  /**
   * When something happened that a venue reports as of `at`: at `arrived` where that cannot be told, or is ahead of the desk's
   * clock. What has happened is booked in any case.
   */
  reportedAt(at: number, arrived: number): number {
    if (!(at >= 0 && at <= lastMoment)) return arrived;
    return at < this.#until || this.#reaches(at) ? wholeMillis(at) : arrived;
  }

  /** Whether only the age of the last look at the clock has stood against a time. */
  #reaches(at: number): boolean {
    if (!(at >= this.#until)) return false;
    const now = this.#now();
    const until = now > 0 ? now + this.#aheadMs : Number.POSITIVE_INFINITY;
    // A clock that is set back takes nothing back: the engine's own has followed it already.
    if (until > this.#until) this.#until = until;
    return at < this.#until;
  }

  #tickFault({ instrument, at, bid, ask, last, size }: TickInput, before: number): Fault {
    const name = this.#nameOf(instrument);
    const timeFault =
      checkTime(`a tick of ${name}`, at, at >= before, before) ?? this.#aheadFault(`a tick of ${name}`, at);
    if (timeFault !== null) return timeFault;
    for (const [what, price] of Object.entries({ bid, ask, last })) {
      if (!(price >= 0 && price < mostPrice)) return priceFault(`a tick of ${name}`, what, price);
    }
    return volumeFault(`a tick of ${name}`, "size", size);
  }

  #barFault({ instrument, openTime, intervalMs, volume, ...prices }: BarInput, before: number): Fault {
    const { open, high, low, close } = prices;
    const which = `a bar of ${this.#nameOf(instrument)}`;
    const timeFault = checkTime(which, openTime, openTime > before, before);
    if (timeFault !== null) return timeFault;
    if (!(intervalMs > 0 && intervalMs < Number.POSITIVE_INFINITY)) {
      return refused("MARKET-INTERVAL", `${which} is ${intervalMs} ms long`, "Give bars of a length above zero.");
    }
    const aheadFault = this.#aheadFault(which, openTime + intervalMs);
    if (aheadFault !== null) return aheadFault;
    for (const [what, price] of Object.entries({ open, high, low, close })) {
      if (!(price > 0 && price < mostPrice)) return priceFault(which, what, price);
    }
    if (high < low) {
      return refused("MARKET-BAR-HIGH-LOW", `${which} has its high ${high} below its low ${low}`, correctSource);
    }
    if (low > open || low > close || high < open || high < close) {
      const range = `${low} to ${high}`;
      return refused(
        "MARKET-BAR-RANGE",
        `${which} opens at ${open} and closes at ${close}, outside its range of ${range}`,
        correctSource,
      );
    }
    return volumeFault(which, "volume", volume);
  }

  #aheadFault(which: string, at: number): Fault | null {
    if (at < this.#until) return null;
    const message = `${which} is of ${toRfc3339(at)}, which is ahead of the desk's clock at ${toRfc3339(this.#now())}`;
    return refused("MARKET-TIME-AHEAD", message, "Set the clock of this machine, or correct the source of the prices.");
  }
}

const correctSource = "Correct the source of the prices; the market goes on with its next input.";

function refused(code: string, message: string, remedy: string): Fault {
  return new Fault(code, "validation", message, remedy);
}

function checkTime(which: string, at: number, follows: boolean, before: number): Fault | null {
  if (!Number.isFinite(at)) return refused("MARKET-TIME", `${which} has no time: ${at}`, correctSource);
  if (follows) return null;
  const message = `${which} is of ${toRfc3339(at)}, which does not follow ${toRfc3339(before)}`;
  return refused("MARKET-TIME-BACK", message, "Give the inputs of an instrument in the order of their times.");
}

function priceFault(which: string, what: string, price: number): Fault {
  if (Number.isNaN(price)) return notNumber(which, what);
  return refused("MARKET-PRICE", `${which} has a ${what} of ${price}, which is no price`, correctSource);
}

function volumeFault(which: string, what: string, volume: number): Fault {
  if (Number.isNaN(volume)) return notNumber(which, what);
  return refused("MARKET-VOLUME", `${which} has a ${what} of ${volume}`, correctSource);
}

function notNumber(which: string, what: string): Fault {
  return refused("MARKET-NAN", `${which} has a ${what} that is no number`, correctSource);
}
