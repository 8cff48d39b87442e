import { formatFixed, MONEY_DIGITS, parseFixed } from "../../shared/model/fixed.ts";
import type { JournalData } from "../../shared/model/journal-event.ts";

/** Cash by currency, decimal text. */
export type Balances = Readonly<Record<string, string>>;

/** The account as an event leaves it: its own cash, and the other currencies that the event has changed. */
export function accountAfter({ account }: JournalData): { readonly cash: string; readonly balances: Balances } | null {
  if (typeof account !== "object" || account === null || !("cash" in account)) return null;
  return { cash: String(account.cash), balances: (account.balances ?? {}) as Balances };
}

/** What one event has added to the balances before it: money in units of `10^-MONEY_DIGITS`. */
export function addBalances(to: Map<string, bigint>, before: Balances, after: Balances): void {
  for (const [currency, balance] of Object.entries(after)) {
    const change = parseFixed(balance, MONEY_DIGITS) - parseFixed(before[currency] ?? "0", MONEY_DIGITS);
    to.set(currency, (to.get(currency) ?? 0n) + change);
  }
}

export function balanceTexts(units: ReadonlyMap<string, bigint>): Balances {
  return Object.fromEntries([...units].map(([currency, balance]) => [currency, formatFixed(balance, MONEY_DIGITS)]));
}
