import { Fault } from "../../shared/model/fault.ts";
import type { Journal } from "../ports/journal.ts";
import type { Balances } from "./account-after.ts";
import { type MarketIdentity, nameOf } from "./market-identity.ts";
import type { MarketStretch } from "./market-stretch.ts";

/** What a desk takes over from the journal for the market it opens on. */
export interface EnteredMarket {
  /** Orders of earlier events belong to another market, where everything is closed: they are not taken over. */
  readonly since: number;
  /** Cash before `since`, decimal text; `null` where nothing had been filled by then. */
  readonly cash: string | null;
  /** The same of other currencies. */
  readonly balances: Balances;
}

/**
 * Writes down which market the session trades, after what `last` has read of the record. Throws `PROFILE-MARKET` where
 * positions or orders of another market are open, because this one's prices would value and fill them.
 */
export function enterMarket(journal: Journal, market: MarketIdentity, now: number, last: MarketStretch): EnteredMarket {
  const same = last.market === null || last.market.identity === market.identity;
  if (!same && last.market !== null && last.open.length > 0) throw foreign(last.market, market, last.open);
  // Which of the record's orders are this market's is told by the number of this event, so that none may be without it.
  if (!same) return { since: recordLink(journal, market, now), cash: last.cash, balances: last.balances };
  const failedBefore = journal.health().state === "failed";
  try {
    recordLink(journal, market, now);
  } catch (error) {
    // A journal that found no room for its session keeps this beside, too, and says that it has failed.
    if (!failedBefore) throw error;
  }
  return { since: last.since, cash: last.cashBefore, balances: last.balancesBefore };
}

function recordLink(journal: Journal, market: MarketIdentity, now: number): number {
  return journal.append({
    type: "link.up",
    at: now,
    actor: { kind: "desk", id: "feed" },
    trace: journal.health().session,
    cause: null,
    data: { ...market },
  });
}

function foreign(last: MarketIdentity, market: MarketIdentity, open: readonly string[]): Fault {
  const feed = last.kind === "synthetic" ? "--feed synthetic" : `--feed and that file`;
  return new Fault(
    "PROFILE-MARKET",
    "validation",
    `This profile holds open positions or orders in ${open.join(", ")} from ${nameOf(last)}; ${nameOf(market)} cannot value them.`,
    `Open the desk with ${feed} and close them there, or choose another profile with --profile.`,
  );
}
