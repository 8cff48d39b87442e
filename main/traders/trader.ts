import { Fault } from "../../shared/model/fault.ts";
import { formatFixed, MONEY_DIGITS } from "../../shared/model/fixed.ts";
import type { BarColumns } from "../../shared/model/market.ts";
import type { ExecutionReport } from "../../shared/model/order.ts";
import type { TraderStatus, TraderView } from "../../shared/model/trader.ts";
import type { Agent, AgentDesk, BarEvent, OrderNote, TickEvent } from "../engine/agent.ts";
import type { Exits } from "../strategy/exits.ts";
import type { BoundStrategy, Stance, StrategyRun } from "../strategy/strategy.ts";
import { aim } from "./aim.ts";
import { Standing } from "./standing.ts";
import { TraderResult } from "./trader-result.ts";

export interface TraderOptions {
  readonly traderId: string;
  readonly name: string;
  readonly strategy: BoundStrategy;
  /** Indexes of the engine's instruments, and their ids in the same order. */
  readonly instruments: readonly number[];
  readonly instrumentIds: readonly string[];
  /** Bars that precede the live feed: the strategy sees them first, and its decisions on them are not acted upon. */
  readonly history?: (instrument: number) => BarColumns;
  /** Called after every decision, order, fill and change of status, never per bar. */
  readonly onChange?: () => void;
}

/** What a trader keeps of one instrument. */
interface Seat {
  readonly run: StrategyRun;
  readonly standing: Standing;
}

/** A strategy running on an engine. The bar path allocates nothing. */
export class Trader implements Agent {
  readonly id: string;
  readonly actor: Agent["actor"];
  readonly instruments: readonly number[];
  status: TraderStatus = "stopped";
  statusReason = "not started";
  /** Bars and ticks handled so far. */
  handled = 0;
  /** Length of the last bar in milliseconds, 0 before the first and where ticks come too. */
  barMs = 0;
  private ticked = false;
  /** NaN before the first: a field that may be null holds its numbers on the heap. */
  private lastHandledAt = Number.NaN;
  private readonly options: TraderOptions;
  /** By the engine's index of the instrument. */
  private readonly seats: (Seat | undefined)[] = [];
  private readonly result = new TraderResult();
  /** Entries that were wanted and not sent, by the reason. */
  readonly entriesNotSent = new Map<string, number>();
  /** Orders that the gate or the venue refused, and what it said of the first; empty before. */
  readonly refused = { orders: 0, first: "" };
  private desk: AgentDesk | null = null;
  private barCloseAt = 0;
  private startedAt: number | null = null;
  private heartbeatAt: number | null = null;
  private lastDecision = "";
  private lastDecisionAt: number | null = null;
  private readonly ordersSeen = new Set<string>();
  /** Of one order a trader hears several times in a row. */
  private lastSeen = "";

  constructor(options: TraderOptions) {
    this.options = options;
    this.id = options.traderId;
    this.actor = { kind: "trader", id: options.traderId };
    this.instruments = options.instruments;
  }

  /** The market's time of the last bar or tick handled. */
  get handledAt(): number | null {
    return Number.isNaN(this.lastHandledAt) ? null : this.lastHandledAt;
  }

  onStart(desk: AgentDesk): void {
    this.desk = desk;
    this.status = "running";
    this.statusReason = "";
    this.startedAt = desk.now() || null;
    for (const instrument of this.instruments) {
      let warm = false;
      const run = this.options.strategy.start({
        target: (stance, reason, exits) => {
          if (warm) this.decide(instrument, stance, reason, exits);
        },
      });
      const history = this.options.history?.(instrument);
      if (history) replay(history, this.options.strategy.warmup + 1, run);
      warm = true;
      this.seats[instrument] = { run, standing: new Standing(instrument) };
    }
    this.options.onChange?.();
  }

  onTick(tick: TickEvent): void {
    this.handled++;
    this.ticked = true;
    this.barMs = 0;
    this.lastHandledAt = tick.at;
  }

