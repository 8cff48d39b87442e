import { usualTerms } from "../../shared/model/account-terms.ts";
import { Fault } from "../../shared/model/fault.ts";
import type { Instrument } from "../../shared/model/instrument.ts";
import type { JournalEvent, NewJournalEvent } from "../../shared/model/journal-event.ts";
import type { BarColumns, TickColumns } from "../../shared/model/market.ts";
import type { FillView } from "../../shared/model/order.ts";
import type { PaperVenueSettings } from "../../shared/model/paper-venue-settings.ts";
import type { AccountView, PositionView } from "../../shared/model/portfolio.ts";
import type { RiskLimits } from "../../shared/model/risk.ts";
import type { TraderView } from "../../shared/model/trader.ts";
import { createEngine } from "../engine/engine.ts";
import type { Engine } from "../engine/engine-face.ts";
import type { LedgerAccount } from "../engine/ledger-account.ts";
import type { RiskWatch } from "../engine/risk-watch.ts";
import { quietSigns } from "../risk/breakers/breaker-check.ts";
import { BreakerWatch } from "../risk/breakers/breaker-watch.ts";
import { createGate } from "../risk/gate.ts";
import type { FirmWatch } from "../risk/prop-firm/firm-watch.ts";
import { createPaperVenue, type PaperVenue } from "../simulation/paper-venue.ts";
import { restorePositions } from "../simulation/restore-positions.ts";
import { seededRandom } from "../simulation/seeded-random.ts";
import type { BoundStrategy } from "../strategy/strategy.ts";
import { membershipOf } from "../traders/membership.ts";
import { createTrader } from "../traders/trader.ts";
import type { CashFlow } from "./equity-curve.ts";

/** Where a run's events go, and when they count as written. */
export interface RunRecord {
  /** Stages an event and returns its seq; `null` keeps nothing. */
  readonly append: ((event: NewJournalEvent) => number) | null;
  open(): boolean;
  /** What went wrong with writing; the run stops on it. */
  readonly failure?: Error | null;
  /** The highest seq that is written, once everything staged is: at once in memory, after the disk's answer in a journal. */
  settle(): number | Promise<number>;
}

export interface RunOptions {
  /** What the strategy sees; made of the ticks where there are any. */
  readonly columns: BarColumns;
  readonly intervalMs: number;
  /** What orders trade against, if not the bars: every tick of a bar's time is handled before the bar. */
  readonly ticks?: TickColumns;
  readonly instrument: Instrument;
  readonly strategy: BoundStrategy;
  readonly traderId: string;
  /** `currency` is the instrument's quote currency where it is absent. */
  readonly account: Omit<LedgerAccount, "id" | "currency"> & { readonly currency?: string };
  readonly venue: PaperVenueSettings;
  readonly limits: RiskLimits;
  /** The prop firm whose account is traded. */
  readonly firm?: FirmWatch | undefined;
  readonly record: RunRecord;
  /** Names the run's profile in client order ids. */
  readonly idSeed: string;
  readonly sha256: (text: string) => string;
  /** Events that the account stands on when the run begins, oldest first. */
  readonly earlier?: Iterable<JournalEvent>;
  /** Called before each bar is fed; what it returns is awaited. Absent: as fast as it goes. */
  readonly pace?: (openTime: number) => Promise<void>;
}

/** Inputs handled between two looks at the record and at the trader. */
const slice = 8192;
const dayMs = 86_400_000;

/** What a run leaves behind. */
export interface RunResult {
  readonly opening: { readonly account: AccountView; readonly position: PositionView | undefined };
  readonly account: AccountView;
  readonly fills: readonly FillView[];
  /** Funding payments, oldest first. */
  readonly funding: readonly CashFlow[];
  readonly trader: TraderView;
  /** Entries that the strategy wanted and that were not sent, by the reason. */
  readonly entriesNotSent: ReadonlyMap<string, number>;
  /** Orders that the gate or the venue refused, and what it said of the first. */
  readonly refused: { readonly orders: number; readonly first: string };
  /** Milliseconds from the first bar to the last, waits for the disk included. */
  readonly elapsedMs: number;
}

/**
 * The one run loop: feeds recorded bars to an engine with gate, paper venue and trader, and lets an order leave only
 * when its verdict is written. Backtest and paper differ in the {@link RunRecord} alone.
 * Throws what stopped the trader, because half a run is no result.
 */
