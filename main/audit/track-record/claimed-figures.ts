import type { JournalEvent } from "../../../shared/model/journal-event.ts";
import { type RecordMetric, recordMetrics } from "./record-metrics.ts";
import type { DayRecord, OrderRecord } from "./trade.ts";
import { ofTrading, TradeHistoryReader } from "./trade-history.ts";

/** The most orders and fills that figures are worked out from: who checks them holds what they come to, a kilobyte each. */
export const mostOrdersAndFills = 250_000;

/** Whether who follows trading remembers each event of a type; of the others only the last. */
export function isRemembered(type: string): boolean {
  return type === "order.intended" || type === "order.filled" || type === "order.partially_filled";
}

/** What a bundle may claim of the trading in it, as everybody works it out again. */
export interface Figures {
  readonly metrics: readonly RecordMetric[];
  readonly daily: readonly DayRecord[];
  readonly orders: readonly OrderRecord[];
}

/** Works out figures from the events of a whole journal, as they come. */
export class FigureReader {
  readonly #history = new TradeHistoryReader();
  #remembered = 0;

  /** Whether there are more orders and fills than figures are worked out from. */
  get isBeyond(): boolean {
    return this.#remembered > mostOrdersAndFills;
  }

  /** Takes the next event; those that say nothing of trading need not be shown. Throws where its numbers are none. */
  take(event: JournalEvent): void {
    if (!ofTrading.test(event.type)) return;
    if (isRemembered(event.type)) this.#remembered += 1;
    if (!this.isBeyond) this.#history.take(event);
  }

  get figures(): Figures {
    const { trades, days, orders, currency } = this.#history.history;
    return { metrics: recordMetrics(trades, days, currency), daily: days, orders };
  }
}
