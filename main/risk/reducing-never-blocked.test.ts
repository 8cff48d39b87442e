import fc from "fast-check";
import { expect, test } from "vitest";
import type { Actor } from "../../shared/model/actor.ts";
import type { LimitScopes } from "../../shared/model/limit-scopes.ts";
import type { OrderRequest, OrderView } from "../../shared/model/order.ts";
import type { PositionView } from "../../shared/model/portfolio.ts";
import type { RiskLimits, Verdict } from "../../shared/model/risk.ts";
import { btc, type EngineRig, eth, limit, market, person, plainVenue } from "../../tests/fixtures/engine-rig.ts";
import { play, scripts, terms } from "../../tests/fixtures/engine-script.ts";
import { tightest } from "../../tests/fixtures/risk-books.ts";

const trader: Actor = { kind: "trader", id: "echo" };
const { priceBandAtr: _band, atrPeriod: _period, staleAfterMs: _stale, ...ofScope } = tightest;
const {
  minFreeMarginPercent: _free,
  priceBandPercent: _price,
  maxCancelsPerMinute: _cancels,
  duplicateWithinMs: _twins,
  blockSelfCross: _cross,
  maxDrawdown: _drawdown,
  maxDrawdownPercent: _percent,
  automationAllowed: _automation,
  ...scoped
} = ofScope;
const scopes: LimitScopes = { traders: { echo: scoped } };
/** Every rule that has a setting, as tight as it gets, for the account and for the trader. */
const noRoom: RiskLimits = { ...tightest, scopes, locked: ["*"], maxClockOffsetMs: 1 };

/** What may have befallen a desk: in each nothing may open. */
const states: Readonly<Record<string, (rig: EngineRig) => void>> = {
  reducing: ({ engine }) => engine.setTradingState("reducing", person, "test"),
  halted: ({ engine }) => engine.setTradingState("halted", person, "test"),
  "kill switch": ({ engine }) => engine.engageKillSwitch(person, "test"),
  "locked out": ({ engine, clock }) => engine.lockOut(clock.now + 1e10, person, "test"),
  "no room in any limit": (rig) => {
    rig.limits = noRoom;
  },
  "stale prices": ({ clock }) => {
    clock.now += 1e11;
  },
  "a journal that takes nothing": ({ journal }) => {
    journal.open = false;
  },
  "a journal that fails": ({ journal }) => {
    journal.failing = true;
  },
};

const units = (text: string): number => Math.round(Number(text.replace("-", "")) * 1000);
const sizeText = (count: number): string => String(count / 1000);

/** As large as the scripts' amendments make an order. */
const largest = 40_000;

/** Exit orders of a position that are working, at the most that each may still fill. */
function taken(orders: readonly OrderView[], { instrumentId, positionSide, size }: PositionView): number {
  const exitSide = size.startsWith("-") ? "buy" : "sell";
  return orders
    .filter((order) => order.instrumentId === instrumentId && order.positionSide === positionSide)
    .filter(({ side }) => side === exitSide)
    .reduce((sum, { status, size: of }) => sum + (status === "pending_replace" ? largest : units(of)), 0);
}

function exitOf({ instrumentId, positionSide, size }: PositionView, count: number, reduceOnly: boolean): OrderRequest {
  const named = positionSide === undefined ? {} : { positionSide };
  return market(size.startsWith("-") ? "buy" : "sell", sizeText(count), { instrumentId, reduceOnly, ...named });
}

/** Brings the desk a position, and an exit and an entry beside it, in each instrument as far as its account bears them. */
function hold(rig: EngineRig, side: "buy" | "sell"): void {
  rig.limits = { ...rig.limits, maxOrdersPerSecond: 1000, priceBandAtr: "1000" };
  const away = side === "buy" ? "sell" : "buy";
  for (const [index, { id: instrumentId }] of [btc, eth].entries()) {
    rig.price(100, index);
    const send = (order: OrderRequest, fillAt?: string): void => {
      const { orderId, verdict } = rig.engine.submit({ ...order, instrumentId }, person, "hold");
      rig.engine.durable(rig.events.length - 1);
      if (verdict.outcome === "rejected") return;
      rig.say({ kind: "accepted", orderId, venueOrderId: orderId });
      if (fillAt !== undefined) rig.fill(orderId, order.size, fillAt);
    };
    send(market(side, "3"), "100");
    send(limit(away, "1", side === "buy" ? "110" : "90", { reduceOnly: true }));
    send(limit(side, "2", side === "buy" ? "90" : "110"));
  }
}

