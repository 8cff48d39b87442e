import { sha256Hex } from "../../../main/adapters/proof-node/node-primitives.ts";
import { noRecord, type RunRecord, runEngine } from "../../../main/backtest/run-engine.ts";
import { sma } from "../../../main/strategy/sma.ts";
import type { BarColumns } from "../../../shared/model/market.ts";
import { PaperVenueSettings } from "../../../shared/model/paper-venue-settings.ts";
import { benchInstrument, benchLimits } from "../bench-engine.ts";
import { benchJournal } from "../bench-journal.ts";
import type { PlainRun } from "../plain-loop.ts";
import { inGroups } from "../sma-journaled.ts";
import type { PeerResult } from "./contestant.ts";

/** The job through engine, gate and paper venue, as `backtest` runs it. */
export async function runJob(columns: BarColumns, run: PlainRun, record: RunRecord = noRecord): Promise<PeerResult> {
  const fee = String(run.feeRate * 10_000);
  const { account, fills } = await runEngine({
    columns,
    intervalMs: 60_000,
    instrument: benchInstrument,
    strategy: sma.bind({ fast: run.fast, slow: run.slow, side: "long", sizing: `fixed:${run.size}` }),
    traderId: "bench-sma",
    account: { cash: String(run.cash), leverage: "1" },
    venue: PaperVenueSettings.parse({ takerFeeBps: fee, makerFeeBps: fee }),
    limits: benchLimits,
    record,
    idSeed: "bench",
    sha256: sha256Hex,
  });
  return { trades: fills.filter(({ side }) => side === "sell").length, finalEquity: Number(account.equity) };
}

/** The same with its events in a journal of its own; timed from the first bar until the last event is on disk. */
export async function runJournaledJob(columns: BarColumns, run: PlainRun): Promise<PeerResult> {
  const { journal, close } = await benchJournal();
  const record = inGroups(journal);
  const from = performance.now();
  const result = await runJob(columns, run, record);
  await record.all();
  const ms = performance.now() - from;
  await close();
  return { ...result, ms };
}
