import type { Instrument } from "../../shared/model/instrument.ts";
import type { PaperVenueSettings } from "../../shared/model/paper-venue-settings.ts";
import { sessionAt, type TradingSession } from "../../shared/model/trading-session.ts";

/** Why nothing trades at an instant. */
export interface Closure {
  readonly code: "VENUE-CLOSED" | "VENUE-HALTED";
  readonly reason: string;
}

const closed: Closure = { code: "VENUE-CLOSED", reason: "the market is closed" };
const halted: Closure = { code: "VENUE-HALTED", reason: "trading is halted" };
const dayMs = 86_400_000;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** When one instrument trades: its sessions, the halts that were announced, and those its own price brings about. */
export class MarketHours {
  /** Nothing ever closes this market. */
  readonly always: boolean;
  /** The prices that halt trading; infinite where none does, NaN before the day's first price. */
  upper = Number.POSITIVE_INFINITY;
  lower = Number.NEGATIVE_INFINITY;
  readonly #hours: Instrument["tradingHours"];
  #halts: Span[];
  readonly #limitMove: PaperVenueSettings["limitMove"];
  #session: TradingSession | null = null;
  #asked = Number.NaN;
  #day = Number.NaN;

  constructor({ id, tradingHours }: Instrument, { halts, limitMove }: PaperVenueSettings) {
    this.#hours = tradingHours;
    this.#halts = halts
      .filter(({ instrumentId }) => instrumentId === undefined || instrumentId === id)
      .map(({ from, to }) => ({ from, to }));
    this.#limitMove = limitMove;
    this.always = tradingHours === undefined && this.#halts.length === 0 && limitMove === undefined;
  }

  /** The price itself may halt this market. */
  get moves(): boolean {
    return this.#limitMove !== undefined;
  }

  /** Why nothing trades at an instant; `null` when the market is open. */
  closure(at: number): Closure | null {
    if (this.always) return null;
    if (this.#halts.some(({ from, to }) => at >= from && at < to)) return halted;
    if (this.#hours === undefined) return null;
    const session = this.#sessionFrom(at);
    return session === null || at < session.opensAt ? closed : null;
  }

  /** Whether the market is open at `at` and has been since `from`: neither a halt nor a session's beginning lies between. */
  isOpenSince(from: number, at: number): boolean {
    if (this.always) return true;
    if (this.closure(at) !== null || this.#halts.some((halt) => halt.to > from && halt.from <= at)) return false;
    return this.#hours === undefined || (this.#sessionFrom(at)?.opensAt ?? Number.POSITIVE_INFINITY) <= from;
  }

  /** Whether the market is open at some moment from `from` to `to`, both included. */
  opensWithin(from: number, to: number): boolean {
    for (let at = from; at <= to; ) {
      const closure = this.closure(at);
      if (closure === null) return true;
      at = closure === halted ? this.nextHaltChange(at) : (this.#sessionFrom(at)?.opensAt ?? Number.POSITIVE_INFINITY);
    }
    return false;
  }

  /** Whether a session touches [from, to): data of a bar that reaches outside of them is taken to be of the session. */
  touchesSession(from: number, to: number): boolean {
    if (this.#hours === undefined) return true;
    const session = this.#sessionFrom(from);
    return session !== null && session.opensAt < to;
  }

  isHalted(at: number): boolean {
    return this.#halts.some(({ from, to }) => at >= from && at < to);
  }

  /** The next beginning or end of a halt after `at`; infinite when there is none. */
  nextHaltChange(at: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { from, to } of this.#halts) {
      if (from > at) next = Math.min(next, from);
      else if (to > at) next = Math.min(next, to);
    }
    return next;
  }

  /** Notes a price: the first of a UTC day, and the first after its halt, is what the limits are measured from. */
  note(price: number, at: number): void {
    if (this.#limitMove === undefined || !(price > 0) || this.isHalted(at)) return;
    const day = Math.floor(at / dayMs);
    if (day !== this.#day || Number.isNaN(this.upper)) {
      this.#day = day;
      const share = Number(this.#limitMove.percent) / 100;
      this.upper = price * (1 + share);
      this.lower = price * (1 - share);
    }
  }

  /** Whether a price is beyond the limits of the day. */
  isBeyond(price: number): boolean {
    return price > this.upper || price < this.lower;
  }

  /** Halts trading because the price went beyond its limits. */
  halt(at: number): void {
    if (this.#limitMove === undefined) return;
    this.#halts = this.#halts.filter(({ to }) => to > at);
    this.#halts.push({ from: at, to: at + this.#limitMove.haltMs });
    this.upper = Number.NaN;
    this.lower = Number.NaN;
  }

  /** The session that an instant is in, else the next; kept until it is over. */
  #sessionFrom(at: number): TradingSession | null {
    if (this.#hours === undefined) return null;
    const known = this.#session;
    if (known !== null && at < known.closesAt && at >= this.#asked) return known;
    this.#asked = at;
    this.#session = sessionAt(this.#hours, at);
    return this.#session;
  }
}
