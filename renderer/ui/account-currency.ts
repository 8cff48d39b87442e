import { createContext, use } from "react";

/** The account's currency, in which the gate counts money; empty until the desk has named it. */
export const AccountCurrencyContext = createContext("");

export function useAccountCurrency(): string {
  return use(AccountCurrencyContext);
}
