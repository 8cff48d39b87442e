import type { Actor } from "../../shared/model/actor.ts";
import { Fault } from "../../shared/model/fault.ts";
import type { JournalData, JournalEvent, JournalEventType, NewJournalEvent } from "../../shared/model/journal-event.ts";
import type { BarColumns } from "../../shared/model/market.ts";
import type { TraderView } from "../../shared/model/trader.ts";
import type { Engine } from "../engine/engine-face.ts";
import { isFinished } from "../engine/order-transitions.ts";
import type { StrategyParams } from "../strategy/params.ts";
import { findStrategy } from "../strategy/registry.ts";
import { describeTrader, type EarlierRecord, EarlierTraders } from "./earlier-traders.ts";
import { createTrader, type Trader } from "./trader.ts";

export interface TraderRegistryOptions {
  readonly engine: Engine;
  readonly record: (event: NewJournalEvent) => number;
  /** The desk's clock, UTC milliseconds. */
  readonly now: () => number;
  /** Whether the market data is live: a trader without data is not at fault. */
  readonly feedLive: () => boolean;
  /** Bars before the live feed, so that a strategy is warm when it starts. */
  readonly history?: (instrument: number) => BarColumns;
  /** Throws a Fault where no machine may trade the account. */
  readonly mayStart?: () => void;
  /** Told when an event could not be written down that tells of what has happened anyway. */
  readonly onRecordFailure?: (error: unknown) => void;
  /** A heartbeat is lost after this long without a handled input; where only bars come, after two bars at least. Default 5,000. */
  readonly lostAfterMs?: number;
}

interface TraderRequest {
  readonly name: string;
  readonly strategy: string;
  readonly params: StrategyParams;
  readonly instrumentIds: readonly string[];
}

/** Starts, stops and watches the traders of a desk. */
export interface TraderRegistry {
  /** Starts a trader and returns its view. Throws a {@link Fault} when strategy, parameters or instruments do not fit. */
  start(request: TraderRequest, actor: Actor): TraderView;
  /** Stops a running trader: its working orders that open are canceled, its exits and its position stay. Throws `TRADER-UNKNOWN`. */
  stop(traderId: string, actor: Actor, reason: string): TraderView;
  /** Running traders first, then those that stopped, the newest first; traders of earlier sessions last. */
  list(): TraderView[];
  /** Looks at every heartbeat; call it a few times a second with the desk's clock. */
  check(now: number): void;
  /** Reads a journaled event of an earlier session. */
  restore(event: JournalEvent): void;
  /** What the restored events have told, and the same taken over before any of them. */
  save(): EarlierRecord;
  load(record: EarlierRecord): void;
  /** Records the end of traders that an earlier session left running: a restart never resumes one by itself. */
  closeEarlier(): void;
  subscribe(listener: (trader: TraderView) => void): () => void;
}

interface Entry {
  readonly trader: Trader;
  startSeq: number;
  seenHandled: number;
  progressAt: number;
  lost: boolean;
}

const deskActor: Actor = { kind: "desk", id: "traders" };

