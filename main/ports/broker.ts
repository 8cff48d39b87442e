import type { BarInput, TickInput } from "../../shared/model/market.ts";
import type { AccountReport, ApprovedOrder, ExecutionReport, OrderAmendment } from "../../shared/model/order.ts";
import type { VenueCapabilities } from "../../shared/model/venue-capabilities.ts";
import type { VenueTime } from "./clock.ts";

/** Where orders go. Calls return at once; everything the venue says comes back as reports, in order. */
export interface Broker {
  readonly venue: string;
  readonly capabilities: VenueCapabilities;
  submit(order: ApprovedOrder): void;
  cancel(orderId: string): void;
  /** Changes a working order; `size` is the new total size. */
  replace(orderId: string, change: OrderAmendment): void;
  /** Asks what became of an order; what the venue knows comes back as reports, "not found" as a rejection with `VENUE-NOT-FOUND`. */
  query?(orderId: string): void;
  /** The venue's own clock, where it tells it. Throws a Fault where no time comes back. */
  serverTime?(): Promise<VenueTime>;
  onReport(listener: (report: ExecutionReport) => void): () => void;
  /** What happens to the account without an order: funding, liquidation, splits. */
  onAccountReport?(listener: (report: AccountReport) => void): () => void;
}

/**
 * A broker that is simulated from the market data the engine handles. The engine calls it with every input before any
 * agent sees it, so that fills of a bar are known when a strategy decides on its close.
 * Bars and ticks are reused objects: what is kept of them is copied.
 */
export interface MarketFedBroker extends Broker {
  /** `at` is the engine's time, which a late tick does not turn back. */
  onTick(tick: TickInput, at: number): void;
  onBar(bar: BarInput): void;
  /** Lets time pass without a price: delayed acknowledgements and cancels come due. */
  onTime(at: number): void;
}