  onBar(bar: BarEvent, desk: AgentDesk): void {
    const { instrument, intervalMs } = bar;
    const seat = this.seats[instrument];
    if (seat === undefined) return;
    const { run, standing } = seat;
    const closedAt = bar.openTime + intervalMs;
    this.barCloseAt = closedAt;
    if (!this.ticked) this.barMs = intervalMs;
    const side = desk.side(instrument);
    run.onBar(bar, side === 0 ? "flat" : side > 0 ? "long" : "short");
    if (standing.unsettled) this.note(standing.bar(desk));
    // Counted when it is done: a strategy that hangs or throws has not handled its bar.
    this.handled++;
    this.lastHandledAt = closedAt;
  }

  onOrder(order: OrderNote, report: ExecutionReport | null, desk: AgentDesk): void {
    if (order.orderId !== this.lastSeen) this.ordersSeen.add(order.orderId);
    this.lastSeen = order.orderId;
    const instrument = this.instruments[this.options.instrumentIds.indexOf(order.instrumentId)];
    if (instrument !== undefined && report?.kind === "fill") {
      this.result.add(desk.scale(instrument), order.side, report);
    }
    if (order.status === "denied" || order.status === "rejected") {
      if (this.refused.orders++ === 0) this.refused.first = order.statusReason;
      this.lastDecision = `${order.reason}: ${order.status}, ${order.statusReason}`;
    }
    if (instrument !== undefined) this.note(this.seats[instrument]?.standing.follow(order, report, desk, this.ticked));
    this.options.onChange?.();
  }

  onStop(reason: string): void {
    if (this.status === "failed") return;
    this.status = "stopped";
    this.statusReason = reason;
    this.options.onChange?.();
  }

  onFailure(error: unknown): void {
    this.status = "failed";
    this.statusReason = error instanceof Fault ? `${error.code}: ${error.message}` : String(error);
    this.options.onChange?.();
  }

  /** Notes that the trader answered at `now` (the desk's clock). */
  beat(now: number): void {
    this.heartbeatAt = now;
  }

  view(): TraderView {
    const { strategy, name, instrumentIds } = this.options;
    return {
      traderId: this.id,
      name,
      strategy: strategy.name,
      params: { ...strategy.params },
      instrumentIds: [...instrumentIds],
      status: this.status,
      statusReason: this.statusReason,
      startedAt: this.startedAt,
      heartbeatAt: this.heartbeatAt ?? this.handledAt,
      lastDecision: this.lastDecision,
      lastDecisionAt: this.lastDecisionAt,
      realizedPnl: formatFixed(this.result.realized, MONEY_DIGITS),
      orders: this.ordersSeen.size,
      fills: this.result.fills,
    };
  }

  private decide(instrument: number, stance: Stance, reason: string, exits?: Exits): void {
    if (!this.desk) return;
    this.seats[instrument]?.standing.take(stance, reason, this.desk);
    const outcome = aim(this.desk, instrument, stance, this.options.strategy.sizing, reason, exits);
    if (outcome.startsWith("no entry: ")) {
      this.entriesNotSent.set(outcome, (this.entriesNotSent.get(outcome) ?? 0) + 1);
    }
    this.lastDecision = `${reason}: ${outcome}`;
    this.lastDecisionAt = this.barCloseAt;
    this.options.onChange?.();
  }

  /** Shows what was done after a decision in its place. */
  private note(done: string | null | undefined): void {
    if (typeof done !== "string") return;
    this.lastDecision = done;
    this.options.onChange?.();
  }
}

/** Shows a run the last `count` bars of a history. */
function replay(history: BarColumns, count: number, run: StrategyRun): void {
  const at = (column: Float64Array, index: number): number => column[index] ?? Number.NaN;
  for (let i = Math.max(0, history.length - count); i < history.length; i++) {
    const bar = {
      openTime: at(history.openTime, i),
      open: at(history.open, i),
      high: at(history.high, i),
      low: at(history.low, i),
      close: at(history.close, i),
      volume: at(history.volume, i),
    };
    run.onBar(bar, "flat");
  }
}

/** Creates a trader; register it on an engine to run it. */
export function createTrader(options: TraderOptions): Trader {
  return new Trader(options);
}
