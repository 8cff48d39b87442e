import { Fault } from "../../shared/model/fault.ts";
import type { BarInput, TickInput } from "../../shared/model/market.ts";
import { toRfc3339 } from "../../shared/model/time.ts";

/**
 * Stands at the engine's border: a market input that cannot be true changes nothing. Each check is one chain of
 * comparisons, which NaN fails; what is wrong is found out only when the chain breaks. In a tick a price of zero says that
 * there is none.
 */
export class MarketChecks {
  /** Times of the last tick and the last bar of each instrument. */
  readonly #tickAt: Float64Array;
  readonly #barAt: Float64Array;
  readonly #nameOf: (instrument: number) => string;

  constructor(instruments: number, nameOf: (instrument: number) => string) {
    this.#tickAt = new Float64Array(instruments).fill(Number.NEGATIVE_INFINITY);
    this.#barAt = new Float64Array(instruments).fill(Number.NEGATIVE_INFINITY);
    this.#nameOf = nameOf;
  }

  /** Throws a Fault for a tick that cannot be. */
  tick({ instrument, at, bid, ask, last, size }: TickInput): void {
    const most = Number.POSITIVE_INFINITY;
    const before = this.#tickAt[instrument] as number;
    if (at >= before && at < most && bid >= 0 && bid < most && ask >= 0 && ask < most && last >= 0 && last < most) {
      if (size >= 0 && size < most) return;
    }
    throw this.#tickFault({ instrument, at, bid, ask, last, size }, before);
  }

  /** Throws a Fault for a bar that cannot be. */
  bar({ instrument, openTime, intervalMs, open, high, low, close, volume }: BarInput): void {
    const before = this.#barAt[instrument] as number;
    if (low > 0 && low <= open && low <= close && high >= open && high >= close && high < Number.POSITIVE_INFINITY) {
      if (openTime > before && openTime < Number.POSITIVE_INFINITY && intervalMs > 0 && volume >= 0) return;
    }
    throw this.#barFault({ instrument, openTime, intervalMs, open, high, low, close, volume }, before);
  }

  /** The input has been taken: the next of its instrument may not be earlier. */
  tookTick(instrument: number, at: number): void {
    this.#tickAt[instrument] = at;
  }

  tookBar(instrument: number, openTime: number): void {
    this.#barAt[instrument] = openTime;
  }

  #tickFault({ instrument, at, bid, ask, last, size }: TickInput, before: number): Fault {
    const name = this.#nameOf(instrument);
    const timeFault = checkTime(`a tick of ${name}`, at, at >= before, before);
    if (timeFault !== null) return timeFault;
    for (const [what, price] of Object.entries({ bid, ask, last })) {
      if (!(price >= 0 && price < Number.POSITIVE_INFINITY)) return priceFault(`a tick of ${name}`, what, price);
    }
    return volumeFault(`a tick of ${name}`, "size", size);
  }

  #barFault({ instrument, openTime, intervalMs, volume, ...prices }: BarInput, before: number): Fault {
    const { open, high, low, close } = prices;
    const which = `a bar of ${this.#nameOf(instrument)}`;
    const timeFault = checkTime(which, openTime, openTime > before, before);
    if (timeFault !== null) return timeFault;
    if (!(intervalMs > 0)) {
      return refused("MARKET-INTERVAL", `${which} is ${intervalMs} ms long`, "Give bars of a length above zero.");
    }
    for (const [what, price] of Object.entries({ open, high, low, close })) {
      if (!(price > 0 && price < Number.POSITIVE_INFINITY)) return priceFault(which, what, price);
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
  return refused("MARKET-PRICE", `${which} has a ${what} of ${price}, which is no price`, correctSource);
}

function volumeFault(which: string, what: string, volume: number): Fault {
  return refused("MARKET-VOLUME", `${which} has a ${what} of ${volume}`, correctSource);
}
