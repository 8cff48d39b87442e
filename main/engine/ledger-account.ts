import type { AccountTerms } from "../../shared/model/account-terms.ts";

/** The account as it is opened. */
export interface LedgerAccount {
  readonly id: string;
  readonly currency: string;
  /** Decimal text. */
  readonly cash: string;
  readonly leverage: string;
  /** Default {@link usualTerms}. */
  readonly terms?: AccountTerms;
  /** Cash in other currencies, decimal text by name. */
  readonly balances?: Readonly<Record<string, string>>;
}
