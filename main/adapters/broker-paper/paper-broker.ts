import type { Instrument } from "../../../shared/model/instrument.ts";
import type { ExecutionReport, OrderIntent } from "../../../shared/model/order.ts";
import type { PaperVenueSettings } from "../../../shared/model/paper-venue-settings.ts";
import type { MarketFedBroker } from "../../ports/broker.ts";
import { createPaperVenue, type VenueOrderState } from "../../simulation/paper-venue.ts";
import { seededRandom } from "../../simulation/seeded-random.ts";

/** The broker port around the simulated venue, with what a restart needs on top. */
export interface PaperBroker extends MarketFedBroker {
  /** Puts a working order back after a restart; `filled` is decimal text. */
  restore(order: OrderIntent, filled: string): void;
  /** The signed position the venue starts with, so that reduce-only orders can close it. */
  restorePosition(instrumentId: string, size: string): void;
  /** What the venue knows of an order; `undefined` when it never got it. */
  findOrder(orderId: string): VenueOrderState | undefined;
}

/** Creates a paper broker for the instruments, in the engine's order. Its randomness comes from the settings' seed alone. */
export function createPaperBroker(instruments: readonly Instrument[], settings: PaperVenueSettings): PaperBroker {
  const listeners = new Set<(report: ExecutionReport) => void>();
  const venue = createPaperVenue(instruments, settings, seededRandom(settings.seed), (report) => {
    for (const listener of listeners) listener(report);
  });
  return {
    ...venue,
    venue: "paper",
    capabilities: {
      orderTypes: ["market", "limit"],
      timeInForce: ["GTC", "IOC", "FOK"],
      postOnly: true,
      amend: true,
      oco: false,
      hedging: false,
    },
    onReport(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
