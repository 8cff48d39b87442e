import { AccountTerms, usualTerms } from "../../shared/model/account-terms.ts";
import type { JournalData } from "../../shared/model/journal-event.ts";
import type { PaperAccountSettings } from "../../shared/model/settings.ts";
import type { Journal } from "../ports/journal.ts";

/** The paper account's beginnings, as the journal has them. */
export interface FundedAccount {
  readonly id: string;
  readonly currency: string;
  /** Decimal text. */
  readonly cash: string;
  readonly terms: AccountTerms;
}

const paperAccountId = "paper";

/** What the `account.funded` says that opens an account; one without terms of its own has the usual ones. */
interface OpeningData {
  readonly accountId: string;
  readonly currency: string;
  readonly amount: string;
  readonly terms?: unknown;
}

/**
 * The account a journal was opened with: its first `account.funded`, which a fresh journal gets from the settings. Later
 * changes of the settings do not touch an account that has a history.
 */
export function fundAccount(journal: Journal, settings: PaperAccountSettings, now: number): FundedAccount {
  for (const { text } of journal.read()) {
    const event = JSON.parse(text) as { type: string; data: OpeningData };
    if (event.type === "account.funded") {
      const { accountId: id, currency, amount: cash, terms } = event.data;
      return { id, currency, cash, terms: terms === undefined ? usualTerms : AccountTerms.parse(terms) };
    }
  }
  const { currency, cash, terms } = settings;
  journal.append({
    type: "account.funded",
    at: now,
    actor: { kind: "desk", id: "account" },
    trace: "account",
    cause: null,
    data: {
      accountId: paperAccountId,
      currency,
      amount: cash,
      terms: JSON.parse(JSON.stringify(terms)) as JournalData,
    },
  });
  return { id: paperAccountId, currency, cash, terms };
}
