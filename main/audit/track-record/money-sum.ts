import { divideHalfEven, MONEY_DIGITS, parseFixed, tenTo } from "../../../shared/model/fixed.ts";
import type { JournalData } from "../../../shared/model/journal-event.ts";

const one = tenTo(MONEY_DIGITS);

/** Money of one currency, in units of `10^-MONEY_DIGITS`, and what it was worth in the account's own when it came. */
export class MoneySum {
  amount = 0n;
  /** Each part at the rate that its event told; `null` once a part had none. */
  told: bigint | null = 0n;

  /** Adds money at a rate that {@link toldRate} gave. */
  add(amount: bigint, rate: bigint | null): void {
    this.amount += amount;
    if (amount === 0n || this.told === null) return;
    this.told = rate === null ? null : this.told + divideHalfEven(amount * rate, one);
  }
}

/** What one unit of a currency was worth in the account's own when an event came, in units of `10^-MONEY_DIGITS`; `null` where it does not say. */
export function toldRate({ account }: JournalData, currency: string): bigint | null {
  const rates = (account as JournalData | undefined)?.["rates"] as JournalData | undefined;
  const rate = rates?.[currency];
  return typeof rate === "string" ? parseFixed(rate, MONEY_DIGITS) : null;
}
