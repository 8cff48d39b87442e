import { sha256Hex } from "../../main/adapters/proof-node/node-primitives.ts";
import { createEngine } from "../../main/engine/engine.ts";
import type { Engine, EngineOptions } from "../../main/engine/engine-face.ts";
import type { Gate } from "../../main/engine/gate.ts";
import { createGate } from "../../main/risk/gate.ts";
import { createPaperVenue } from "../../main/simulation/paper-venue.ts";
import { seededRandom } from "../../main/simulation/seeded-random.ts";
import type { Actor } from "../../shared/model/actor.ts";
import type { Instrument } from "../../shared/model/instrument.ts";
import type { OrderRequest } from "../../shared/model/order.ts";
import { PaperVenueSettings } from "../../shared/model/paper-venue-settings.ts";
import type { RiskLimits } from "../../shared/model/risk.ts";
import { plainRun } from "./figure.ts";
import { tickText } from "./seeded-bars.ts";

export const benchInstrument: Instrument = {
  id: "paper:BENCH",
  venue: "paper",
  symbol: "BENCH",
  name: "Bench",
  assetClass: "equity",
  priceIncrement: tickText,
  sizeIncrement: "1",
  multiplier: "1",
  baseCurrency: "BENCH",
  quoteCurrency: "USD",
};

/** The desk's default limits, but for the order rate, which the benches exceed on purpose. */
export const benchLimits: RiskLimits = {
  maxNotionalPerOrder: "1000000",
  priceBandAtr: "3",
  atrPeriod: 14,
  maxOrdersPerSecond: 1000,
  staleAfterMs: 60_000,
};

export const person: Actor = { kind: "person", id: "bench" };

export interface BenchEngineOptions {
  /** Decides where events go; absent: nowhere. */
  readonly record?: EngineOptions["record"];
  readonly journalOpen?: () => boolean;
  readonly now?: () => number;
  readonly watches?: EngineOptions["watches"] | undefined;
  /** Default {@link benchInstrument} alone. */
  readonly instruments?: readonly Instrument[];
  readonly limits?: RiskLimits;
  /** Default the real gate with `limits`. */
  readonly gate?: Gate;
  /** Basis points, decimal text; default none. */
  readonly feeBps?: string;
  /** Decimal text; default that of the plain loop. */
  readonly cash?: string;
}

/** So many instruments that differ in nothing but their names. */
export function benchInstruments(count: number): Instrument[] {
  return Array.from({ length: count }, (_, i) => ({
    ...benchInstrument,
    id: `paper:BENCH-${i}`,
    symbol: `BENCH-${i}`,
  }));
}

/** An engine with the real gate and the real paper venue. */
export function benchEngine(options: BenchEngineOptions = {}): Engine {
  const { instruments = [benchInstrument], limits = benchLimits, feeBps = "0", cash = String(plainRun.cash) } = options;
  const settings = PaperVenueSettings.parse({ takerFeeBps: feeBps, makerFeeBps: feeBps });
  const venue = createPaperVenue(instruments, settings, seededRandom(1), (report) => engine.report(report));
  const engine = createEngine({
    instruments,
    account: { id: "bench", currency: "USD", cash, leverage: "1" },
    takerFeeBps: feeBps,
    gate: options.gate ?? createGate({ limits: () => limits }),
    route: venue,
    record: options.record ?? null,
    journalOpen: options.journalOpen ?? (() => true),
    now: options.now ?? (() => 0),
    sha256: sha256Hex,
    idSeed: "bench",
    ...(options.watches === undefined ? {} : { watches: options.watches }),
  });
  return engine;
}

/** A market order of one unit. */
export function marketOrder(side: OrderRequest["side"]): OrderRequest {
  return {
    instrumentId: benchInstrument.id,
    side,
    type: "market",
    size: "1",
    timeInForce: "GTC",
    postOnly: false,
    reduceOnly: false,
  };
}
