import type { BarColumns, TickColumns } from "../../shared/model/market.ts";
import { middlePrice } from "../../shared/model/middle-price.ts";
import type { BarEvent, TickEvent } from "./agent.ts";
import type { AgentRoster, RosterEntry } from "./agent-roster.ts";
import { BarSight } from "./bar-sight.ts";
import type { DeskState } from "./desk-state.ts";
import type { OrderRoute } from "./engine-face.ts";
import { Lane } from "./lane.ts";
import type { Ledger } from "./ledger.ts";
import type { Listeners } from "./listeners.ts";
import { nothingStands, type Standing, unwatched, type Watched } from "./loop-companions.ts";
import type { MarketChecks } from "./market-checks.ts";
import { emptyBar, emptyTick, readBar, readTick, wholeMillis } from "./market-inputs.ts";
import { MarketQueue, tickInput } from "./market-queue.ts";
import type { Marks } from "./marks.ts";
import type { OrderDesk } from "./order-desk.ts";
import type { Recorder } from "./recorder.ts";
import { Upkeep } from "./upkeep.ts";

interface LoopParts {
  readonly queueCapacity: number;
  readonly instruments: number;
  readonly marks: Marks;
  readonly state: DeskState;
  readonly recorder: Recorder;
  readonly roster: AgentRoster;
  readonly listeners: Listeners;
  readonly route: OrderRoute;
  readonly now: () => number;
  /** How often equity and its peak are written down while positions are open; infinite for never. */
  readonly snapshotEveryMs: number;
  readonly checks: MarketChecks;
  readonly onAgentFailure: (entry: RosterEntry, error: unknown) => void;
}

/** Takes inputs one at a time, in the order they come: the lane first, then the market's queue. */
export class EngineLoop {
  readonly queue: MarketQueue;
  readonly lane = new Lane();
  inputs = 0;
  /** NaN before the first: a field that may be null holds its numbers on the heap. */
  lastInputAt = Number.NaN;
  #busy = false;
  readonly #upkeep: Upkeep;
  readonly #parts: LoopParts;
  #orders: OrderDesk | null = null;
  #releases: { readonly length: number } = [];
  #standing: Standing = nothingStands;
  /** Of what stands, the two numbers that every input is held against. */
  #triggers: Standing["triggers"] = nothingStands.triggers;
  #deadlines: Standing["deadlines"] = nothingStands.deadlines;
  #watched: Watched = unwatched;
  readonly #tick = emptyTick();
  readonly #bar = emptyBar();
  /** Instruments that have had a tick: their fills come from ticks, and a bar, being their past, fills nothing. */
  readonly #ticked: Uint8Array;
  readonly #ledger: Ledger;
  /** What was held inside a bar, for who watches. */
  readonly #sight = new BarSight((instrument, low, high, at) => this.#watched.lookBack(instrument, low, high, at));

  constructor(parts: LoopParts) {
    this.#parts = parts;
    this.#upkeep = new Upkeep(parts.state, parts.recorder, parts.snapshotEveryMs);
    this.#ledger = parts.state.ledger;
    this.queue = new MarketQueue(parts.queueCapacity);
    this.#ticked = new Uint8Array(parts.instruments);
  }

  /** Joins the loop with the desk whose approved orders it sends. */
  connect(orders: OrderDesk): void {
    this.#orders = orders;
    this.#releases = orders.releases;
  }

  /** Lets what waits at the desk see prices and time. */
  watch(standing: Standing): void {
    this.#standing = standing;
    this.#triggers = standing.triggers;
    this.#deadlines = standing.deadlines;
  }

  /** Lets the account be watched. */
  watchRisk(watched: Watched): void {
    this.#watched = watched;
  }

