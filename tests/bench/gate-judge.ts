import type { Gate, Judgement } from "../../main/engine/gate.ts";
import { createGate } from "../../main/risk/gate.ts";
import type { OrderRequest } from "../../shared/model/order.ts";
import type { RiskLimits, Verdict } from "../../shared/model/risk.ts";
import { benchEngine, benchInstruments, benchLimits, marketOrder, person } from "./bench-engine.ts";
import { type Figure, inPlainBars, plainRate } from "./figure.ts";
import { quantile, warmUp } from "./measure.ts";
import { atMostCells } from "./verdict.ts";

const positions = 50;
const ordersEach = 4;
const instruments = benchInstruments(positions);
const ids = instruments.map(({ id }) => id);

/** Every limit there is a setting for, wide enough for the order to pass. */
const everyLimit: RiskLimits = {
  ...benchLimits,
  maxSizePerOrder: { "*": "1000" },
  maxNotionalPerInstrument: "1000000",
  maxNotionalPerDay: "100000000",
  maxOpenPositions: 60,
  maxGrossExposure: "100000000",
  maxNetExposure: "100000000",
  maxExposurePerAssetClass: { equity: "100000000" },
  correlatedGroups: [{ name: "all", instrumentIds: ids, maxExposure: "100000000" }],
  maxLeverage: "10",
  minFreeMarginPercent: "5",
  priceBandPercent: "50",
  maxCancelsPerMinute: 1000,
  duplicateWithinMs: 5,
  blockSelfCross: true,
  stopRequired: true,
  maxLossPerTrade: "100000",
  maxRiskPerTradePercent: "5",
  minRewardToRisk: "0.5",
  maxDailyLoss: "1000000",
  maxDailyLossPercent: "50",
  maxDrawdown: "1000000",
  maxDrawdownPercent: "50",
  maxLossStreak: 5,
  pauseAfterLossMs: 1000,
  maxTradesPerDay: 1000,
  tradingWindows: { zone: "America/New_York", windows: [{ from: "00:00", to: "24:00" }] },
  newsWindows: { zone: "America/New_York", windows: [{ from: "08:25", to: "08:40", date: "2030-01-04" }] },
  weekendPause: { zone: "America/New_York", fridayFrom: "23:58", sundayTo: "00:01" },
  maxSpreadBps: "1000",
  allowedInstruments: ids,
  automationAllowed: true,
};

const wish: OrderRequest = {
  ...marketOrder("buy"),
  instrumentId: ids[0] as string,
  type: "limit",
  limitPrice: "199",
  bracket: { stopLoss: { type: "stop", triggerPrice: "190" }, takeProfit: { type: "limit", limitPrice: "220" } },
};

const unread = {} as Verdict;

interface CrowdedDesk {
  /** One instrument, or every one, has another price. */
  next(all: boolean): void;
  /** Decides one more order, and nobody reads the words: microseconds in the gate, and from the wish on. */
  judge(): { readonly gate: number; readonly wish: number };
}

/** A desk that holds all its instruments and has orders working in each. */
function crowdedDesk(limits: RiskLimits): CrowdedDesk {
  let holding: RiskLimits = { ...benchLimits, priceBandAtr: "1000" };
  const gate = createGate({ limits: () => holding });
  let judged: Judgement | null = null;
  let micros = 0;
  const silent: Gate = {
    ...gate,
    preview(intent, view) {
      const from = performance.now();
      judged = gate.judge(intent, view);
      micros = (performance.now() - from) * 1000;
      return unread;
    },
  };
  let at = Date.UTC(2024, 0, 3, 15);
  let ticks = 0;
  const engine = benchEngine({ cash: "1000000000", instruments, gate: silent, now: () => at });
  const tick = (instrument: number): void => {
    at += 2;
    const last = 199.5 + (ticks++ % 3) / 8;
    engine.tick(instrument, at, 199.5, 200, last, 1);
    engine.pump(1);
  };
  for (let i = 0; i < positions; i++) engine.bar(i, at - 120_000, 60_000, 200, 202, 198, 200, 1);
  engine.pump(positions);
  for (const [i, instrumentId] of ids.entries()) {
    tick(i);
    engine.submit({ ...marketOrder(i % 2 === 0 ? "buy" : "sell"), instrumentId, size: "10" }, person, "bench");
    tick(i);
    for (let n = 0; n < ordersEach; n++) {
      const side = n % 2 === 0 ? "buy" : "sell";
      const limitPrice = String(side === "buy" ? 180 - n : 220 + n);
      engine.submit({ ...marketOrder(side), instrumentId, type: "limit", limitPrice }, person, "bench");
      tick(i);
    }
  }
  const open = engine.openOrders().length;
  const held = engine.positions().filter(({ size }) => size !== "0").length;
  if (open !== positions * ordersEach || held !== positions) throw new Error(`${held} held, ${open} orders working`);
  holding = limits;
  return {
    next(all) {
      for (let i = 0; i < (all ? positions : 1); i++) tick(i);
    },
    judge() {
      const from = performance.now();
      engine.preview(wish, person);
      const whole = (performance.now() - from) * 1000;
      if (judged?.approved == null) throw new Error("the bench's order was refused");
      return { gate: micros, wish: whole };
    },
  };
}

/** One order judged by every rule on a desk with fifty positions and two hundred working orders. */
export const gateJudge: Figure = {
  name: "gate-judge",
  async run({ quick }) {
    const calls = quick ? 300 : 6000;
    const every = crowdedDesk(everyLimit);
    const bare = crowdedDesk(benchLimits);
    const micros = { every: [] as number[], moved: [] as number[], bare: [] as number[], wish: [] as number[] };
    const round = (): void => {
      every.next(false);
      const { gate, wish: whole } = every.judge();
      every.next(true);
      const moved = every.judge();
      bare.next(false);
      micros.every.push(gate);
      micros.wish.push(whole);
      micros.moved.push(moved.wish);
      micros.bare.push(bare.judge().wish);
    };
    warmUp(round, quick ? 200 : 1500);
    for (const list of Object.values(micros)) list.length = 0;
    for (let i = 0; i < calls; i++) round();
    const p50 = quantile(micros.every, 0.5);
    const p99 = quantile(micros.every, 0.99);
    return {
      name: "gate-judge",
      title: "every rule on one order, 50 positions, 200 orders",
      value: p50,
      unit: "µs",
      ...atMostCells([p50, p99], { must: [20, 100], goal: [10, 50] }),
      ...inPlainBars(p50 / 1000, plainRate(quick ? 20_000 : 200_000, 5)),
      detail: {
        p99,
        wishToVerdictP50: quantile(micros.wish, 0.5),
        wishToVerdictP99: quantile(micros.wish, 0.99),
        everyPriceMovedP50: quantile(micros.moved, 0.5),
        fewLimitsP50: quantile(micros.bare, 0.5),
        calls,
      },
    };
  },
};