const hedging = {
  ...terms,
  terms: { positionMode: "hedging" },
  capabilities: { ...plainVenue, hedging: true },
} as const;

test("on random desks what shrinks a position passes whatever has befallen the desk, and nothing opens", () => {
  const tried = { desks: 0, exits: 0, crowded: 0, flips: 0, entries: 0, amendments: 0 };
  const seen = new Set<string>();
  fc.assert(
    fc.property(
      scripts,
      fc.boolean(),
      fc.boolean(),
      fc.constantFrom(...Object.keys(states)),
      fc.double({ min: 0.001, max: 1, noNaN: true }),
      fc.boolean(),
      fc.boolean(),
      (script, hedged, isCleared, state, share, reduceOnly, byTrader) => {
        const { rig } = play(script, false, hedged ? hedging : terms);
        const { engine } = rig;
        if (isCleared) {
          for (const { orderId } of engine.openOrders())
            rig.say({ kind: "canceled", orderId, reason: "test" } as never);
        }
        if (engine.tradingState().killSwitch) engine.releaseKillSwitch(person, "test");
        engine.setTradingState("active", person, "test");
        hold(rig, byTrader ? "buy" : "sell");
        states[state]?.(rig);
        const actor = byTrader ? trader : person;
        const ask = (order: OrderRequest): Verdict => engine.submit(order, actor, "test").verdict;
        tried.desks++;
        for (const instrumentId of [btc.id, eth.id]) {
          const size = engine.positions().find((one) => one.instrumentId === instrumentId)?.size ?? "0";
          const more = market(size.startsWith("-") ? "sell" : "buy", sizeText(Math.ceil(share * 5000)), {
            instrumentId,
          });
          tried.entries++;
          expect({ entry: ask(more).outcome, state }).toEqual({ entry: "rejected", state });
        }
        for (const position of engine.positions()) {
          const held = units(position.size);
          if (held === 0) continue;
          // One increment more than is held would open the other side, or is refused as no exit.
          tried.flips++;
          expect({ flip: ask(exitOf(position, held + 1, reduceOnly)).outcome, state }).toEqual({
            flip: "rejected",
            state,
          });
          const orders = engine.openOrders(position.instrumentId);
          const free = held - taken(orders, position);
          if (free <= 0) continue;
          if (orders.length > 0) tried.crowded++;
          tried.exits++;
          seen.add(state);
          const verdict = ask(exitOf(position, Math.max(1, Math.floor(free * share)), reduceOnly));
          const failed = verdict.rows.filter(({ outcome }) => outcome === "fail");
          expect({ ...verdict, rows: failed, state }).toMatchObject({ outcome: "approved", reducing: true, rows: [] });
        }
        for (const order of engine.openOrders()) {
          const smaller = Math.floor(units(order.size) / 2);
          if (
            order.status !== "accepted" ||
            order.timeInForce !== "GTC" ||
            units(order.filledSize) >= smaller ||
            order.bracket !== undefined ||
            order.link !== undefined
          )
            continue;
          tried.amendments++;
          const { outcome, reducing } = engine.amend(order.orderId, { size: sizeText(smaller) }, actor, "less");
          expect({ outcome, reducing, state }).toEqual({ outcome: "approved", reducing: true, state });
        }
      },
    ),
    { numRuns: 250 },
  );
  console.log(
    `${tried.desks} random desks: ${tried.exits} exits passed (${tried.crowded} beside working orders), ${tried.amendments} amendments that shrink an order passed, ${tried.flips} flips and ${tried.entries} entries were refused`,
  );
  expect(seen.size).toBe(Object.keys(states).length);
  expect(tried.exits).toBeGreaterThan(200);
  expect(tried.crowded).toBeGreaterThan(50);
  expect(tried.amendments).toBeGreaterThan(100);
}, 60_000);
