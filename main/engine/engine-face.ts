import type { Actor } from "../../shared/model/actor.ts";
import type { LatchedBreaker, Lockout } from "../../shared/model/breaker.ts";
import type { Instrument } from "../../shared/model/instrument.ts";
import type { JournalEvent, NewJournalEvent } from "../../shared/model/journal-event.ts";
import type { BarColumns, BarInput, TickColumns, TickInput } from "../../shared/model/market.ts";
import type {
  AccountReport,
  ApprovedOrder,
  ExecutionReport,
  FillView,
  OrderAmendment,
  OrderRequest,
  OrderView,
} from "../../shared/model/order.ts";
import type { AccountView, PositionView } from "../../shared/model/portfolio.ts";
import type { TradingState, Verdict } from "../../shared/model/risk.ts";
import type { VenueCapabilities } from "../../shared/model/venue-capabilities.ts";
import type { Agent, BarEvent, TickEvent } from "./agent.ts";
import type { Brakes, TimeSigns } from "./brakes.ts";
import type { DeskSnapshot } from "./desk-snapshot.ts";
import type { FlattenStatus, UnfinishedFlat } from "./flattening.ts";
import type { Gate } from "./gate.ts";
import type { EarlierDigits } from "./instrument-scale.ts";
import type { LedgerAccount } from "./ledger-account.ts";
import type { OrderHistory } from "./order-history.ts";
import type { MissingExit } from "./orders/bracket-exits.ts";
import type { RiskWatch } from "./risk-watch.ts";

/** Where approved orders go once their intent and verdict are durable. The paper venue is also fed the market. */
export interface OrderRoute {
  submit(order: ApprovedOrder): void;
  cancel(orderId: string): void;
  replace(orderId: string, change: OrderAmendment): void;
  /** `at` is the engine's time, which a late tick does not turn back. */
  onTick?(tick: TickInput, at: number): void;
  onBar?(bar: BarInput): void;
  onTime?(at: number): void;
  /** Asks what became of an order by its id; what the venue knows comes back as reports, "not found" as `VENUE-NOT-FOUND`. */
  query?(orderId: string): void;
}

export interface EngineOptions extends TimeSigns {
  readonly instruments: readonly Instrument[];
  /** Decimals that the record's prices and sizes have, by instrument id, where increments were finer once. */
  readonly earlierDigits?: ReadonlyMap<string, EarlierDigits>;
  readonly account: LedgerAccount;
  /** Taker fee in basis points, decimal text; sizing and buying power leave room for it. */
  readonly takerFeeBps: string;
  readonly gate: Gate;
  readonly route: OrderRoute;
  /**
   * Stages an event and returns its seq. The engine releases an order only after {@link Engine.durable} names its verdict.
   * `null` keeps nothing: a backtest's orders leave at once.
   */
  readonly record: ((event: NewJournalEvent) => number) | null;
  readonly journalOpen: () => boolean;
  /** The desk's clock for commands that no market input carries (a person's order); market inputs carry their own time. */
  readonly now: () => number;
  /** SHA-256 hex of a text, passed in because the room is pure; client order ids are made of it. */
  readonly sha256: (text: string) => string;
  /** Names the profile in client order ids. */
  readonly idSeed: string;
  /** What the venue can do by itself; default everything. What it cannot and the desk can, the desk does. */
  readonly capabilities?: VenueCapabilities;
  /** How long an order may still turn up at the venue after nobody has heard of it. Default 0. */
  readonly validityMs?: number;
  /**
   * Milliseconds of a clock that never goes back, by which refused requests are tried again where `now` is set back. No event
   * tells of it. Default none: `now` itself never goes back.
   */
  readonly elapsedMs?: () => number;
  /** How often equity and its peak are written down while positions are open. Default never. */
  readonly snapshotEveryMs?: number;
  /**
   * How far ahead of `now` a market input may be stamped before it is refused. Default 10 seconds; infinite where the inputs
   * themselves are the clock, as those of a recording are. A `now` of zero is no clock and binds nothing.
   */
  readonly marketAheadMs?: number;
  /** How many times faster than real time the market passes, where a recording plays: so much of it a person waits for. Default 1. */
  readonly playSpeed?: number;
  /** Inputs the market queue holds before it says full. Default 65,536. */
  readonly queueCapacity?: number;
  /** Bars of the average true range; a function is asked on every bar. Default 14. */
  readonly atrPeriod?: number | (() => number);
  /** Told of every change and every price; what they say trips is written down and carried out. Default none. */
  readonly watches?: readonly RiskWatch[];
  /** Watches see nothing before {@link Engine.resume}: a desk that restores and warms up first. Default from the first input. */
  readonly watchAfterResume?: boolean;
  /** Where orders that ended long ago are found: the desk lets the oldest go. Default all are held. */
  readonly history?: OrderHistory;
  /** Told when a listener, or an agent's `onFailure`, threw: the engine goes on without that listener. */
  readonly onListenerFailure?: (error: unknown) => void;
}

