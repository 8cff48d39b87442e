import type { JournalEvent } from "../../../shared/model/journal-event.ts";
import { type RecordMetric, recordMetrics } from "./record-metrics.ts";
import type { DayRecord, OrderRecord } from "./trade.ts";
import { ofTrading, TradeHistoryReader } from "./trade-history.ts";

/** The most events of trading that figures are worked out from: who checks them holds what they come to in memory. */
export const mostTradingEvents = 1_000_000;

/** What a bundle may claim of the trading in it, as everybody works it out again. */
export interface Figures {
  readonly metrics: readonly RecordMetric[];
  readonly daily: readonly DayRecord[];
  readonly orders: readonly OrderRecord[];
}

/** Works out figures from the events of a whole journal, as they come. */
export class FigureReader {
  readonly #history = new TradeHistoryReader();
  #events = 0;

  /** Whether there are more events of trading than figures are worked out from. */
  get isBeyond(): boolean {
    return this.#events > mostTradingEvents;
  }

  /** Takes the next event; those that say nothing of trading need not be shown. Throws where its numbers are none. */
  take(event: JournalEvent): void {
    if (!ofTrading.test(event.type)) return;
    this.#events += 1;
    if (!this.isBeyond) this.#history.take(event);
  }

  get figures(): Figures {
    const { trades, days, orders, currency } = this.#history.history;
    return { metrics: recordMetrics(trades, days, currency), daily: days, orders };
  }
}
