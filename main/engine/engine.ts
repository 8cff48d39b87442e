import type { JournalEvent } from "../../shared/model/journal-event.ts";
import { type AccountReport, type ExecutionReport, OrderIntent, type OrderView } from "../../shared/model/order.ts";
import { parseRfc3339 } from "../../shared/model/time.ts";
import type { Agent, OrderNote } from "./agent.ts";
import { agentDesk } from "./agent-desk.ts";
import { AgentRoster, type RosterEntry, tellOrder } from "./agent-roster.ts";
import { runningLockout } from "./brakes.ts";
import { DeskControls } from "./desk-controls.ts";
import { type DeskSnapshot, loadDesk, saveDesk } from "./desk-snapshot.ts";
import { DeskState } from "./desk-state.ts";
import type { Engine, EngineOptions } from "./engine-face.ts";
import { restoreFault, unknownInstrument } from "./engine-faults.ts";
import { EngineLoop } from "./engine-loop.ts";
import { feeRateOf } from "./fee-rate.ts";
import { fillView } from "./fill-record.ts";
import type { InstrumentScale } from "./gate.ts";
import { scaleOf } from "./instrument-scale.ts";
import { Ledger } from "./ledger.ts";
import { Listeners } from "./listeners.ts";
import { MarketChecks } from "./market-checks.ts";
import { emptyBar, emptyTick, readBar, readTick, wholeMillis } from "./market-inputs.ts";
import { barInput, tickInput } from "./market-queue.ts";
import { Marks } from "./marks.ts";
import { OrderDesk } from "./order-desk.ts";
import { type OrderState, orderNote, orderView } from "./order-state.ts";
import { isFinished } from "./order-transitions.ts";
import { Contingencies } from "./orders/contingencies.ts";
import { writeRefusal } from "./orders/order-amendments.ts";
import { splitEvents } from "./orders/split-order.ts";
import { StandingOrders } from "./orders/standing-orders.ts";
import { accountEvent } from "./portfolio/account-events.ts";
import { accountView, positionViews } from "./portfolio/portfolio-views.ts";
import { engineActor, Recorder, unknownVenue } from "./recorder.ts";
import { heard } from "./report-inputs.ts";
import { WatchRound } from "./watch-round.ts";

const defaultQueueCapacity = 65_536;
const defaultAtrPeriod = 14;
/** Characters of an agent's failure that are told. */
const mostReason = 4000;

