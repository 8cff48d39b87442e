import { createHash } from "node:crypto";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { formatFixed, MONEY_DIGITS, parseFixed, toNumber } from "../../../shared/model/fixed.ts";
import type { OrderRequest } from "../../../shared/model/order.ts";
import { PaperVenueSettings } from "../../../shared/model/paper-venue-settings.ts";
import { instrumentNamed, market, person } from "../../../tests/fixtures/engine-rig.ts";
import { appliedPreset } from "../../../tests/fixtures/firm-rig.ts";
import { presetIds, presetOf } from "../../../tests/fixtures/prop-firm-presets.ts";
import { createEngine } from "../../engine/engine.ts";
import type { Engine } from "../../engine/engine-face.ts";
import { createPaperVenue } from "../../simulation/paper-venue.ts";
import { seededRandom } from "../../simulation/seeded-random.ts";
import { createGate } from "../gate.ts";
import { FirmWatch } from "./firm-watch.ts";
import type { Breach } from "./guard-state.ts";

/** Two ticks lie between what the guard sees and what its exit fills at: together they stay within the terms' slippage. */
const slippagePercent = "1";
const calmBps = 45;
const wildBps = 600;

const moveOf = (bps: number) =>
  fc.record({
    seconds: fc.integer({ min: 1, max: 20_000 }),
    bps: fc.integer({ min: -bps, max: bps }),
    /** Share of the drawdown that the order may be worth, in hundredths; none at zero. */
    order: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 3_000 })),
    stopBps: fc.option(fc.integer({ min: 10, max: 900 })),
    buys: fc.boolean(),
    closes: fc.boolean(),
  });
type Move = ReturnType<typeof moveOf> extends fc.Arbitrary<infer T> ? T : never;

const instrument = instrumentNamed("BTC/USDT", { sizeIncrement: "0.00001" });
const tally = { streams: 0, sent: 0, approved: 0, stopped: 0, broken: 0, deepest: 0, worstMoveBps: 0 };
const limits = { priceBandAtr: "1000", atrPeriod: 14, maxOrdersPerSecond: 1000, staleAfterMs: 86_400_000 };

interface Traded {
  readonly breaches: readonly Breach[];
  readonly stopped: boolean;
}

/** Trades a stream through the real engine, gate and paper venue; what the gate approves is sent. */
function trade(id: string, moves: readonly Move[]): Traded {
  const preset = { ...presetOf(id), timeLimitDays: null };
  const { engine, watch } = desk(preset.maxLoss.amount, preset.startingBalance);
  watch.apply(appliedPreset(preset, { slippagePercent }), start, person);
  let at = start;
  let price = 50_000;
  const tick = (): void => {
    engine.tick(0, at, price, price, price, 1);
    engine.pump(10);
  };
  tick();
  for (const { seconds, bps, order, stopBps, buys, closes } of moves) {
    at += seconds * 1000;
    price = Math.round(price * (1 + bps / 10_000) * 100) / 100;
    tick();
    if (closes) close(engine);
    else if (order > 0) open(engine, price, order * Number(preset.maxLoss.amount), buys, stopBps);
  }
  tally.streams++;
  const { breaches = [] } = watch.guard?.state ?? {};
  return { breaches, stopped: watch.log.stop !== null };
}

const start = Date.parse("2026-10-23T06:00Z");

function desk(maxLoss: string, startingBalance: string) {
  const cash = Number(startingBalance) > 0 ? startingBalance : formatFixed(parseFixed(maxLoss, 8) * 20n, 8);
  const account = { id: "paper", currency: "USDT", cash, leverage: "100" };
  const watch = new FirmWatch({ record: null });
  const venue = createPaperVenue(
    [instrument],
    PaperVenueSettings.parse({}),
    seededRandom(1),
    (report) => engine.report(report),
    {
      account: { cash, leverage: "100", marginMode: "cross" },
      emit: (report) => engine.accountReport(report),
    },
  );
  const engine: Engine = createEngine({
    instruments: [instrument],
    account,
    takerFeeBps: "0",
    gate: createGate({ limits: () => limits, firm: watch }),
    route: venue,
    record: null,
    journalOpen: () => true,
    now: () => 0,
    sha256: (text) => createHash("sha256").update(text).digest("hex"),
    idSeed: "streams",
    watches: [watch],
  });
  return { engine, watch };
}

function close(engine: Engine): void {
  const [held] = engine.positions().filter(({ size }) => size !== "0");
  if (held === undefined) return;
  const size = held.size.replace("-", "");
  const side = held.size.startsWith("-") ? "buy" : "sell";
  engine.submit(market(side, size, { instrumentId: instrument.id, reduceOnly: true }), person, "close");
}

function open(engine: Engine, price: number, notional: number, buys: boolean, stopBps: number | null): void {
  const size = (notional / 100 / price).toFixed(5);
  if (Number(size) === 0) return;
  const away = stopBps === null ? 0 : (price * stopBps) / 10_000;
  const stop = (buys ? price - away : price + away).toFixed(2);
  const bracket = stopBps === null ? {} : { bracket: { stopLoss: { type: "stop", triggerPrice: stop } } as const };
  const wish: OrderRequest = market(buys ? "buy" : "sell", trimmed(size), { instrumentId: instrument.id, ...bracket });
  if (stopBps !== null) wish.bracket = { stopLoss: { type: "stop", triggerPrice: trimmed(stop) } };
  tally.sent++;
  if (engine.submit(wish, person, "stream").verdict.outcome === "approved") tally.approved++;
}

const trimmed = (text: string): string => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

afterAll(() => {
  console.log(
    `${tally.streams} streams: ${tally.approved} of ${tally.sent} orders approved, ${tally.stopped} accounts stopped; with gaps ${tally.broken} broke a limit, the deepest ${tally.deepest.toFixed(2)} below a floor`,
  );
});

test("no stream of orders that the gate approved breaches a firm's hard limit while prices move within the slippage", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...presetIds),
      fc.array(moveOf(calmBps), { minLength: 10, maxLength: 60 }),
      fc.constantFrom(-1, 0, 1),
      (id, wild, drift) => {
        // Against a trend that never turns, so that many accounts come near a floor.
        const against = (move: Move): Move => ({
          ...move,
          bps: drift * Math.abs(move.bps),
          buys: drift < 0,
          closes: false,
          stopBps: null,
        });
        const moves = drift === 0 ? wild : wild.map(against);
        const { breaches, stopped } = trade(id, moves);
        if (stopped) tally.stopped++;
        expect(breaches).toEqual([]);
      },
    ),
    { numRuns: 400, seed: 21 },
  );
  expect(tally.approved).toBeGreaterThan(400);
  expect(tally.stopped).toBeGreaterThan(10);
});

test("a gap beyond the slippage is the named exception, and the only thing that breaks a limit", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...presetIds),
      fc.array(moveOf(wildBps), { minLength: 10, maxLength: 60 }),
      (id, moves) => {
        const { breaches } = trade(id, moves);
        if (breaches.length === 0) return;
        tally.broken++;
        for (const { equity, floor } of breaches) {
          const below = floor === null ? 0 : toNumber(floor - equity, MONEY_DIGITS);
          tally.deepest = Math.max(tally.deepest, below);
        }
        const worst = Math.max(...moves.map((move, i) => Math.abs(move.bps) + Math.abs(moves[i + 1]?.bps ?? 0)));
        expect(worst).toBeGreaterThan(2 * calmBps);
      },
    ),
    { numRuns: 200, seed: 22 },
  );
  expect(tally.broken).toBeGreaterThan(0);
});