  /** Runs a command to its end, consequences included. Inside another input's handling its consequences follow that input's. */
  command<T>(action: () => T): T {
    if (this.#busy) return action();
    this.#busy = true;
    try {
      this.#letTimePass();
      return action();
    } finally {
      this.#leave();
    }
  }

  /** Takes a report or news into the lane and handles it at once unless an input is being handled. */
  enqueue(item: () => void): void {
    this.lane.push(item);
    this.settleIfIdle();
  }

  /** Something that happened at `at` is about to be booked, in an instrument if it names one: what was held until then is shown to who watches. */
  beforeBooking(at: number, instrument?: number): void {
    if (this.#sight.isOpen) this.#sight.reach(at);
    if (instrument !== undefined) this.#sight.booked(instrument, at);
  }

  settleIfIdle(): void {
    if (this.#busy) return;
    this.#busy = true;
    this.#leave();
  }

  pump(maxInputs: number, stopAtPending: boolean): number {
    if (this.#busy) return 0;
    const { queue } = this;
    const releases = this.#releases;
    this.#busy = true;
    let handled = 0;
    try {
      this.#settle();
      while (handled < maxInputs && queue.length > 0) {
        if (stopAtPending && releases.length > 0) break;
        this.#handle();
        handled++;
        if (queue.spaceToTell) queue.tellSpace();
      }
    } finally {
      this.#busy = false;
    }
    return handled;
  }

  /**
   * Handles recorded bars straight from their columns, in order, as if each had been queued and pumped; returns the index
   * of the first that is not handled. Stops where an order waits for the journal.
   */
  play(instrument: number, columns: BarColumns, intervalMs: number, from: number, to: number): number {
    if (this.#busy) return from;
    this.#busy = true;
    try {
      if (!this.#quiet()) this.#settle();
      return this.#playBars(instrument, columns, intervalMs, from, to);
    } finally {
      this.#busy = false;
    }
  }

  /** Apart from what leaves the loop: code that is compiled inside a loop that never ended knows no way out of it. */
  #playBars(instrument: number, columns: BarColumns, intervalMs: number, from: number, to: number): number {
    const { openTime, open, high, low, close, volume } = columns;
    const { checks } = this.#parts;
    const releases = this.#releases;
    const bar = this.#bar;
    let at = from;
    for (; at < to && releases.length === 0; at++) {
      readBar(
        bar,
        instrument,
        openTime[at] as number,
        intervalMs,
        open[at] as number,
        high[at] as number,
        low[at] as number,
        close[at] as number,
        volume[at] as number,
      );
      checks.bar(bar);
      checks.tookBar(instrument, bar.openTime);
      this.inputs++;
      this.#onBar(bar);
    }
    return at;
  }

  /** The same for recorded ticks. */
  playTicks(instrument: number, columns: TickColumns, from: number, to: number): number {
    if (this.#busy) return from;
    this.#busy = true;
    try {
      if (!this.#quiet()) this.#settle();
      return this.#playTicks(instrument, columns, from, to);
    } finally {
      this.#busy = false;
    }
  }

  #playTicks(instrument: number, columns: TickColumns, from: number, to: number): number {
    const { at: times, bid, ask, last, size } = columns;
    const { checks } = this.#parts;
    const releases = this.#releases;
    const tick = this.#tick;
    let next = from;
    for (; next < to && releases.length === 0; next++) {
      readTick(
        tick,
        instrument,
        wholeMillis(times[next] as number),
        bid[next] as number,
        ask[next] as number,
        last[next] as number,
        size[next] as number,
      );
      checks.tick(tick);
      checks.tookTick(instrument, tick.at);
      this.inputs++;
      this.#onTick(tick);
    }
    return next;
  }

  /** After a restore: the day is that of the events. */
  resume(at: number): void {
    if (at > this.#parts.recorder.now) this.#parts.recorder.now = at;
    this.#upkeep.resume();
  }

  #leave(): void {
    try {
      this.#settle();
    } finally {
      this.#busy = false;
    }
  }

  #settle(): void {
    const orders = this.#orders as OrderDesk;
    do this.#consider();
    while ((orders.releases.length > 0 && orders.departures.release()) || this.lane.length > 0);
  }

  /**
   * Works out what a part of an input leads to. What leaves for the venue leaves when everyone has seen the input, as it does
   * where a journal comes between: a run without a journal makes the same trades as one with it.
   */
  #consider(): void {
    do this.lane.drain();
    while (this.#watched.awake && this.#watched.look());
  }

  #letTimePass(): void {
    const { now, recorder, route } = this.#parts;
    const at = now();
    const passes = at > recorder.now;
    if (passes) {
      this.#advance(at);
      if (at >= this.#deadlines.next) this.#standing.onTime(at);
      route.onTime?.(at);
    }
    if (this.#standing.retryOverdue() || passes) this.#settle();
  }

  #advance(at: number): void {
    const { recorder } = this.#parts;
    if (!(at > recorder.now)) return;
    recorder.now = at;
    if (at >= this.#upkeep.dueAt) this.#upkeep.run(at);
  }

  #handle(): void {
    const { queue } = this;
    const topic = queue.headTopic;
    const at = queue.head;
    const { values } = queue;
    this.inputs++;
    if ((topic & 1) === tickInput) {
      const tick = readTick(
        this.#tick,
        topic >> 1,
        values[at] as number,
        values[at + 1] as number,
        values[at + 2] as number,
        values[at + 3] as number,
        values[at + 4] as number,
      );
      queue.shift();
      this.#onTick(tick);
    } else {
      const bar = readBar(
        this.#bar,
        topic >> 1,
        values[at] as number,
        values[at + 1] as number,
        values[at + 2] as number,
        values[at + 3] as number,
        values[at + 4] as number,
        values[at + 5] as number,
        values[at + 6] as number,
      );
      queue.shift();
      this.#onBar(bar);
    }
  }

  #onTick(tick: TickEvent): void {
    const { recorder, route, marks, roster, listeners } = this.#parts;
    const { instrument } = tick;
    this.#advance(tick.at);
    const at = recorder.now;
    this.lastInputAt = at;
    this.#ticked[instrument] = 1;
    if (at >= this.#deadlines.next) this.#onTime(at);
    route.onTick?.(tick, at);
    // What has happened is booked before the price that came with it is known: nobody looks at the account yet.
    if (this.lane.length > 0) this.lane.drain();
    const { bid, ask, last } = tick;
    // Half a quote is no price: the mark stays what it was and grows stale.
    let price = Number.NaN;
    if (last > 0 && last < Number.POSITIVE_INFINITY) price = last;
    else if (bid > 0 && ask > 0) price = middlePrice(bid, ask);
    if (bid > 0 && ask > 0) marks.of(instrument).quote(bid, ask, at);
    if (price > 0) {
      marks.set(instrument, price, at);
      if (this.#ledger.quiet.tells(instrument, price, price, price)) this.#ledger.see(instrument, price, price);
      if (this.#upkeep.waits) this.#upkeep.priced(instrument, price, at);
    }
    if (this.#triggers.waiting > 0) {
      this.#standing.onTick(tick, marks.last);
      if (this.lane.length > 0) this.#consider();
    }
    if (this.#watched.awake && this.#watched.look()) this.#consider();
    const agents = roster.ticks[instrument] as readonly RosterEntry[];
    for (let i = 0; i < agents.length; i++) {
      const entry = agents[i] as RosterEntry;
      if (!entry.running) continue;
      try {
        entry.agent.onTick?.(tick, entry.desk);
      } catch (error) {
        this.#parts.onAgentFailure(entry, error);
      }
      if (this.lane.length > 0) this.#consider();
    }
    if (!this.#quiet()) this.#settle();
    if (!listeners.hearTicks) return;
    listeners.tick(tick);
    if (!this.#quiet()) this.#settle();
  }

  #onBar(bar: BarEvent): void {
    const { recorder, route, marks, roster, listeners } = this.#parts;
    const { instrument } = bar;
    const closedAt = bar.openTime + bar.intervalMs;
    this.#advance(closedAt);
    const at = recorder.now;
    this.lastInputAt = at;
    // What ends before the bar opens does not see it; what ends within it does.
    if (bar.openTime >= this.#deadlines.next) this.#onTime(bar.openTime);
    if (this.#ticked[instrument] === 0) {
      const isWatched = this.#watched.awake;
      if (isWatched) this.#sight.begin(bar);
      route.onBar?.(bar);
      if (this.lane.length > 0) this.lane.drain();
      if (isWatched) this.#sight.end();
      // A price is as old as its bar: history that comes late is not fresh.
      marks.set(instrument, bar.close, closedAt);
      const { low, high } = bar;
      if (this.#ledger.quiet.tells(instrument, bar.close, low, high)) this.#ledger.see(instrument, low, high);
      if (this.#upkeep.waits) this.#upkeep.priced(instrument, bar.close, at);
      if (this.#triggers.waiting > 0) {
        this.#standing.onBar(bar);
        if (this.lane.length > 0) this.#consider();
      }
    } else {
      // The venue's time goes on with it: what is decided on its close leaves then.
      route.onBar?.(bar);
      if (this.lane.length > 0) this.lane.drain();
    }
    if (at >= this.#deadlines.next) this.#onTime(at);
    marks.range(bar);
    if (this.#watched.awake && this.#watched.look()) this.#consider();
    const agents = roster.bars[instrument] as readonly RosterEntry[];
    for (let i = 0; i < agents.length; i++) {
      const entry = agents[i] as RosterEntry;
      if (!entry.running) continue;
      try {
        entry.agent.onBar?.(bar, entry.desk);
      } catch (error) {
        this.#parts.onAgentFailure(entry, error);
      }
      if (this.lane.length > 0) this.#consider();
    }
    if (!this.#quiet()) this.#settle();
    if (!listeners.hearBars) return;
    listeners.bar(bar);
    if (!this.#quiet()) this.#settle();
  }

  #onTime(at: number): void {
    this.#standing.onTime(at);
    this.#consider();
  }

  /** Nothing waits in the lane or for the journal. */
  #quiet(): boolean {
    return this.lane.length === 0 && this.#releases.length === 0;
  }
}
