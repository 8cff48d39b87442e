import type { ComponentType } from "react";
import { ActivityPanel } from "../features/activity/activity-panel.tsx";
import { BlotterPanel } from "../features/blotter/blotter-panel.tsx";
import { ChartPanel } from "../features/chart/chart-panel.tsx";
import { RiskPanel } from "../features/risk/risk-panel.tsx";
import { TicketPanel } from "../features/ticket/ticket-panel.tsx";
import { WatchlistPanel } from "../features/watchlist/watchlist-panel.tsx";

/** The panels of the desk by the id their tab carries. */
export const panels: Readonly<Record<string, ComponentType>> = {
  chart: ChartPanel,
  watchlist: WatchlistPanel,
  ticket: TicketPanel,
  blotter: BlotterPanel,
  activity: ActivityPanel,
  risk: RiskPanel,
};
