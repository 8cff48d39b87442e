import type { Actor } from "../../shared/model/actor.ts";
import { formatFixed } from "../../shared/model/fixed.ts";
import type { OrderRequest } from "../../shared/model/order.ts";
import type { DeskState } from "./desk-state.ts";
import { exitSlices } from "./exit-slices.ts";
import { absolute, reducible } from "./exposure.ts";
import type { InstrumentScale } from "./gate.ts";
import type { OrderDesk } from "./order-desk.ts";
import type { OrderState } from "./order-state.ts";
import { isFinished } from "./order-transitions.ts";
import { statedWaitMs } from "./orders/retry-wait.ts";
import { engineActor, type Recorder } from "./recorder.ts";

/** Between two attempts of what a gate or a venue refused or did not confirm; doubled each time up to the longest. */
const retryAfterMs = 250;
const longestRetryMs = 30_000;
/** A cancel without an answer for so long: the venue is asked what became of the order, and again as often. */
const askAfterMs = 5_000;
/** A cancel without an answer for so long: what is held is offset beside the order. */
const giveUpAfterMs = 6_000;
/** After so long it is said what is still open, by the clock of the person who waits for it. */
const tellAfterMs = 8_000;
/** So long a person's flatten is worked on where the venue says when it takes the next order. */
const longestPatienceMs = 60_000;

/** The event by which a flatten was decided: what it does is of the same trace, and caused by it. */
export interface FlattenOrigin {
  readonly trace: string;
  readonly cause: number | null;
}

/** One way to flat. Times are the engine's. */
interface Run {
  readonly actor: Actor;
  readonly reason: string;
  /** `null` until it is written down, and where a breaker asks again for what a late fill has opened. */
  origin: FlattenOrigin | null;
  /** When it began to be worked on. */
  since: number;
  readonly exits: Set<string>;
  /** Orders whose cancel was asked for, and when first. */
  readonly asked: Map<string, number>;
  /** Orders of which the venue was asked what became of them, and when last. */
  readonly queried: Map<string, number>;
  readonly slots: Map<number, SlotRun>;
  /** It is worked on, and written down where someone asked for it. */
  begun: boolean;
  told: boolean;
}

/** What was tried in one slot of the ledger. */
interface SlotRun {
  readonly cancels: Pace;
  readonly offsets: Pace;
  /** What the last offset found, unsigned size units. */
  held: bigint;
  /** Its exits of which the venue has not said that it refuses them. */
  sent: readonly string[];
  trouble: string;
}

/** Attempts of one kind, ever further apart. */
class Pace {
  #attempts = 0;
  #nextAt = Number.NEGATIVE_INFINITY;
  /** Until when the venue wants to be left alone. */
  askedUntil = Number.NEGATIVE_INFINITY;

  isDue(now: number): boolean {
    return now >= this.#nextAt;
  }

  /** A venue has refused an attempt, and may have said when it takes the next. */
  refused(at: number, said: string): void {
    const waitMs = statedWaitMs(said);
    if (waitMs === 0) return;
    this.askedUntil = at + waitMs;
    this.#nextAt = Math.max(this.#nextAt, this.askedUntil);
  }

  /** An attempt has led to something: the next need not wait, but for a venue that wants to be left alone. */
  succeeded(): void {
    this.#attempts = 0;
    this.#nextAt = this.askedUntil;
  }

  tried(now: number): void {
    this.#nextAt = now + Math.min(longestRetryMs, retryAfterMs * 2 ** Math.min(this.#attempts++, 10));
  }
}

/** What a flatten has left open. */
export interface UnfinishedFlat {
  readonly reason: string;
  /** Every holding in which something is open, in plain words. */
  readonly left: readonly string[];
}

/** What a flatten is doing, for those who wait for it. */
export interface FlattenStatus extends UnfinishedFlat {
  readonly since: number;
}

