import type { Rule } from "../rule.ts";
import { accountKnown } from "./account-known.ts";
import { allowedInstruments } from "./allowed-instruments.ts";
import { assetClassExposure } from "./asset-class-exposure.ts";
import { automation } from "./automation.ts";
import { buyingPower } from "./buying-power.ts";
import { cancelRate } from "./cancel-rate.ts";
import { circuitBreakers } from "./circuit-breakers.ts";
import { clockOffset } from "./clock-offset.ts";
import { dailyLoss } from "./daily-loss.ts";
import { dailyLossPercent } from "./daily-loss-percent.ts";
import { dailyTurnover } from "./daily-turnover.ts";
import { drawdown } from "./drawdown.ts";
import { drawdownPercent } from "./drawdown-percent.ts";
import { duplicateOrder } from "./duplicate-order.ts";
import { firmAccount } from "./firm-account.ts";
import { firmAutomation } from "./firm-automation.ts";
import { firmContracts } from "./firm-contracts.ts";
import { firmDailyLoss } from "./firm-daily-loss.ts";
import { firmHolding } from "./firm-holding.ts";
import { firmMaxLoss } from "./firm-max-loss.ts";
import { firmNews } from "./firm-news.ts";
import { freeMargin } from "./free-margin.ts";
import { grossExposure } from "./gross-exposure.ts";
import { groupExposure } from "./group-exposure.ts";
import { instrumentExposure } from "./instrument-exposure.ts";
import { journalOpen } from "./journal-open.ts";
import { leverage } from "./leverage.ts";
import { lockout } from "./lockout.ts";
import { lossAtStop } from "./loss-at-stop.ts";
import { lossIfStopped } from "./loss-if-stopped.ts";
import { lossPause } from "./loss-pause.ts";
import { lossStreak } from "./loss-streak.ts";
import { maxNotional } from "./max-notional.ts";
import { maxSize } from "./max-size.ts";
import { netExposure } from "./net-exposure.ts";
import { newsWindows } from "./news-windows.ts";
import { openPositions } from "./open-positions.ts";
import { orderRate } from "./order-rate.ts";
import { priceBand } from "./price-band.ts";
import { priceDistance } from "./price-distance.ts";
import { priceKnown } from "./price-known.ts";
import { reduceOnly } from "./reduce-only.ts";
import { rewardToRisk } from "./reward-to-risk.ts";
import { riskPerTrade } from "./risk-per-trade.ts";
import { selfCross } from "./self-cross.ts";
import { sizeLimits } from "./size-limits.ts";
import { spread } from "./spread.ts";
import { stopDemanded } from "./stop-demanded.ts";
import { tradesPerDay } from "./trades-per-day.ts";
import { tradingState } from "./trading-state.ts";
import { tradingWindows } from "./trading-windows.ts";
import { weekendPause } from "./weekend-pause.ts";

/** Every rule of the gate, in the order of its codes. A new rule is one file and one line here. */
export const rules: readonly Rule[] = [
  maxNotional,
  priceBand,
  orderRate,
  tradingState,
  buyingPower,
  priceKnown,
  accountKnown,
  journalOpen,
  reduceOnly,
  sizeLimits,
  maxSize,
  instrumentExposure,
  dailyTurnover,
  openPositions,
  grossExposure,
  netExposure,
  assetClassExposure,
  groupExposure,
  leverage,
  freeMargin,
  priceDistance,
  cancelRate,
  duplicateOrder,
  selfCross,
  stopDemanded,
  lossAtStop,
  riskPerTrade,
  rewardToRisk,
  dailyLoss,
  dailyLossPercent,
  drawdown,
  drawdownPercent,
  lossStreak,
  lossPause,
  tradesPerDay,
  tradingWindows,
  newsWindows,
  weekendPause,
  spread,
  allowedInstruments,
  automation,
  circuitBreakers,
  lockout,
  clockOffset,
  firmAccount,
  firmMaxLoss,
  firmDailyLoss,
  firmContracts,
  firmAutomation,
  firmNews,
  firmHolding,
  lossIfStopped,
];