export interface EngineMetrics {
  readonly queueDepth: number;
  readonly queueCapacity: number;
  /** How often a feed was told to wait. */
  readonly backPressure: number;
  readonly inputs: number;
  readonly orders: number;
  readonly lastInputAt: number | null;
}

/** Changes that streams and run loops follow. Called synchronously, after the engine's state has changed. */
export interface EngineListener {
  onOrder?(order: OrderView): void;
  onFill?(fill: FillView): void;
  onPosition?(instrumentId: string): void;
  onTradingState?(state: TradingState, killSwitch: boolean, reason: string): void;
  onTick?(tick: TickEvent): void;
  onBar?(bar: BarEvent): void;
  onAgentFailure?(agentId: string, error: unknown): void;
}

/**
 * The deterministic core. It changes only by the inputs below, in the order they come; the same inputs give the same
 * outputs, bit for bit. Market inputs wait in one bounded queue and are handled by `pump`; orders, reports and commands
 * are never dropped.
 */
export interface Engine {
  // Market inputs; false = the queue is full, offer again after onSpace. One that cannot be true throws a Fault (`MARKET-…`)
  // and changes nothing: prices that are none, a bar whose range is none, a time before that of the instrument's last input.
  tick(instrument: number, at: number, bid: number, ask: number, last: number, size: number): boolean;
  bar(
    instrument: number,
    openTime: number,
    intervalMs: number,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
  ): boolean;
  onSpace(listener: () => void): () => void;
  /**
   * Handles recorded bars straight from their columns, past the queue, which is empty: what a run over a file does.
   * Returns the index of the first bar that is not handled; stops where an order waits for the journal.
   */
  play(instrument: number, columns: BarColumns, intervalMs: number, from: number, to: number): number;
  /** The same for recorded ticks. */
  playTicks(instrument: number, columns: TickColumns, from: number, to: number): number;
  /** Handles queued inputs, at most `maxInputs`; returns how many. Stops early when an order waits for the journal and `stopAtPending`. */
  pump(maxInputs: number, stopAtPending?: boolean): number;