interface FlattenParts {
  readonly state: DeskState;
  readonly recorder: Recorder;
  readonly orders: OrderDesk;
  readonly trace: () => string;
  /** The breaker that demands a flat account; it is worked on until someone re-arms it. */
  readonly demanded: () => { readonly actor: Actor; readonly reason: string } | null;
  /** How many times faster than a person's time the engine's passes. */
  readonly speed: number;
}

/**
 * Takes the account to flat: cancels what could still fill, waits for the confirmations, offsets what is held by then, and
 * looks again until nothing is open. Resting orders could open a position again, and a venue may refuse the offset while
 * they bind margin. A cancel whose answer is lost for good holds nothing up for long: the venue is asked, and then what the
 * order cannot close is offset beside it. What a person asked for ends after some time and says what is left; what a
 * breaker demands goes on.
 */
export class Flattening {
  readonly #parts: FlattenParts;
  /** In the engine's time. A recording that plays slowly still gets its market's seconds: a venue answers in those. */
  readonly #tellAfterMs: number;
  #run: Run | null = null;

  constructor(parts: FlattenParts) {
    this.#parts = parts;
    this.#tellAfterMs = tellAfterMs * Math.max(1, parts.speed);
  }

  get status(): FlattenStatus | null {
    return this.#run === null ? null : { reason: this.#run.reason, since: this.#run.since, left: this.left() };
  }

  /** A flatten that did not get there and is not worked on any more, as long as positions it left are held or orders on them may fill. */
  get unfinished(): UnfinishedFlat | null {
    const { state, demanded } = this.#parts;
    const { unfinishedFlat } = state.latches;
    if (unfinishedFlat === null || this.#run !== null || demanded() !== null) return null;
    return { reason: unfinishedFlat.reason, left: this.left(unfinishedFlat.slots) };
  }

  start(actor: Actor, reason: string, origin: FlattenOrigin | null = null): void {
    const { now } = this.#parts.recorder;
    const [exits, asked, queried, slots] = [new Set<string>(), new Map(), new Map(), new Map()];
    this.#run = { actor, reason, origin, since: now, exits, asked, queried, slots, begun: false, told: false };
  }

  /**
   * Says how a person's flatten stands that a restart has interrupted, and sends nothing: it was asked for at other prices,
   * perhaps long ago, so whoever asked decides anew.
   */
  resume(): void {
    const { state, demanded } = this.#parts;
    const { askedFlat } = state.latches;
    if (askedFlat === null || demanded() !== null) return;
    const reason = `a restart interrupted the flatten "${askedFlat.reason}", flatten again to go on`;
    this.#tell(engineActor, reason, null);
  }

  /** Whether there is something to do: also when a late fill opens again what a breaker wants closed. */
  get wanted(): boolean {
    return this.#run !== null || this.#parts.state.latches.flatDemanded;
  }

  /** Does what can be done now; returns whether it did anything. */
  step(): boolean {
    const slots = this.#parts.state.openSlots();
    const demanded = this.#parts.demanded();
    if (this.#run === null) {
      if (demanded === null || slots.length === 0) return false;
      this.start(demanded.actor, demanded.reason);
    }
    const run = this.#run as Run;
    if (slots.length === 0) {
      this.#end(run);
      return true;
    }
    if (!run.begun) this.#begin(run, demanded === null);
    if (!run.told && this.#parts.recorder.now >= this.#tellAt(run, demanded === null)) {
      run.told = true;
      this.#tell(run.actor, run.reason, run.origin);
      if (demanded === null) this.#run = null;
      return true;
    }
    let acted = false;
    for (const slot of slots) if (this.#work(run, slot)) acted = true;
    return acted;
  }

  /** What a breaker demands goes on in any case; a person's flatten ends with what it has left, and waits for a venue that said when. */
  #tellAt({ since, slots }: Run, isAsked: boolean): number {
    const usual = since + this.#tellAfterMs;
    if (!isAsked) return usual;
    const answered = [...slots.values()].map(({ offsets }) => offsets.askedUntil + this.#tellAfterMs);
    return Math.max(usual, Math.min(since + longestPatienceMs, Math.max(...answered)));
  }

  /** Every holding in which something is open, or those of some slots. */
  left(slots: readonly number[] = this.#parts.state.openSlots()): string[] {
    const { state } = this.#parts;
    return slots.map((slot) => {
      const { instrument, sizeDigits } = this.#scale(slot);
      const side = state.ledger.hedging ? (slot % 2 === 0 ? " long" : " short") : "";
      const size = formatFixed(state.ledger.position(slot).size, sizeDigits);
      const orders = this.#orders(slot).length;
      const troubles = this.#run === null ? [] : this.#troubles(this.#run, slot);
      return [
        `${instrument.id}${side}: ${size} held, ${orders} ${orders === 1 ? "order" : "orders"} working`,
        ...troubles,
      ].join("; ");
    });
  }

  /** What keeps a slot open, in plain words. */
  #troubles(run: Run, slot: number): string[] {
    const unconfirmed = this.#orders(slot).filter(({ orderId }) => run.asked.has(orderId) && !run.exits.has(orderId));
    const cancels = unconfirmed.map(({ orderId }) => `the cancel of order ${orderId} is not confirmed`);
    const trouble = run.slots.get(slot)?.trouble ?? "";
    return trouble === "" ? cancels : [...cancels, trouble];
  }

  /** What tripped inside a bar was found before the time at which anything can be done about it. */
  #begin(run: Run, isAsked: boolean): void {
    const { recorder, trace, state } = this.#parts;
    const { state: at } = state.trading;
    run.begun = true;
    run.since = recorder.now;
    if (!isAsked) return;
    const data = { from: at, to: at, reason: run.reason, flattening: true };
    const decision = trace();
    run.origin = {
      trace: decision,
      cause: recorder.emit("risk.state_changed", run.actor, decision, null, data),
    };
  }