/** Builds the deterministic core. Throws a Fault for an instrument whose numbers do not fit exactly into money. */
export function createEngine(options: EngineOptions): Engine {
  const scales = options.instruments.map((instrument, index) =>
    scaleOf(instrument, index, options.earlierDigits?.get(instrument.id)),
  );
  const { atrPeriod = defaultAtrPeriod } = options;
  const marks = new Marks(scales, typeof atrPeriod === "function" ? atrPeriod : () => atrPeriod);
  const ledger = new Ledger(options.account, scales, marks);
  const state = new DeskState(scales, ledger, marks, options.history ?? null);
  const recorder = new Recorder(state, options.record);
  const roster = new AgentRoster(scales.length);
  const listeners = new Listeners((error) => options.onListenerFailure?.(error));
  const feeRate = feeRateOf(options.takerFeeBps);
  const trace = (kind: string, n: number): string => options.sha256(`${options.idSeed}\n${kind}\n${n}`).slice(0, 32);

  const nameOf = (instrument: number): string => (scales[instrument] as InstrumentScale).instrument.id;
  const offered = { tick: emptyTick(), bar: emptyBar() };
  const checks = new MarketChecks(scales.length, nameOf, options.now, options.marketAheadMs);
  const loop = new EngineLoop({
    checks,
    queueCapacity: options.queueCapacity ?? defaultQueueCapacity,
    instruments: scales.length,
    marks,
    state,
    recorder,
    roster,
    listeners,
    route: options.route,
    now: options.now,
    snapshotEveryMs: options.snapshotEveryMs ?? Number.POSITIVE_INFINITY,
    onAgentFailure: fail,
  });
  const orders = new OrderDesk(options, { state, marks, scales, feeRate, signs: options }, recorder, changed);
  loop.connect(orders);
  const tradingChanged = (): void => {
    const { state: tradingState, killSwitch, reason } = state.trading;
    listeners.tell((listener) => listener.onTradingState?.(tradingState, killSwitch, reason));
  };
  const controls = new DeskControls(state, recorder, orders, trace, tradingChanged, options.playSpeed ?? 1);

  // A report may come before any price of its time.
  const waitedAt = (): number => Math.max(recorder.now, state.lastEventAt);
  const contingencies = new Contingencies(state, {
    now: waitedAt,
    send: (request, entry, reason) => void orders.submit(request, entry.actor, reason, entry.trace, entry.cause),
    release: (order) => orders.send(order),
    resizeHeld(order, size, reason) {
      const { orderId, trace, cause } = order;
      recorder.emit("order.replaced", engineActor, trace, cause, { orderId, size, reason });
      changed(order, null);
    },
    resize(order, size, reason) {
      if (orders.capabilities.amend || !order.atVenue) orders.amend(order.orderId, { size }, engineActor, reason);
      else orders.cancel(order.orderId, engineActor, reason, true);
    },
    cancel: (order, reason) => orders.cancel(order.orderId, engineActor, reason),
    refuse: (order, fault) => writeRefusal(recorder, order, engineActor, fault),
    hasWaited: (order, until) => standing.hasWaited(order, until, waitedAt()),
  });
  const { query } = options.route;
  const standing = new StandingOrders(state, orders.capabilities, options, {
    trigger: (order, price) => orders.trigger(order, price),
    trail: (order, triggerPrice) => orders.trail(order, triggerPrice),
    expire: (order) => orders.expire(order),
    query: query === undefined ? null : (order) => orders.query(order),
    retry: settleLater,
  });
  loop.watch(standing);
  const round = new WatchRound(options.watches ?? [], state, recorder, controls, options.watchAfterResume ?? false);
  loop.watchRisk(round);
  if (round.watches) recorder.told = (event) => round.applied(event);

  /** Takes up what a restart has interrupted. */
  function resume(): void {
    for (const order of state.orders.values()) {
      const mayHaveLeft = order.status === "initialized" && order.approved && order.intent.managedBy !== "desk";
      if (!mayHaveLeft || orders.releases.has(order) || contingencies.holds(order)) continue;
      orders.doubt(order);
    }
    orders.resume();
    contingencies.settleAll();
    round.begin();
  }

  /** Lets what the desk keeps of orders follow a split: it counts in new units. */
  function followSplit(scale: InstrumentScale, ratio: string): void {
    for (const { order, type, data } of splitEvents(state, scale, ratio)) {
      recorder.emit(type, engineActor, order.trace, order.cause, data);
      changed(order, null);
    }
  }

  /** Called on every change of every order: closures are made where one is needed, and nowhere else. */
  function changed(order: OrderState, report: ExecutionReport | null): void {
    standing.sync(order);
    if (standing.triggers.has(order)) lookLater(order);
    if (contingencies.concerns(order)) settleLater(order);
    if (listeners.any) tellListeners(order, report);
    const owner = roster.ownerOf(order.owner);
    if (owner?.agent.onOrder) noteLater(owner, orderNote(order), report);
  }

  function lookLater(order: OrderState): void {
    loop.lane.push(() => standing.look(order, marks.last[order.instrument] as number));
  }

  function settleLater(order: OrderState): void {
    loop.lane.push(() => contingencies.settle(order));
  }

  function noteLater(owner: RosterEntry, note: OrderNote, report: ExecutionReport | null): void {
    loop.lane.push(() => {
      if (!owner.running) return;
      owner.decision.trace = null;
      try {
        tellOrder(owner, note, report);
      } catch (error) {
        fail(owner, error);
      }
    });
  }

  function tellListeners(order: OrderState, report: ExecutionReport | null): void {
    if (listeners.hearOrders) {
      const view = orderView(order);
      listeners.tell((listener) => listener.onOrder?.(view));
    }
    const fill = report?.kind === "fill" ? state.fills.at(-1) : undefined;
    if (fill === undefined) return;
    listeners.tell((listener) => listener.onFill?.(fillView(fill)));
    listeners.tell((listener) => listener.onPosition?.(order.intent.instrumentId));
  }

  /** Writes down and applies what happened to the account, and lets what hangs on the position follow. */
  function accountReport(report: AccountReport): void {
    const { type, data, scale, applies } = accountEvent(report, state, recorder.timeOf(report.at));
    recorder.emit(type, scale?.venueActor ?? unknownVenue, report.reportId, null, data, report.at);
    if (!applies) return;
    if (report.kind === "split" && scale !== null) followSplit(scale, report.ratio);
    contingencies.settleAll();
    if (report.kind === "liquidation") {
      const fill = state.fills.at(-1);
      if (fill) listeners.tell((listener) => listener.onFill?.(fillView(fill)));
    }
    const { id } = scale?.instrument ?? (scales[0] as InstrumentScale).instrument;
    listeners.tell((listener) => listener.onPosition?.(id));
  }

  function guard(entry: RosterEntry, call: () => void): void {
    if (!entry.running) return;
    entry.decision.trace = null;
    try {
      call();
    } catch (error) {
      fail(entry, error);
    }
  }

  function fail(entry: RosterEntry, error: unknown): void {
    const { agent } = entry;
    roster.setRunning(entry, false);
    const reason = (error instanceof Error ? error.message : String(error)).slice(0, mostReason);
    const data = { traderId: agent.id, reason };
    recorder.emit("trader.failed", engineActor, trace("control", state.controls), null, data);
    try {
      agent.onFailure?.(error);
    } catch (second) {
      options.onListenerFailure?.(second);
    }
    listeners.tell((listener) => listener.onAgentFailure?.(agent.id, error));
  }

  function pushTick(instrument: number, time: number, bid: number, ask: number, last: number, size: number): boolean {
    checkInstrument(instrument);
    const at = wholeMillis(time);
    checks.tick(readTick(offered.tick, instrument, at, bid, ask, last, size));
    if (!loop.queue.push(tickInput, instrument, at, bid, ask, last, size, 0, 0)) return false;
    checks.tookTick(instrument, at);
    return true;
  }

  function reportedAt(at: number): number {
    return checks.reportedAt(at, recorder.timeOf(recorder.now));
  }

  function checkInstrument(instrument: number): void {
    if (scales[instrument] === undefined) throw unknownInstrument(instrument, scales.length);
  }

  function register(agent: Agent): void {
    roster.register(agent, (entry) =>
      agentDesk(entry, { scales, marks, state, recorder, orders, loop, feeRate, signs: options }),
    );
  }

  function startAgent(agentId: string): void {
    const entry = roster.entry(agentId);
    if (entry.running) return;
    roster.setRunning(entry, true);
    guard(entry, () => entry.agent.onStart?.(entry.desk));
  }

  function stopAgent(agentId: string, reason: string): void {
    const entry = roster.entry(agentId);
    if (!entry.running) return;
    guard(entry, () => entry.agent.onStop?.(reason));
    if (entry.running) roster.setRunning(entry, false);
  }

  function restore(event: JournalEvent): void {
    const applied = { ...event, at: parseRfc3339(event.at) };
    const { decisionPrice, ...wish } = event.data;
    if (event.type === "order.intended" && !OrderIntent.safeParse(wish).success) {
      throw restoreFault(applied, `it holds no order intent (decision price ${String(decisionPrice)})`);
    }
    try {
      state.apply(applied);
    } catch (error) {
      throw error instanceof RangeError ? restoreFault(applied, error.message, { cause: error }) : error;
    }
    recorder.told?.(applied);
    const order = state.orders.get(String(event.data["orderId"]));
    if (order !== undefined) standing.sync(order);
    loop.resume(state.lastEventAt);
    round.wake();
  }

  function load(saved: DeskSnapshot): void {
    loadDesk(state, standing, saved);
    loop.resume(state.lastEventAt);
    round.wake();
  }

  function unfinishedOrders(): OrderState[] {
    const found: OrderState[] = [];
    for (const order of state.orders.values()) if (!isFinished(order.status)) found.push(order);
    return found.reverse();
  }

  function recentOrders(limit = Number.POSITIVE_INFINITY): OrderView[] {
    const unfinished = unfinishedOrders();
    const room = Math.max(0, limit - unfinished.length);
    const finished = room === 0 ? [] : state.finished.slice(-room).reverse();
    return [...unfinished, ...finished].slice(0, limit).map(orderView);
  }

  return {
    tick: pushTick,
    bar(instrument, openTime, intervalMs, open, high, low, close, volume) {
      checkInstrument(instrument);
      const { bar } = offered;
      checks.bar(readBar(bar, instrument, openTime, intervalMs, open, high, low, close, volume));
      if (!loop.queue.push(barInput, instrument, bar.openTime, intervalMs, open, high, low, close, volume))
        return false;
      checks.tookBar(instrument, bar.openTime);
      return true;
    },
    onSpace: (listener) => loop.queue.onSpace(listener),
    play(instrument, columns, intervalMs, from, to) {
      checkInstrument(instrument);
      return loop.play(instrument, columns, intervalMs, from, to);
    },
    playTicks(instrument, columns, from, to) {
      checkInstrument(instrument);
      return loop.playTicks(instrument, columns, from, to);
    },
    pump: (maxInputs, stopAtPending = false) => loop.pump(maxInputs, stopAtPending),

    submit: (request, actor, reason) => loop.command(() => orders.submit(request, actor, reason, null)),
    submitGroup: (kind, requests, actor, reason) =>
      loop.command(() => orders.submitGroup(kind, requests, actor, reason)),
    preview: (request, actor) => loop.command(() => orders.preview(request, actor)),
    cancel: (orderId, actor, reason) => loop.command(() => orders.cancel(orderId, actor, reason)),
    cancelAll: (actor, reason, instrumentId) => loop.command(() => orders.cancelAll(actor, reason, instrumentId)),
    amend: (orderId, change, actor, reason) => loop.command(() => orders.amend(orderId, change, actor, reason)),
    setTradingState: (to, actor, reason) => loop.command(() => controls.setTradingState(to, actor, reason)),
    engageKillSwitch: (actor, reason) => loop.command(() => controls.engageKillSwitch(actor, reason)),
    releaseKillSwitch: (actor, reason) => loop.command(() => controls.releaseKillSwitch(actor, reason)),
    rearm: (rule, actor, reason) => loop.command(() => controls.breakers.rearm(rule, actor, reason)),
    lockOut: (until, actor, reason) => loop.command(() => controls.lockOut(until, actor, reason)),
    flatten: (actor, reason) => loop.command(() => round.flatten(actor, reason)),
    passTime: () => loop.command(() => undefined),

    report: (said) =>
      loop.enqueue(() => {
        const report = heard(said, reportedAt);
        if (report.kind === "fill") loop.beforeBooking(report.at, state.orders.get(report.orderId)?.instrument);
        orders.report(report);
      }),
    accountReport: (said) =>
      loop.enqueue(() => {
        const report = heard(said, reportedAt);
        loop.beforeBooking(report.at);
        accountReport(report);
      }),
    durable(seq) {
      orders.releases.durable(seq);
      if (orders.releases.length > 0) loop.settleIfIdle();
    },
    get pendingRelease() {
      return orders.releases.length;
    },

    register,
    startAgent: (agentId) => loop.command(() => startAgent(agentId)),
    stopAgent: (agentId, reason) => loop.command(() => stopAgent(agentId, reason)),
    restore,
    save: () => saveDesk(state, standing),
    load,
    resume: () => loop.command(resume),

    now: () => recorder.now,
    instruments: () => scales.map(({ instrument }) => instrument),
    order(orderId) {
      const order = state.find(orderId);
      return order && orderView(order);
    },
    orders: recentOrders,
    unfinishedOrders: () => unfinishedOrders().map(orderView),
    openOrders: (instrumentId) => state.open(instrumentId).map(orderView),
    fills: (limit = Number.POSITIVE_INFINITY) => newest(state.fills, limit).map(fillView),
    positions: () => positionViews(ledger, marks),
    account: () => accountView(ledger),
    unsentIntents: () =>
      [...state.orders.values()]
        .filter((order) => order.status === "initialized" && !orders.releases.has(order) && !contingencies.holds(order))
        .map(orderView),
    missingExits: () => contingencies.missingExits(),
    tradingState: () => state.trading,
    breakers: () => state.latches.list(),
    lockout: () => state.latches.lockout,
    runningLockout: () => runningLockout(state.latches, options.lockNow?.() ?? recorder.now),
    flattening: () => controls.flattening.status,
    unfinishedFlat: () => controls.flattening.unfinished,
    metrics: () => ({
      queueDepth: loop.queue.length,
      queueCapacity: loop.queue.capacity,
      backPressure: loop.queue.refusals,
      inputs: loop.inputs,
      orders: state.ordered,
      lastInputAt: Number.isNaN(loop.lastInputAt) ? null : loop.lastInputAt,
    }),
    subscribe: (listener) => listeners.subscribe(listener),
  };
}

function newest<T>(list: readonly T[], limit: number): T[] {
  return limit <= 0 ? [] : list.slice(limit === Number.POSITIVE_INFINITY ? 0 : -limit).reverse();
}
