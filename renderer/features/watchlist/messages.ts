import type { MessageCatalogue } from "../../i18n/t.ts";

export const watchlistMessages = {
  "watchlist.title": "Watchlist",
  "watchlist.symbol": "Symbol",
  "watchlist.last": "Last",
  "watchlist.change": "Change",
  "watchlist.spread": "Spread",
  "watchlist.trend": "Trend",
  "watchlist.none": "No instrument is traded here.",
  "watchlist.row": "{symbol}, {name}",
} as const satisfies MessageCatalogue;
