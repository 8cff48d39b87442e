import { divideHalfEven, formatFixed, MONEY_DIGITS, parseFixed, tenTo } from "../../shared/model/fixed.ts";
import type { FillView } from "../../shared/model/order.ts";
import type { PositionView } from "../../shared/model/portfolio.ts";
import { toRfc3339 } from "../../shared/model/time.ts";
import type { InstrumentScale } from "../engine/gate.ts";

/** From flat to flat, partial fills and additions included. All amounts are decimal text; times are RFC 3339. */
export interface RoundTrip {
  readonly side: "long" | "short";
  /** Everything that was opened. */
  readonly size: string;
  readonly entryAt: string;
  /** Average over the opening fills, rounded half to even eight places behind the price increment. */
  readonly entryPrice: string;
  /** `null` while the position is open. */
  readonly exitAt: string | null;
  readonly exitPrice: string | null;
  readonly fees: string;
  /** Exits less entries, fees deducted; an open position is valued at the last close. */
  readonly pnl: string;
  /** `pnl` in percent of the entries' notional, rounded half to even to six places. */
  readonly returnPct: string;
}

interface OpenTrip {
  readonly long: boolean;
  readonly entryAt: number;
  held: bigint;
  opened: bigint;
  entryNotional: bigint;
  closed: bigint;
  exitNotional: bigint;
  fees: bigint;
}

const averageDigits = 8;

/**
 * Makes round trips of fills in their order. `opening` is a position held before the first fill, entered at `openingAt`;
 * `mark` is the last close in price units, which values what is still open. A fill that turns a position ends one trip
 * and begins the next, its fee shared by size.
 */
export function roundTrips(
  fills: readonly FillView[],
  scale: InstrumentScale,
  mark: bigint,
  opening?: PositionView,
  openingAt = 0,
): RoundTrip[] {
  return walkTrips(fills, scale, mark, opening, openingAt).trips;
}

/** How far the price went against and in favour of a trade. */
export type Excursion = NonNullable<FillView["excursion"]>;

/** The same, with the excursion of each trip as its last fill tells it; `null` where the trip is open. */
export function walkTrips(
  fills: readonly FillView[],
  scale: InstrumentScale,
  mark: bigint,
  opening?: PositionView,
  openingAt = 0,
): { readonly trips: RoundTrip[]; readonly excursions: (Excursion | null)[] } {
  const trips: RoundTrip[] = [];
  const excursions: (Excursion | null)[] = [];
  let open = opening ? openedEarlier(opening, scale, openingAt) : null;
  for (const fill of fills) {
    const buy = fill.side === "buy";
    const price = parseFixed(fill.price, scale.priceDigits);
    const fee = parseFixed(fill.fee, MONEY_DIGITS);
    const size = parseFixed(fill.size, scale.sizeDigits);
    let left = size;
    if (open && open.long !== buy) {
      const closing = left < open.held ? left : open.held;
      open.held -= closing;
      open.closed += closing;
      open.exitNotional += closing * price * scale.notionalFactor;
      open.fees += closing === size ? fee : divideHalfEven(fee * closing, size);
      left -= closing;
      if (open.held === 0n) {
        trips.push(closedTrip(open, scale, fill.at));
        excursions.push(fill.excursion ?? null);
        open = null;
      }
    }
    if (left === 0n) continue;
    open ??= {
      long: buy,
      entryAt: fill.at,
      held: 0n,
      opened: 0n,
      entryNotional: 0n,
      closed: 0n,
      exitNotional: 0n,
      fees: 0n,
    };
    open.held += left;
    open.opened += left;
    open.entryNotional += left * price * scale.notionalFactor;
    open.fees += left === size ? fee : fee - divideHalfEven(fee * (size - left), size);
  }
  if (open) {
    trips.push(openTrip(open, scale, mark));
    excursions.push(null);
  }
  return { trips, excursions };
}

function openedEarlier(position: PositionView, scale: InstrumentScale, at: number): OpenTrip {
  const signed = parseFixed(position.size, scale.sizeDigits);
  const held = signed < 0n ? -signed : signed;
  const average = position.averagePrice ?? "0";
  const digits = scale.priceDigits + averageDigits;
  const entryNotional = (held * parseFixed(average, digits) * scale.notionalFactor) / tenTo(averageDigits);
  return { long: signed > 0n, entryAt: at, held, opened: held, entryNotional, closed: 0n, exitNotional: 0n, fees: 0n };
}

function closedTrip(trip: OpenTrip, scale: InstrumentScale, at: number): RoundTrip {
  const exit = { exitAt: toRfc3339(at), exitPrice: average(trip.exitNotional, trip.closed, scale) };
  return describe(trip, scale, trip.exitNotional, exit);
}

function openTrip(trip: OpenTrip, scale: InstrumentScale, mark: bigint): RoundTrip {
  const worth = trip.exitNotional + trip.held * mark * scale.notionalFactor;
  return describe(trip, scale, worth, { exitAt: null, exitPrice: null });
}

function describe(
  trip: OpenTrip,
  scale: InstrumentScale,
  worth: bigint,
  exit: Pick<RoundTrip, "exitAt" | "exitPrice">,
): RoundTrip {
  const gross = trip.long ? worth - trip.entryNotional : trip.entryNotional - worth;
  const pnl = gross - trip.fees;
  const percent = trip.entryNotional === 0n ? 0n : divideHalfEven(pnl * tenTo(8), trip.entryNotional);
  return {
    side: trip.long ? "long" : "short",
    size: formatFixed(trip.opened, scale.sizeDigits),
    entryAt: toRfc3339(trip.entryAt),
    entryPrice: average(trip.entryNotional, trip.opened, scale),
    ...exit,
    fees: formatFixed(trip.fees, MONEY_DIGITS),
    pnl: formatFixed(pnl, MONEY_DIGITS),
    returnPct: formatFixed(percent, 6),
  };
}

function average(notional: bigint, size: bigint, scale: InstrumentScale): string {
  const units = divideHalfEven(notional * tenTo(averageDigits), size * scale.notionalFactor);
  return formatFixed(units, scale.priceDigits + averageDigits);
}