/** Creates the registry of one desk. */
export function createTraderRegistry(options: TraderRegistryOptions): TraderRegistry {
  const { engine, now } = options;
  const lostAfterMs = options.lostAfterMs ?? 5000;
  const entries = new Map<string, Entry>();
  const earlier = new EarlierTraders(engine.instruments());
  const listeners = new Set<(trader: TraderView) => void>();

  const tell = (view: TraderView): void => {
    for (const listener of listeners) listener(view);
  };
  const write = (
    type: JournalEventType,
    trace: string,
    cause: number | null,
    actor: Actor,
    data: JournalData,
  ): number => options.record({ type, at: now(), actor, trace, cause, data });
  /** Writes down what has happened anyway: a journal that has failed must not keep a trader running. */
  const note = (...event: Parameters<typeof write>): void => {
    try {
      write(...event);
    } catch (error) {
      options.onRecordFailure?.(error);
    }
  };
  const unknown = (traderId: string): Fault =>
    new Fault(
      "TRADER-UNKNOWN",
      "validation",
      `There is no running trader "${traderId}".`,
      "Look at the list of traders.",
    );

  /** Nobody would look after a position that such an order opens later. */
  const cancelOpening = (traderId: string, actor: Actor, reason: string): void => {
    for (const order of engine.orders()) {
      const its = order.actor.kind === "trader" && order.actor.id === traderId;
      if (!its || order.reduceOnly || isFinished(engine.order(order.orderId)?.status ?? order.status)) continue;
      engine.cancel(order.orderId, actor, reason);
    }
  };

  engine.subscribe({
    onAgentFailure(agentId) {
      const entry = entries.get(agentId);
      if (!entry) return;
      // The engine has written `trader.failed` down already.
      cancelOpening(agentId, deskActor, `trader failed: ${entry.trader.statusReason}`);
      tell(entry.trader.view());
    },
  });

  const instrumentIndexes = (ids: readonly string[]): number[] => {
    const known = engine.instruments();
    const indexes = ids.map((id) => known.findIndex((instrument) => instrument.id === id));
    const missing = ids.filter((_, index) => indexes[index] === -1);
    if (ids.length > 0 && missing.length === 0 && new Set(ids).size === ids.length) return indexes;
    const what = missing.length > 0 ? `No instrument ${missing.join(", ")}` : "A trader needs instruments, each once";
    const remedy = `Choose from ${known.map((instrument) => instrument.id).join(", ")}.`;
    throw new Fault("TRADER-INSTRUMENTS", "validation", `${what}.`, remedy);
  };

  return {
    start(request, actor) {
      options.mayStart?.();
      const strategy = findStrategy(request.strategy).bind(request.params);
      const instruments = instrumentIndexes(request.instrumentIds);
      const traderId = `trader-${entries.size + earlier.count + 1}`;
      const trader = createTrader({
        traderId,
        name: request.name,
        strategy,
        instruments,
        instrumentIds: request.instrumentIds,
        ...(options.history ? { history: options.history } : {}),
        onChange: () => tell(trader.view()),
      });
      const { name, instrumentIds } = request;
      const data = describeTrader(traderId, name, strategy, instrumentIds);
      const startSeq = write("trader.started", traderId, null, actor, data);
      entries.set(traderId, { trader, startSeq, seenHandled: 0, progressAt: now(), lost: false });
      engine.register(trader);
      engine.startAgent(traderId);
      return trader.view();
    },

    stop(traderId, actor, reason) {
      const entry = entries.get(traderId);
      if (entry?.trader.status !== "running") throw unknown(traderId);
      engine.stopAgent(traderId, reason);
      note("trader.stopped", traderId, entry.startSeq, actor, { traderId, reason });
      cancelOpening(traderId, actor, `trader stopped: ${reason}`);
      return entry.trader.view();
    },

    list() {
      const views = [...entries.values()].map((entry) => entry.trader.view()).reverse();
      const running = views.filter((view) => view.status === "running");
      return [...running, ...views.filter((view) => view.status !== "running"), ...earlier.views()];
    },

    check(at) {
      for (const [traderId, entry] of entries) {
        const { trader } = entry;
        if (trader.status !== "running") continue;
        if (trader.handled !== entry.seenHandled || !options.feedLive()) {
          entry.seenHandled = trader.handled;
          entry.progressAt = at;
          if (options.feedLive()) trader.beat(at);
        }
        const silentMs = at - entry.progressAt;
        const lost = silentMs > Math.max(lostAfterMs, 2 * trader.barMs);
        if (lost === entry.lost) continue;
        entry.lost = lost;
        const type = lost ? "heartbeat.lost" : "heartbeat.restored";
        note(type, traderId, entry.startSeq, deskActor, { traderId, silentMs: Math.max(0, Math.round(silentMs)) });
        trader.statusReason = lost ? `no input handled for ${Math.round(silentMs / 1000)} s` : "";
        tell(trader.view());
      }
    },

    restore: (event) => earlier.restore(event),
    save: () => earlier.save(),
    load: (record) => earlier.load(record),

    closeEarlier() {
      for (const { traderId, startSeq } of earlier.closeRunning()) {
        write("trader.stopped", traderId, startSeq, deskActor, { traderId, reason: "desk restarted" });
      }
    },

    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