export async function runEngine(options: RunOptions): Promise<RunResult> {
  const { columns, record } = options;
  const desk = openRunDesk(options);
  const { engine, trader } = desk;
  const earlierFills = engine.fills().length;
  let failure: { readonly error: unknown } | null = null;
  engine.subscribe({
    onAgentFailure(_, error) {
      failure = { error };
    },
  });
  const release = async (): Promise<void> => {
    while (engine.pendingRelease > 0) {
      const settled = record.settle();
      engine.durable(typeof settled === "number" ? settled : await settled);
    }
  };
  const opening = { account: engine.account(), position: heldPosition(engine) };
  endEarlierOrders(engine);
  engine.register(trader);
  engine.startAgent(trader.id);

  const startedAt = performance.now();
  const { length } = columns;
  const check = async (): Promise<void> => {
    if (record.failure) throw record.failure;
    if (failure) throw asFault(failure);
    if (engine.pendingRelease > 0) await release();
  };
  let ticked = 0;
  const playTicksBefore = async (time: number): Promise<void> => {
    const { ticks } = options;
    if (ticks === undefined) return;
    const to = firstAtOrAfter(ticks, time, ticked);
    while (ticked < to) {
      ticked = engine.playTicks(0, ticks, ticked, Math.min(ticked + slice, to));
      await check();
    }
  };
  for (let played = 0; played < length; ) {
    const openTime = columns.openTime[played] as number;
    await options.pace?.(openTime);
    await playTicksBefore(openTime + options.intervalMs);
    const ahead = options.pace === undefined && options.ticks === undefined ? slice : 1;
    played = engine.play(0, columns, options.intervalMs, played, Math.min(played + ahead, length));
    await check();
  }
  await playTicksBefore(Number.POSITIVE_INFINITY);
  cancelWorking(desk);
  await release();
  options.firm?.flush();
  if (record.failure) throw record.failure;
  const elapsedMs = performance.now() - startedAt;
  engine.stopAgent(trader.id, "end of the bars");
  const all = engine.fills();
  const fills = all.slice(0, all.length - earlierFills).toReversed();
  const { entriesNotSent, refused } = trader;
  return {
    opening,
    account: engine.account(),
    fills,
    funding: desk.funding,
    trader: trader.view(),
    entriesNotSent,
    refused,
    elapsedMs,
  };
}

/** A run without breakers and without a firm is watched by nobody, and costs what it costs. */
function watchesOf({ limits, firm }: RunOptions): RiskWatch[] {
  const { breakers } = limits;
  return [
    ...(breakers === undefined ? [] : [new BreakerWatch(() => breakers, quietSigns)]),
    ...(firm === undefined ? [] : [firm]),
  ];
}

interface RunDesk {
  readonly engine: Engine;
  readonly venue: PaperVenue;
  readonly trader: ReturnType<typeof createTrader>;
  readonly funding: readonly CashFlow[];
}

function openRunDesk(options: RunOptions): RunDesk {
  const { instrument, account, record, sha256, idSeed } = options;
  const instruments = [instrument];
  const { seed } = options.venue;
  const funding: CashFlow[] = [];
  const { marginMode } = account.terms ?? usualTerms;
  const venue = createPaperVenue(instruments, options.venue, seededRandom(seed), (report) => engine.report(report), {
    account: { cash: account.cash, leverage: account.leverage, marginMode },
    emit(report) {
      if (report.kind === "funding") funding.push({ at: report.at, amount: report.amount });
      engine.accountReport(report);
    },
  });
  const engine = createEngine({
    instruments,
    account: { id: "paper", currency: instrument.quoteCurrency, ...account },
    takerFeeBps: options.venue.takerFeeBps,
    gate: createGate({
      limits: () => options.limits,
      firm: options.firm,
      membershipOf: membershipOf((id) => (id === options.traderId ? trader.view() : undefined)),
    }),
    route: venue,
    record: record.append?.bind(record) ?? null,
    journalOpen: () => record.open(),
    // The market's clock is the run's: no time passes but that of the bars.
    now: () => 0,
    sha256,
    idSeed,
    atrPeriod: options.limits.atrPeriod,
    watches: watchesOf(options),
  });
  for (const event of options.earlier ?? []) engine.restore(event);
  restorePositions(venue, engine.positions(), engine.account());
  const trader = createTrader({
    traderId: options.traderId,
    name: options.strategy.name,
    strategy: options.strategy,
    instruments: [0],
    instrumentIds: [instrument.id],
  });
  return { engine, venue, trader, funding };
}

function heldPosition(engine: Engine): PositionView | undefined {
  return engine.positions().find((position) => position.size !== "0");
}

/** Orders of a run that was given up died with its venue: the record says so before a new run begins. */
function endEarlierOrders(engine: Engine): void {
  for (const { orderId, status } of engine.unfinishedOrders()) {
    const reason = "the run that sent it ended";
    if (status === "initialized") engine.cancel(orderId, { kind: "desk", id: "paper" }, reason);
    else engine.report({ orderId, at: 0, kind: "canceled", reason });
  }
}

/** Leaves nothing working behind: an order decided on the last close has no next open. */
function cancelWorking({ engine, venue, trader }: RunDesk): void {
  for (const order of engine.unfinishedOrders()) engine.cancel(order.orderId, trader.actor, "end of the bars");
  // A day is longer than any latency: every answer of the venue arrives.
  venue.onTime(engine.now() + dayMs);
}

/** The first tick from `from` on that is not before a time. */
function firstAtOrAfter({ at, length }: TickColumns, time: number, from: number): number {
  let low = from;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((at[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function asFault({ error }: { readonly error: unknown }): Fault {
  if (error instanceof Fault) return error;
  const message = error instanceof Error ? error.message : String(error);
  const remedy = "Report this: a strategy must not throw on recorded bars.";
  return new Fault("RUN-TRADER-FAILED", "bug", `The strategy failed: ${message}`, remedy, { cause: error });
}

/** The record of a run that keeps none. */
export const noRecord: RunRecord = { append: null, open: () => true, settle: () => -1 };
