import type { PaperAccountSettings } from "../../shared/model/settings.ts";
import type { Journal } from "../ports/journal.ts";

/** The paper account's beginnings, as the journal has them. */
export interface FundedAccount {
  readonly id: string;
  readonly currency: string;
  /** Decimal text. */
  readonly cash: string;
}

const paperAccountId = "paper";

/**
 * The account a journal was opened with: its first `account.funded`, which a fresh journal gets from the settings. Later
 * changes of the settings do not touch an account that has a history.
 */
export function fundAccount(journal: Journal, settings: PaperAccountSettings, now: number): FundedAccount {
  for (const { text } of journal.read()) {
    const event = JSON.parse(text) as { type: string; data: { accountId: string; currency: string; amount: string } };
    if (event.type === "account.funded") {
      return { id: event.data.accountId, currency: event.data.currency, cash: event.data.amount };
    }
  }
  const { currency, cash } = settings;
  journal.append({
    type: "account.funded",
    at: now,
    actor: { kind: "desk", id: "account" },
    trace: "account",
    cause: null,
    data: { accountId: paperAccountId, currency, amount: cash },
  });
  return { id: paperAccountId, currency, cash };
}
