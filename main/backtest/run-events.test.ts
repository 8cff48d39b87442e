import { expect, it } from "vitest";
import type { Instrument } from "../../shared/model/instrument.ts";
import type { OrderRequest } from "../../shared/model/order.ts";
import { PaperVenueSettings } from "../../shared/model/paper-venue-settings.ts";
import type { RiskLimits } from "../../shared/model/risk.ts";
import { plainEvent } from "../../tests/fixtures/plain-event.ts";
import { sha256Hex } from "../adapters/proof-node/node-primitives.ts";
import { canonicalize } from "../audit/canonical.ts";
import { createEngine } from "../engine/engine.ts";
import type { Engine } from "../engine/engine-face.ts";
import { createGate } from "../risk/gate.ts";
import { createPaperVenue } from "../simulation/paper-venue.ts";
import { seededRandom } from "../simulation/seeded-random.ts";
import { findStrategy } from "../strategy/registry.ts";
import { createTrader } from "../traders/trader.ts";

const instrument: Instrument = {
  id: "paper:X/USD",
  venue: "paper",
  symbol: "X/USD",
  name: "X",
  assetClass: "crypto-spot",
  priceIncrement: "0.01",
  sizeIncrement: "0.001",
  multiplier: "1",
  minSize: "0.002",
  maxSize: "50",
  baseCurrency: "X",
  quoteCurrency: "USD",
};
const other: Instrument = { ...instrument, id: "paper:Y/USD", symbol: "Y/USD", multiplier: "0.1", sizeIncrement: "1" };
const limits: RiskLimits = {
  maxNotionalPerOrder: "4000",
  priceBandAtr: "3",
  atrPeriod: 14,
  maxOrdersPerSecond: 3,
  staleAfterMs: 120_000,
};
const minute = 60_000;
const start = Date.UTC(2024, 0, 1);

/** An engine with gate and paper venue whose every event, listener's view and fill ends up in one list of canonical texts. */
function witnessedDesk(venueSettings: object, cash = "10000"): { engine: Engine; seen: string[]; settle(): void } {
  const seen: string[] = [];
  let seq = 0;
  const settings = PaperVenueSettings.parse(venueSettings);
  const venue = createPaperVenue([instrument, other], settings, seededRandom(settings.seed), (report) => {
    seen.push(canonicalize(report as never));
    engine.report(report);
  });
  const engine = createEngine({
    instruments: [instrument, other],
    account: { id: "paper", currency: "USD", cash, leverage: "2" },
    takerFeeBps: settings.takerFeeBps,
    gate: createGate({ limits: () => limits }),
    route: venue,
    record: (event) => {
      seen.push(canonicalize(plainEvent(event) as never));
      return seq++;
    },
    journalOpen: () => true,
    now: () => 0,
    sha256: sha256Hex,
    idSeed: "golden",
  });
  engine.subscribe({
    onOrder: (order) => void seen.push(canonicalize(order as never)),
    onFill: (fill) => void seen.push(canonicalize(fill as never)),
  });
  const settle = (): void => {
    while (engine.pendingRelease > 0) engine.durable(seq - 1);
  };
  return { engine, seen, settle };
}

function told({ engine, seen }: { engine: Engine; seen: readonly string[] }): { lines: number; sha256: string } {
  const end = [engine.account(), engine.positions(), engine.orders(), engine.fills()].map((view) =>
    canonicalize(view as never),
  );
  return { lines: seen.length, sha256: sha256Hex([...seen, ...end].join("\n")) };
}

it("a trader's run over bars writes the very same events as ever", () => {
  const desk = witnessedDesk({
    latencyMs: 40,
    latencyJitterMs: 90_000,
    spreadBps: "2",
    slippageBps: "1.5",
    takerFeeBps: "4.5",
    participation: "0.01",
    rejectRate: 0.05,
  });
  const { engine, settle } = desk;
  const strategy = findStrategy("sma").bind({ fast: 3, slow: 8, side: "both", sizing: "equity:0.3" });
  const identity = { traderId: "golden-1", name: "sma", instruments: [0], instrumentIds: [instrument.id] };
  engine.register(createTrader({ ...identity, strategy }));
  engine.startAgent("golden-1");
  const random = seededRandom(7);
  let price = 10_000;
  for (let i = 0; i < 1500; i++) {
    const open = price;
    price += Math.round((random() - 0.5) * 60);
    const high = Math.max(open, price) + Math.round(random() * 10);
    const low = Math.min(open, price) - Math.round(random() * 10);
    engine.bar(0, start + i * minute, minute, open / 100, high / 100, low / 100, price / 100, 50 + i);
    while (engine.pump(16, true) > 0) settle();
    settle();
  }
  expect(told(desk)).toEqual({
    lines: 7547,
    sha256: "662c9a0565cd0192615a312604b1755130b1fa15c276928dfb5c0702fc70feb6",
  });
});

