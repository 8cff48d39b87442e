import { sha256Hex } from "../../main/adapters/proof-node/node-primitives.ts";
import { createEngine } from "../../main/engine/engine.ts";
import type { Engine, OrderRoute } from "../../main/engine/engine-face.ts";
import { createGate } from "../../main/risk/gate.ts";
import { createPaperVenue } from "../../main/simulation/paper-venue.ts";
import { type Random, seededRandom } from "../../main/simulation/seeded-random.ts";
import { usualTerms } from "../../shared/model/account-terms.ts";
import { Fault } from "../../shared/model/fault.ts";
import type { JournalEvent } from "../../shared/model/journal-event.ts";
import type { OrderRequest, OrderType } from "../../shared/model/order.ts";
import { PaperVenueSettings } from "../../shared/model/paper-venue-settings.ts";
import { toRfc3339 } from "../../shared/model/time.ts";
import { btc, defaultLimits, person, plainVenue } from "../fixtures/engine-rig.ts";
import { plainEvent } from "../fixtures/plain-event.ts";

const minute = 60_000;
const start = Date.UTC(2026, 0, 5, 12);
const types: readonly OrderType[] = ["market", "limit", "stop", "stop-limit", "trailing-stop", "market-if-touched"];

/** What came of a run of {@link randomOrders}, and the journal it wrote. */
interface RandomRun {
  readonly engine: Engine;
  readonly events: readonly JournalEvent[];
}

/**
 * Sends orders of every kind at a venue that delays, refuses and fills in parts, and that takes no triggers where the seed
 * says so. Journaled, every order waits until its verdict is written, after the bar or tick that it was decided on.
 */
export function randomOrders(seed: number, ticks: boolean, journaled: boolean): RandomRun {
  const random = seededRandom(seed);
  const settings = PaperVenueSettings.parse({
    seed,
    takerFeeBps: "5",
    latencyMs: random() < 0.5 ? 0 : 1500,
    rejectRate: random() < 0.5 ? 0.2 : 0,
    participation: "0.3",
    impactBps: "20",
  });
  const plain = random() < 0.5;
  const events: JournalEvent[] = [];
  const venue = createPaperVenue([btc], settings, seededRandom(seed), (report) => engine.report(report));
  const engine = desk(plain, venue, journaled ? events : null);
  const settle = (): void => {
    while (engine.pendingRelease > 0) engine.durable(events.length);
  };
  let cents = 10_000;
  engine.bar(0, start - minute, minute, 100, 101, 99, 100, 10);
  engine.pump(1);
  for (let step = 0; step < 150; step++) {
    const move = (): number => Math.round((random() - 0.5) * 60);
    const open = cents;
    cents += move();
    const high = Math.max(open, cents) + Math.abs(move());
    const low = Math.min(open, cents) - Math.abs(move());
    const [o, h, l, c] = [open / 100, high / 100, low / 100, cents / 100] as const;
    if (ticks) engine.tick(0, start + step * 9_000, (cents - 2) / 100, (cents + 2) / 100, c, 4);
    else engine.bar(0, start + step * minute, minute, o, h, l, c, 4);
    engine.pump(1);
    settle();
    wish(engine, random, cents);
    settle();
  }
  return { engine, events };
}

/** An engine that knows nothing but the journal of a run. */
export function replayed(events: readonly JournalEvent[]): Engine {
  const refuse = (): never => {
    throw new Error("a replay acts on nothing");
  };
  const engine = desk(false, { submit: refuse, cancel: refuse, replace: refuse }, null);
  for (const event of events) engine.restore(event);
  return engine;
}

function desk(plain: boolean, route: OrderRoute, events: JournalEvent[] | null): Engine {
  const limits = { ...defaultLimits, priceBandAtr: "1000", maxOrdersPerSecond: 1000, staleAfterMs: 1_000_000_000 };
  const envelope = { v: 1, prev: "0".repeat(64), mono: "0", session: "random" } as const;
  return createEngine({
    instruments: [btc],
    account: {
      id: "paper",
      currency: "USDT",
      cash: "100000",
      leverage: "5",
      terms: { ...usualTerms, costBasis: "fifo" },
    },
    takerFeeBps: "5",
    gate: createGate({ limits: () => limits }),
    route,
    record:
      events &&
      ((event) => {
        const { at, ...rest } = plainEvent(event);
        const stored = { ...envelope, ...rest, seq: events.length, at: toRfc3339(at) };
        return events.push(JSON.parse(JSON.stringify(stored)) as JournalEvent) - 1;
      }),
    journalOpen: () => true,
    now: () => 0,
    sha256: sha256Hex,
    idSeed: "random",
    ...(plain ? { capabilities: plainVenue } : {}),
  });
}

function wish(engine: Engine, random: Random, cents: number): void {
  const luck = random();
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  const away = (): string => ((cents + Math.round((random() - 0.5) * 120)) / 100).toFixed(2);
  const open = engine.openOrders();
  try {
    if (luck < 0.45) {
      engine.submit(request(random, pick, away, cents), person, "wish");
    } else if (luck < 0.55) {
      const members = [request(random, pick, away, cents), request(random, pick, away, cents)];
      engine.submitGroup(
        luck < 0.5 ? "oco" : "oto",
        members.map(({ bracket: _, ...member }) => member),
        person,
        "wish",
      );
    } else if (luck < 0.65 && open.length > 0) {
      engine.cancel(pick(open).orderId, person, "wish");
    } else if (luck < 0.75 && open.length > 0) {
      engine.amend(pick(open).orderId, { triggerPrice: away() }, person, "wish");
    } else if (luck < 0.77) {
      engine.flatten(person, "wish");
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
  }
}

function request(random: Random, pick: <T>(of: readonly T[]) => T, away: () => string, cents: number): OrderRequest {
  const type = pick(types);
  const side = pick(["buy", "sell"] as const);
  const sign = side === "buy" ? 1 : -1;
  const reduceOnly = random() < 0.2;
  const stop = ((cents - sign * 40) / 100).toFixed(2);
  const target = ((cents + sign * 40) / 100).toFixed(2);
  return {
    instrumentId: btc.id,
    side,
    type,
    size: (random() * 3 + 0.001).toFixed(3),
    timeInForce: type === "limit" ? pick(["GTC", "IOC", "FOK"] as const) : "GTC",
    postOnly: false,
    reduceOnly,
    ...(type.includes("limit") ? { limitPrice: away() } : {}),
    ...(type === "market" || type === "limit" || type === "trailing-stop" ? {} : { triggerPrice: away() }),
    ...(type === "trailing-stop" ? { trailingOffset: "0.4" } : {}),
    ...(reduceOnly || random() < 0.4
      ? {}
      : {
          bracket: {
            stopLoss: pick([
              { type: "stop", triggerPrice: stop },
              { type: "trailing-stop", trailingOffset: "0.4" },
            ] as const),
            takeProfit: { type: "limit", limitPrice: target },
          },
        }),
  };
}
