import { sha256Hex } from "../../main/adapters/proof-node/node-primitives.ts";
import { noRecord, type RunRecord, runEngine } from "../../main/backtest/run-engine.ts";
import { sma } from "../../main/strategy/sma.ts";
import { PaperVenueSettings } from "../../shared/model/paper-venue-settings.ts";
import { benchInstrument, benchLimits } from "./bench-engine.ts";
import { plainRun, plainSeed } from "./figure.ts";
import { type PlainResult, plainLoop } from "./plain-loop.ts";
import { seededBars } from "./seeded-bars.ts";

/** 2^-10 as basis points: exact in decimals and in doubles alike. */
const feeBps = "9.765625";

/** The job that plain loop and engine both do, and must end alike to the last digit. */
export interface SmaJob {
  readonly bars: number;
  readonly expected: PlainResult;
  plain(): void;
  /** Milliseconds through engine, gate and paper venue; throws where the result is not the plain loop's. */
  engine(record?: RunRecord): Promise<number>;
}

/** The moving-average job over `bars` seeded bars. */
export function smaJob(bars: number): SmaJob {
  const columns = seededBars(bars, plainSeed);
  const equity = new Float64Array(bars);
  const expected = plainLoop(columns, plainRun, equity);
  const { fast, slow, size, cash } = plainRun;
  const strategy = sma.bind({ fast, slow, side: "long", sizing: `fixed:${size}` });
  return {
    bars,
    expected,
    plain: () => void plainLoop(columns, plainRun, equity),
    async engine(record = noRecord) {
      const result = await runEngine({
        columns,
        intervalMs: 60_000,
        instrument: benchInstrument,
        strategy,
        traderId: "bench-sma",
        account: { cash: String(cash), leverage: "1" },
        venue: PaperVenueSettings.parse({ takerFeeBps: feeBps, makerFeeBps: feeBps }),
        limits: benchLimits,
        record,
        idSeed: "bench",
        sha256: sha256Hex,
      });
      const trades = result.fills.filter((fill) => fill.side === "sell").length;
      if (Number(result.account.equity) === expected.finalEquity && trades === expected.trades) return result.elapsedMs;
      const found = `${trades} trades, equity ${result.account.equity}`;
      throw new Error(`the engine reached ${found}; the plain loop ${expected.trades} trades, ${expected.finalEquity}`);
    },
  };
}