  // commands
  submit(request: OrderRequest, actor: Actor, reason: string): { readonly orderId: string; readonly verdict: Verdict };
  /**
   * Sends orders in one instrument that hang together: `oco` cancel each other as far as they fill, of `oto` the first
   * leaves and the others follow when it has filled whole; their verdict is a preview until then.
   */
  submitGroup(
    kind: "oco" | "oto",
    requests: readonly OrderRequest[],
    actor: Actor,
    reason: string,
  ): { readonly orderId: string; readonly verdict: Verdict }[];
  preview(request: OrderRequest, actor: Actor): Verdict;
  /** Asks the venue to cancel; asked again while the cancel is pending, the venue is asked again. Throws a Fault for a finished order. */
  cancel(orderId: string, actor: Actor, reason: string): void;
  /**
   * Asks for the cancel of every one of {@link Engine.openOrders} and returns how many were asked. Approved orders that
   * have not left yet are canceled here and now; one that ends meanwhile is left alone.
   */
  cancelAll(actor: Actor, reason: string, instrumentId?: string): number;
  amend(orderId: string, change: OrderAmendment, actor: Actor, reason: string): Verdict;
  setTradingState(state: TradingState, actor: Actor, reason: string): void;
  /** Shuts the gate to opening orders in the same call and asks for the cancel of every working order that is not an exit. */
  engageKillSwitch(actor: Actor, reason: string): void;
  releaseKillSwitch(actor: Actor, reason: string): void;
  /** Lifts the latch of a breaker that has tripped; the trading state stays as it is. Throws a Fault for one that has not. */
  rearm(rule: string, actor: Actor, reason: string): void;
  /** Locks the account out of all that opens risk until `until`, UTC milliseconds. Nothing lifts it, and nothing shortens it. */
  lockOut(until: number, actor: Actor, reason: string): void;
  /** Begins to take the whole account to flat; {@link Engine.flattening} says how far it is, {@link Engine.passTime} drives it on. */
  flatten(actor: Actor, reason: string): void;
  /** Lets the clock's time pass without any other input: what is due is done, and the watches look. */
  passTime(): void;

  // inputs from the ports
  report(report: ExecutionReport): void;
  /** What happened to the account without an order: funding, liquidation, transfers, splits. A repeated `reportId` changes nothing. */
  accountReport(report: AccountReport): void;
  /** The journal is durable up to `seq`: orders whose verdict is covered leave now. */
  durable(seq: number): void;
  /** Orders that wait for the journal. */
  readonly pendingRelease: number;

  // agents
  register(agent: Agent): void;
  startAgent(agentId: string): void;
  stopAgent(agentId: string, reason: string): void;

  /** Applies a journaled event without acting: the way state is rebuilt at start. Events come in order. */
  restore(event: JournalEvent): void;
  /** What events have made of the desk, for a snapshot; it stays as it is while the desk goes on. */
  save(): DeskSnapshot;
  /**
   * Takes over in an engine that knows nothing yet what another with the same options has saved, as if its events had been
   * restored. Throws a RangeError for another desk's; then the engine must not be used.
   */
  load(saved: DeskSnapshot): void;
  /** After the last restored event: takes up what contingent orders still need, such as the exits of a fill. */
  resume(): void;

  // what it knows
  now(): number;
  instruments(): readonly Instrument[];
  order(orderId: string): OrderView | undefined;
  /** Working orders first, then the most recent finished ones, at most `limit`. */
  orders(limit?: number): OrderView[];
  /** Orders that may still change, newest first: open ones, held back ones and unsent intents. */
  unfinishedOrders(): OrderView[];
  /**
   * Every order that could still fill, by instrument, oldest first: also approved ones that have not left yet, those
   * whose cancel or amendment is pending and those whose state at the venue is unknown. Unsent intents of earlier
   * sessions are not among them.
   */
  openOrders(instrumentId?: string): OrderView[];
  fills(limit?: number): FillView[];
  positions(): PositionView[];
  account(): AccountView;
  /** Intents of an earlier session that were never sent: shown, never sent by themselves. */
  unsentIntents(): OrderView[];
  /** Exits of brackets that something is held for and that do not work, because a venue or the gate has refused them: each is tried again. */
  missingExits(): readonly MissingExit[];
  tradingState(): { readonly state: TradingState; readonly killSwitch: boolean; readonly reason: string };
  /** Breakers that have tripped and not been re-armed, oldest first. */
  breakers(): readonly LatchedBreaker[];
  /** The lockout that ends latest; also one that has ended. */
  lockout(): Lockout | null;
  /** The lockout that still runs, counted in the time that lockouts count in. */
  runningLockout(): Brakes["lockout"];
  /** The way to flat that is under way; `null` when none is. */
  flattening(): FlattenStatus | null;
  /** A way to flat that a restart has interrupted, or that was given up, while what it left is open; `null` without one. */
  unfinishedFlat(): UnfinishedFlat | null;
  metrics(): EngineMetrics;
  subscribe(listener: EngineListener): () => void;
}