it("a person's session of ticks, limits, amendments, cancels and the kill switch writes the very same events as ever", () => {
  const desk = witnessedDesk({ makerFeeBps: "1", takerFeeBps: "2.25", slippageBps: "0.5" });
  const { engine, settle } = desk;
  const random = seededRandom(11);
  const person = { kind: "person", id: "ada" } as const;
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  const refused: string[] = [];
  const attempt = (act: () => void): void => {
    try {
      act();
    } catch (error) {
      refused.push(String(error));
    }
  };
  engine.bar(0, start - minute, minute, 100, 101, 99, 100, 10);
  engine.bar(1, start - minute, minute, 50, 51, 49, 50, 10);
  for (let i = 0; i < 1500; i++) {
    const which = random() < 0.8 ? 0 : 1;
    const last = (which === 0 ? 10_000 : 5000) + Math.round(Math.sin(i / 40) * 150 + (random() - 0.5) * 40);
    engine.tick(which, start + i * 400, (last - 1) / 100, (last + 1) / 100, last / 100, 1 + Math.floor(random() * 9));
    engine.pump(16);
    const type = pick(["market", "limit"] as const);
    const request: OrderRequest = {
      instrumentId: which === 0 ? instrument.id : other.id,
      side: pick(["buy", "sell"]),
      type,
      size: which === 0 ? pick(["0.5", "1.25", "3", "0.001", "60"]) : pick(["1", "7", "20"]),
      ...(type === "limit" ? { limitPrice: ((last + Math.round((random() - 0.5) * 300)) / 100).toFixed(2) } : {}),
      timeInForce: pick(["GTC", "GTC", "IOC", "FOK"]),
      postOnly: random() < 0.1,
      reduceOnly: random() < 0.2,
    };
    const working = engine.orders(3)[0]?.orderId ?? "none";
    if (random() < 0.4) attempt(() => engine.submit(request, person, `wish ${i}`));
    if (random() < 0.1) attempt(() => engine.cancel(working, person, "second thoughts"));
    if (random() < 0.1) attempt(() => engine.amend(working, { size: "2.5", limitPrice: "99.5" }, person, "closer"));
    if (i % 400 === 399) engine.engageKillSwitch(person, "drill");
    if (i % 400 === 30) engine.releaseKillSwitch(person, "drill over");
    if (i % 400 === 35) attempt(() => engine.setTradingState("active", person, "go on"));
    if (random() < 0.9) settle();
  }
  settle();
  expect({ ...told(desk), refused: sha256Hex(refused.join("\n")) }).toEqual({
    lines: 4378,
    sha256: "03abb19a30e039613d059dae90985c42ff7c9b930d647710f7fc5dc9222611a8",
    refused: "002de555654d981bbb7df73d43ab5816ec728f6bebfc13f8884fbd3bb5983bdc",
  });
});

it("what is decided on a bar's close leaves at the close, however long before it the last tick was", () => {
  const { engine, settle } = witnessedDesk({ latencyMs: 500 });
  const trade = { instrumentId: instrument.id, side: "buy", type: "market", size: "1", timeInForce: "GTC" } as const;
  engine.register({
    id: "closer",
    actor: { kind: "trader", id: "closer" },
    instruments: [0],
    onBar: (_bar, desk) => void desk.submit({ ...trade, postOnly: false, reduceOnly: false }, "the bar has closed"),
  });
  engine.startAgent("closer");
  const tick = (at: number, last: number): void => {
    engine.tick(0, start + at, last, last, last, 1);
    engine.pump(1);
  };
  tick(59_000, 100);
  engine.bar(0, start, minute, 100, 100.1, 99.9, 100, 1);
  engine.pump(1);
  settle();
  tick(60_200, 100.05);
  tick(61_000, 99.95);
  expect(engine.fills()).toMatchObject([{ at: start + 60_500, price: "100.05" }]);
});
