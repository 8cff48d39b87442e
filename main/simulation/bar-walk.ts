import { BarPath } from "../../shared/model/bar-path.ts";
import type { BarInput } from "../../shared/model/market.ts";
import type { PaperBook } from "./paper-book.ts";
import type { Stretch } from "./stretch.ts";
import type { VenueFunding } from "./venue-funding.ts";
import type { VenueLine } from "./venue-line.ts";

/** What may happen to one instrument besides its price. */
export interface BarEvents {
  readonly book: PaperBook;
  readonly line: VenueLine;
  readonly funding: VenueFunding;
  /** Pays the funding that is due. */
  pay(price: number): void;
}

/** Walks along a bar: between two events it trades, at each it does what is due there. */
export function walkBar(events: BarEvents, bar: BarInput): void {
  const { book, line, funding } = events;
  const { openTime, intervalMs, open, high, low, close, volume } = bar;
  const closeTime = openTime + intervalMs;
  // Bars that open before the last one closed (a day of 23 hours) do not bring messages forward.
  const late = Math.max(0, book.closedAt - openTime);
  const stretch = { path: new BarPath(open, high, low, close), low, high, openTime, intervalMs, late };
  book.volume.set(volume);
  book.pairs.begin();
  // Nothing but its price happens to by far the most bars.
  const isPlain =
    book.hours.always &&
    line.nextAt - late >= closeTime &&
    book.reach.expiry >= closeTime &&
    funding.nextAt >= closeTime;
  if (isPlain) book.tradeStretch(stretch, 0, 1);
  else walkEvents(events, stretch);
}

function walkEvents({ book, line, funding, pay }: BarEvents, stretch: Stretch): void {
  const { hours } = book;
  const { path, openTime, intervalMs, late } = stretch;
  const closeTime = openTime + intervalMs;
  const inSession = hours.touchesSession(openTime, closeTime);
  const timeOf = (share: number): number => Math.round(openTime + share * intervalMs);
  let from = 0;
  const priceNow = (): number => (from === 0 ? book.last : path.priceAt(from));
  const trade = (to: number): void => {
    if (inSession && (hours.always || !hours.isHalted(timeOf(from)))) book.tradeStretch(stretch, from, to);
  };
  const walkTo = (time: number): void => {
    const share = Math.max(0, (time - openTime) / intervalMs);
    if (share > from) {
      trade(share);
      from = share;
    }
  };
  for (;;) {
    const due = line.nextAt - late;
    const expiry = book.reach.expiry;
    const limitMove = hours.moves ? leavesLimits(book, path, from, timeOf(from), timeOf) : Number.POSITIVE_INFINITY;
    const halt = hours.always ? Number.POSITIVE_INFINITY : hours.nextHaltChange(timeOf(from));
    const next = Math.min(due, expiry, funding.nextAt, halt, limitMove);
    if (next >= closeTime) break;
    walkTo(next);
    if (next === funding.nextAt) pay(next < openTime ? book.last : path.priceAt(from));
    else if (next === limitMove) hours.halt(next);
    else if (next === expiry) book.expire(Math.max(expiry, openTime));
    else if (next === due) line.deliver(due, priceNow());
  }
  trade(1);
}

/** When the price leaves the limits of the day from here on; infinite when it stays inside. */
function leavesLimits(
  { hours }: PaperBook,
  path: BarPath,
  from: number,
  at: number,
  timeOf: (share: number) => number,
): number {
  if (hours.isHalted(at)) return Number.POSITIVE_INFINITY;
  hours.note(path.priceAt(from), at);
  const over = path.firstThrough(hours.upper, false, from, 1);
  const under = path.firstThrough(hours.lower, true, from, 1);
  const share = over < 0 ? under : under < 0 ? over : Math.min(over, under);
  return share < 0 ? Number.POSITIVE_INFINITY : timeOf(share);
}
