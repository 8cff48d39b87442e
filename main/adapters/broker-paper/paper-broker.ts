import type { Instrument } from "../../../shared/model/instrument.ts";
import {
  type AccountReport,
  type ExecutionReport,
  type OrderIntent,
  OrderType,
  TimeInForce,
} from "../../../shared/model/order.ts";
import type { PaperVenueSettings } from "../../../shared/model/paper-venue-settings.ts";
import type { MarketFedBroker } from "../../ports/broker.ts";
import type { VenueAccount } from "../../simulation/margin-watch.ts";
import { createPaperVenue, type HeldPosition, type VenueOrderState } from "../../simulation/paper-venue.ts";
import { seededRandom } from "../../simulation/seeded-random.ts";
import type { OrderProgress } from "../../simulation/venue-order.ts";

/** The broker port around the simulated venue, with what a restart needs on top. */
export interface PaperBroker extends MarketFedBroker {
  /** Says everything about an order again, as `onReport` heard it; `rejected` when the venue never got it. */
  query(orderId: string): void;
  onAccountReport(listener: (report: AccountReport) => void): () => void;
  /** Puts a working order back after a restart. */
  restore(order: OrderIntent, progress: OrderProgress): void;
  /** The signed position the venue starts with, so that reduce-only orders can close it. */
  restorePosition(instrumentId: string, size: string, held?: HeldPosition): void;
  restoreCash(cash: string): void;
  /** What the venue knows of an order; `undefined` when it never got it. */
  findOrder(orderId: string): VenueOrderState | undefined;
}

/**
 * Creates a paper broker for the instruments, in the engine's order. Its randomness comes from the settings' seed alone;
 * positions are liquidated where the settings ask for it and the account is given.
 */
export function createPaperBroker(
  instruments: readonly Instrument[],
  settings: PaperVenueSettings,
  account?: VenueAccount,
): PaperBroker {
  const listeners = new Set<(report: ExecutionReport) => void>();
  const accountListeners = new Set<(report: AccountReport) => void>();
  const tell = (report: ExecutionReport): void => {
    for (const listener of listeners) listener(report);
  };
  const venue = createPaperVenue(instruments, settings, seededRandom(settings.seed), tell, {
    ...(account === undefined ? {} : { account }),
    emit(report) {
      for (const listener of accountListeners) listener(report);
    },
  });
  return {
    ...venue,
    venue: "paper",
    capabilities: {
      orderTypes: OrderType.options,
      timeInForce: TimeInForce.options,
      postOnly: true,
      amend: true,
      oco: false,
      hedging: true,
    },
    onReport(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onAccountReport(listener) {
      accountListeners.add(listener);
      return () => void accountListeners.delete(listener);
    },
  };
}
