import type { AccountTerms } from "./account-terms.ts";
import { zonedTime } from "./zoned-time.ts";

/**
 * The account's trading days, each named by the local date it begins on, in whole days since 1970-01-01. The moment at
 * which a day begins ends the one before: the bar that closes then is the old day's last, and its close is the price the
 * new day starts at.
 */
export interface TradingDays {
  dayOf(at: number): number;
  /** UTC milliseconds; days in which the clocks change have 23 or 25 hours. */
  startOf(day: number): number;
}

export function tradingDays({ dayZone, dayStartsAt }: Pick<AccountTerms, "dayZone" | "dayStartsAt">): TradingDays {
  const zone = zonedTime(dayZone);
  const minute = Number(dayStartsAt.slice(0, 2)) * 60 + Number(dayStartsAt.slice(3));
  const startOf = (day: number): number => zone.instantOf(day, minute);
  return {
    startOf,
    dayOf(at) {
      const day = zone.dayAt(at - 1);
      return at > startOf(day) ? day : day - 1;
    },
  };
}
