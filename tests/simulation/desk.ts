import { createHash } from "node:crypto";
import { createEngine } from "../../main/engine/engine.ts";
import type { Engine, OrderRoute } from "../../main/engine/engine-face.ts";
import type { OrderHistory } from "../../main/engine/order-history.ts";
import { createGate } from "../../main/risk/gate.ts";
import type { Random } from "../../main/simulation/seeded-random.ts";
import { type AccountTerms, usualTerms } from "../../shared/model/account-terms.ts";
import type { JournalEvent, NewJournalEvent } from "../../shared/model/journal-event.ts";
import type { RiskLimits } from "../../shared/model/risk.ts";
import { plainVenue } from "../fixtures/engine-rig.ts";
import type { Life } from "./life.ts";
import { instruments } from "./market.ts";

/** How long an order may still turn up at the venue: longer than the slowest line. */
const validityMs = 70_000;

const limits: RiskLimits = {
  maxNotionalPerOrder: "500000",
  priceBandAtr: "1000",
  atrPeriod: 14,
  maxOrdersPerSecond: 1000,
  staleAfterMs: 60_000,
};

export interface DeskParts {
  readonly terms: AccountTerms;
  readonly life: Life;
  /** Where orders are found that the desk has let go of, if it does. */
  readonly history: OrderHistory;
  readonly route: OrderRoute;
  readonly record: (event: NewJournalEvent) => number;
  readonly journalOpen: () => boolean;
  readonly now: () => number;
  readonly earlier: readonly JournalEvent[];
}

/** How the account of a run keeps its books: every way has its turn. */
export function termsOf(random: Random): AccountTerms {
  return {
    ...usualTerms,
    positionMode: random() < 0.4 ? "hedging" : "netting",
    costBasis: random() < 0.5 ? "fifo" : "average",
    dayZone: random() < 0.5 ? "America/Chicago" : "UTC",
    dayStartsAt: "17:00",
  };
}

/** The real engine and gate, restored from what a journal holds. */
export function openDesk({ terms, life, history, route, record, journalOpen, now, earlier }: DeskParts): Engine {
  const engine = createEngine({
    instruments,
    account: { id: "sim", currency: "USDT", cash: life.cash, leverage: life.leverage, terms },
    takerFeeBps: "5",
    gate: createGate({ limits: () => limits }),
    route,
    record,
    journalOpen,
    now,
    sha256: (text) => createHash("sha256").update(text).digest("hex"),
    idSeed: "simulation",
    validityMs: life.paper ? 0 : validityMs,
    ...(life.forgets ? { history } : {}),
    ...(life.plain === null ? {} : { capabilities: { ...plainVenue, hedging: true, amend: life.plain === "amends" } }),
    onListenerFailure: (error) => {
      throw error;
    },
  });
  for (const event of earlier) engine.restore(event);
  return engine;
}
