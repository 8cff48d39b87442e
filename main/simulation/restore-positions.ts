import { formatFixed, MONEY_DIGITS, parseFixed } from "../../shared/model/fixed.ts";
import type { AccountView, PositionView } from "../../shared/model/portfolio.ts";
import type { PaperVenue } from "./paper-venue.ts";

/**
 * Gives a venue the positions and the account that a desk knows. The venue's cash is what the account would be worth
 * without its open positions' gains, because it books those when they are closed.
 */
export function restorePositions(
  venue: Pick<PaperVenue, "restorePosition" | "restoreCash">,
  positions: readonly PositionView[],
  { equity, unrealizedPnl }: AccountView,
): void {
  for (const { instrumentId, size, averagePrice, positionSide } of positions) {
    venue.restorePosition(instrumentId, size, {
      ...(averagePrice === undefined ? {} : { entryPrice: averagePrice }),
      ...(positionSide === undefined ? {} : { positionSide }),
    });
  }
  const money = (text: string): bigint => parseFixed(text, MONEY_DIGITS);
  venue.restoreCash(formatFixed(money(equity) - money(unrealizedPnl), MONEY_DIGITS));
}
