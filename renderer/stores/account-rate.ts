import { useShallow } from "zustand/react/shallow";
import type { DeskInfo } from "../../shared/contract/desk.ts";
import { quotedRate } from "../../shared/model/conversion-way.ts";
import type { Ratio } from "../../shared/model/ratio.ts";
import { useDeskState } from "./desk.ts";
import { type Quotes, useQuotes } from "./quotes.ts";

/** What one unit of a currency is worth in the account's, at the declared rates and the last quotes; `null` without a rate. */
export function useAccountRate(currency: string): Ratio | null {
  const info = useDeskState((state) => state.info);
  return useQuotes(useShallow((quotes) => rateIn(info, quotes, currency)));
}

/** The same, asked once. */
export function accountRate(currency: string): Ratio | null {
  return rateIn(useDeskState.getState().info, useQuotes.getState(), currency);
}

function rateIn(info: DeskInfo | null, { byId }: Quotes, currency: string): Ratio | null {
  if (info === null) return null;
  const { terms, instruments } = info;
  const sources = { conversions: terms.conversions, instruments, last: (id: string) => byId[id]?.last };
  return quotedRate(sources, currency, info.currency);
}
