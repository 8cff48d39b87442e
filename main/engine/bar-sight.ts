import { BarPath } from "../../shared/model/bar-path.ts";
import type { BarInput } from "../../shared/model/market.ts";

/** Shows what holds an instrument a range of its prices, seen by a time. */
type Show = (instrument: number, low: number, high: number, at: number) => void;

/**
 * Goes along a bar as the venue does and shows what was held on each stretch what it went through there: a stretch ends
 * where something is booked. So a position that its stop has closed does not see what came after it, and one that was
 * opened inside the bar not what came before.
 */
export class BarSight {
  /** Whether a bar is being gone along: a plain field, because every fill looks at it. */
  isOpen = false;
  readonly #show: Show;
  #path = new BarPath(0, 0, 0, 0);
  #instrument = 0;
  #openTime = 0;
  #intervalMs = 1;
  #from = 0;
  /** By instrument, when something was booked there last, UTC milliseconds. */
  readonly #bookedAt: number[] = [];

  constructor(show: Show) {
    this.#show = show;
  }

  begin({ instrument, openTime, intervalMs, open, high, low, close }: BarInput): void {
    this.isOpen = true;
    this.#path = new BarPath(open, high, low, close);
    this.#instrument = instrument;
    this.#openTime = openTime;
    this.#intervalMs = intervalMs;
    // A position that was opened or changed before the bar came has not seen what lies before that.
    const since = ((this.#bookedAt[instrument] ?? openTime) - openTime) / intervalMs;
    this.#from = Math.min(1, Math.max(0, since));
  }

  /** Something that happened at `at` is about to be booked in an instrument. */
  booked(instrument: number, at: number): void {
    this.#bookedAt[instrument] = at;
  }

  /** Something that happened at `at` is about to be booked: what is held has come as far as that. */
  reach(at: number): void {
    const to = Math.min(1, (at - this.#openTime) / this.#intervalMs);
    if (!(to > this.#from)) return;
    this.#stretch(to, at);
    this.#from = to;
  }

  /** The bar is over. Its last moment belongs to the day in which it traded, so its close is shown before what comes at its end. */
  end(): void {
    this.isOpen = false;
    const at = this.#openTime + this.#intervalMs - 1;
    this.#stretch(1, at);
    const close = this.#path.priceAt(1);
    this.#show(this.#instrument, close, close, at);
  }

  #stretch(to: number, at: number): void {
    const low = this.#path.lowest(this.#from, to);
    const high = this.#path.highest(this.#from, to);
    this.#show(this.#instrument, low, high, at);
  }
}