  #end(run: Run): void {
    this.#run = null;
    if (run.exits.size > 0 || run.slots.size > 0) this.#tell(run.actor, run.reason, run.origin);
  }

  #tell(actor: Actor, reason: string, origin: FlattenOrigin | null): void {
    const { recorder, trace, state } = this.#parts;
    const { state: at } = state.trading;
    const data = { from: at, to: at, reason, left: this.left() };
    recorder.emit("risk.state_changed", actor, origin?.trace ?? trace(), origin?.cause ?? null, data);
  }

  /** Works on one slot; returns whether anything was asked for. */
  #work(run: Run, slot: number): boolean {
    const { now } = this.#parts.recorder;
    const tried = run.slots.get(slot) ?? { cancels: new Pace(), offsets: new Pace(), held: 0n, sent: [], trouble: "" };
    run.slots.set(slot, tried);
    this.#hearRefusals(tried);
    const working = this.#orders(slot);
    const others = working.filter(({ orderId }) => !run.exits.has(orderId));
    const acted = others.length > 0 && this.#withdraw(run, others, tried);
    if (others.some((order) => this.#waitedMs(run, order) < giveUpAfterMs)) return acted;
    if (working.length > others.length) return acted;
    const { size } = this.#parts.state.ledger.position(slot);
    const held = absolute(size);
    if (held < tried.held) tried.offsets.succeeded();
    tried.held = held;
    const side = size > 0n ? "sell" : "buy";
    const closable = reducible(size, { side, reduceOnly: true, protects: false }, working);
    if (closable === 0n) {
      tried.trouble = held === 0n ? "" : "nothing can be offset beside what may still close it";
      return acted;
    }
    if (!tried.offsets.isDue(now)) return acted;
    tried.offsets.tried(now);
    this.#offset(run, slot, closable, tried);
    return true;
  }

  /** Asks for the cancel of what could still fill, and the venue for what it does not say; returns whether it did. */
  #withdraw(run: Run, others: readonly OrderState[], tried: SlotRun): boolean {
    const { recorder, orders } = this.#parts;
    const { now } = recorder;
    const silent = others.filter((order) => {
      const askedAt = run.queried.get(order.orderId) ?? Number.NEGATIVE_INFINITY;
      return this.#waitedMs(run, order) >= askAfterMs && now - askedAt >= askAfterMs;
    });
    for (const order of silent) {
      run.queried.set(order.orderId, now);
      orders.query(order);
    }
    // What was never asked is asked at once; what was refused or is not confirmed waits a moment.
    const due = tried.cancels.isDue(now) ? others : others.filter(({ orderId }) => !run.asked.has(orderId));
    if (due.length > 0) tried.cancels.tried(now);
    for (const order of due) this.#cancel(order, run);
    return silent.length + due.length > 0;
  }

  /** How long the venue has not said that an order is canceled, milliseconds. */
  #waitedMs(run: Run, { orderId, status, cancelAskedAt }: OrderState): number {
    const { now } = this.#parts.recorder;
    const asked = run.asked.get(orderId) ?? now;
    const since = status === "pending_cancel" ? Math.min(asked, cancelAskedAt ?? asked) : asked;
    return now - since;
  }

  #cancel(order: OrderState, { actor, reason, asked }: Run): void {
    // One that ends meanwhile, by the cancel of another or by what the venue has just said, is left alone.
    if (isFinished(order.status)) return;
    if (!asked.has(order.orderId)) asked.set(order.orderId, this.#parts.recorder.now);
    this.#parts.orders.cancel(order.orderId, actor, reason);
  }

  /** Sends exits of `closable` size units: what no other order may close as well. */
  #offset(run: Run, slot: number, closable: bigint, tried: SlotRun): void {
    const { orders, state } = this.#parts;
    const { trace, cause } = run.origin ?? { trace: null, cause: null };
    const scale = this.#scale(slot);
    const { size } = state.ledger.position(slot);
    const request: Omit<OrderRequest, "size"> = {
      instrumentId: scale.instrument.id,
      side: size > 0n ? "sell" : "buy",
      type: "market",
      timeInForce: "GTC",
      postOnly: false,
      reduceOnly: true,
      ...(state.ledger.hedging ? { positionSide: slot % 2 === 0 ? ("long" as const) : ("short" as const) } : {}),
    };
    try {
      for (const slice of exitSlices(closable, scale)) {
        const exit = { ...request, size: formatFixed(slice, scale.sizeDigits) };
        const { orderId, verdict } = orders.submit(exit, run.actor, run.reason, trace, cause);
        run.exits.add(orderId);
        tried.sent = [...tried.sent, orderId];
        const isSent = verdict.outcome === "approved";
        tried.trouble = isSent ? `exit ${orderId} has not filled` : `exit ${orderId} was refused`;
        if (!isSent) return;
      }
    } catch (error) {
      tried.trouble = error instanceof Error ? error.message : String(error);
    }
  }

  /** What the venue has said of the exits that it refused. */
  #hearRefusals(tried: SlotRun): void {
    const isRefused = (order: OrderState | undefined): boolean => order?.status === "rejected";
    for (const orderId of tried.sent) {
      const order = this.#parts.state.find(orderId);
      if (order === undefined || !isRefused(order)) continue;
      tried.offsets.refused(order.updatedAt, order.statusReason);
      tried.trouble = `exit ${orderId} was refused: ${order.statusReason}`;
    }
    tried.sent = tried.sent.filter((orderId) => !isRefused(this.#parts.state.find(orderId)));
  }

  #orders(slot: number): OrderState[] {
    const { ledger } = this.#parts.state;
    const { instrument } = this.#scale(slot);
    const orders = this.#parts.state.open(instrument.id);
    return ledger.hedging ? orders.filter((order) => order.slot === slot) : orders;
  }

  #scale(slot: number): InstrumentScale {
    const { ledger } = this.#parts.state;
    return ledger.scales[ledger.instrumentOf(slot)] as InstrumentScale;
  }
}
