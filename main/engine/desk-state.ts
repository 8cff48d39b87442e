import type { Actor } from "../../shared/model/actor.ts";
import { MONEY_DIGITS, parseFixed } from "../../shared/model/fixed.ts";
import type { JournalData, JournalEventType } from "../../shared/model/journal-event.ts";
import type { Ratio } from "../../shared/model/ratio.ts";
import { type TradingDays, tradingDays } from "../../shared/model/trading-days.ts";
import { actorKey } from "./actor-key.ts";
import { type AppliedEvent, optionalText, textField } from "./applied-event.ts";
import { illegalChange, restoreFault } from "./engine-faults.ts";
import { changes, readIntended, refusals, type Trading, tradingAfter } from "./event-changes.ts";
import { FillFact, IntendedFact, JudgedFact } from "./facts.ts";
import { readFill } from "./fill-outcome.ts";
import { type FillRecord, uncorrected } from "./fill-record.ts";
import type { InstrumentScale } from "./gate.ts";
import { Latches } from "./latches.ts";
import { Ledger } from "./ledger.ts";
import type { Marks } from "./marks.ts";
import { type OrderHistory, recalled } from "./order-history.ts";
import { isTradedOut, newOrderState, type OrderState } from "./order-state.ts";
import { OrderTimes } from "./order-times.ts";
import { isFinished, nextStatus, type OrderChange } from "./order-transitions.ts";
import { notePlan } from "./orders/exit-plan.ts";
import { forgetOldest } from "./orders/forget.ts";
import { isSpent } from "./orders/group-lines.ts";
import { attribute, enlist, retire } from "./orders/held.ts";
import {
  actions,
  answer,
  exposedOf,
  inquiries,
  noteAsker,
  notFound,
  priorOf,
  request,
  resize,
  workingStatus,
} from "./orders/order-progress.ts";
import { applyRebooking } from "./orders/rebooking.ts";
import { applySplit, splitOutcome } from "./orders/split-order.ts";
import { applyAccountEvent } from "./portfolio/account-events.ts";
import { applyRanges } from "./portfolio/price-ranges.ts";
import { TradeTally } from "./portfolio/trade-tally.ts";
import type { Position } from "./position.ts";

/** Where an order is submitted whose trigger the desk watches. */
export const deskVenue = "desk";

/**
 * Everything the engine knows that events decide: orders, fills, positions, account, trading state. `apply` is the only
 * way to change it, so a restart that applies the journal arrives at the same state.
 */
export class DeskState {
  readonly orders = new Map<string, OrderState>();
  /** Working orders by instrument, oldest first. */
  readonly working: OrderState[][];
  readonly finished: OrderState[] = [];
  readonly fills: FillRecord[] = [];
  readonly ledger: Ledger;
  readonly marks: Marks;
  readonly days: TradingDays;
  /** Ids of the reports about the account that are booked. */
  readonly accountReports = new Set<string>();
  /** Splits, and how many fills there were before each. */
  readonly splits: (Ratio & { readonly instrument: number; fillsBefore: number })[] = [];
  trading: Trading = { state: "active", killSwitch: false, reason: "" };
  readonly latches = new Latches();
  readonly orderTimes = new OrderTimes();
  /** Time of the latest event; event times never go back. */
  lastEventAt = 0;
  /** The day, in whole days since 1970, that `ledger.dayStartEquity` belongs to. */
  day: number | null = null;
  /** How often someone acted on the desk itself; names those events' traces. */
  controls = 0;
  /** Entries that bring exits with them, by instrument, oldest first, as long as there may be something to protect. */
  readonly entries: OrderState[][];
  /** The exits of an entry and the members of a group, by the id of the entry or of the group's first order. */
  readonly groups = new Map<string, OrderState[]>();
  /** How many fills were taken back or changed. */
  rebookings = 0;
  readonly trades: TradeTally;
  /** Counts the changes of all orders. */
  changes = 0;
  /** By slot, counts the changes of its orders: the working ones are those of before while it stands still. */
  readonly books: Float64Array;
  /** Counts the orders, those no longer held included. */
  ordered = 0;
  /** How many orders each actor has decided, by {@link actorKey}. */
  readonly decided = new Map<string, number>();
  /** By slot, the position before the first of `fills`: older ones are settled. */
  readonly settled = new Map<number, Position>();
  /** As many finished orders lead to the oldest being let go; infinite where nothing could bring them back. */
  forgetAt: number;
  readonly history: OrderHistory | null;
  readonly #scales: ReadonlyMap<string, InstrumentScale>;

  constructor(scales: readonly InstrumentScale[], ledger: Ledger, marks: Marks, history: OrderHistory | null = null) {
    this.#scales = new Map(scales.map((scale) => [scale.instrument.id, scale]));
    this.working = scales.map(() => []);
    this.entries = scales.map(() => []);
    this.books = new Float64Array(ledger.positions.length);
    this.ledger = ledger;
    this.marks = marks;
    this.days = tradingDays(ledger.terms);
    this.trades = new TradeTally(this);
    this.history = history;
    this.forgetAt = history === null ? Number.POSITIVE_INFINITY : 2 * history.keep;
  }

  /** An order, from the record where it is no longer held: as it was before the event `before`, and apart from the books. */
  find(orderId: string, before = Number.POSITIVE_INFINITY): OrderState | undefined {
    return this.orders.get(orderId) ?? this.recall(orderId, before)?.order;
  }

  /** An order and its fills as the record tells of them. */
  recall(orderId: string, before: number): { order: OrderState; fills: readonly FillRecord[] } | null {
    const events = this.history?.eventsOf(orderId, before) ?? [];
    if (events.length === 0) return null;
    const { ledger, marks } = this;
    const apart = new DeskState(ledger.scales, new Ledger(ledger.account, ledger.scales, marks), marks);
    return recalled(apart, orderId, events);
  }

  /** Holds an order again that something has happened to. */
  takeBack(order: OrderState | undefined): OrderState | undefined {
    if (order === undefined || this.orders.has(order.orderId)) return order;
    this.orders.set(order.orderId, order);
    this.finished.push(order);
    return order;
  }

  scale(instrumentId: string): InstrumentScale | undefined {
    return this.#scales.get(instrumentId);
  }

  /** How many orders an actor has decided so far: part of the next client order id. */
  decisions(actor: Actor): number {
    return this.decided.get(actorKey(actor)) ?? 0;
  }

  /** The working orders of one instrument, or of all: a list of its own, so that it may be canceled from. */
  open(instrumentId?: string): OrderState[] {
    if (instrumentId === undefined) return this.working.flat();
    const scale = this.#scales.get(instrumentId);
    return scale === undefined ? [] : [...(this.working[scale.index] as OrderState[])];
  }

  /** Counts an approved order before it is sent. Sending does so too, which is how a restart knows it. */
  addWorking(order: OrderState): void {
    const orders = this.working[order.instrument] as OrderState[];
    if (orders.includes(order)) return;
    orders.push(order);
    this.#noteBook(order);
  }

  /** Gives a change of an order its number. */
  noteChange(order: OrderState): void {
    order.changed = ++this.changes;
    this.#noteBook(order);
  }

  #noteBook({ slot }: OrderState): void {
    this.books[slot] = (this.books[slot] as number) + 1;
  }

  /** The slots of the ledger in which something is held or works. */
  openSlots(): number[] {
    const { ledger, working } = this;
    return ledger.positions.flatMap(({ size }, slot) => {
      const orders = working[ledger.instrumentOf(slot)] as readonly OrderState[];
      return size !== 0n || orders.some((order) => order.slot === slot) ? [slot] : [];
    });
  }

  isWorking(order: OrderState): boolean {
    return (this.working[order.instrument] as OrderState[]).includes(order);
  }

  /**
   * Throws a Fault for a change of an order that cannot follow: it must not be written down, because a journal that holds
   * it could not be read back.
   */
  check(type: JournalEventType, data: JournalData): void {
    const change = changes[type];
    if (change === undefined) return;
    const order = this.find(textField(data, "orderId"));
    if (order && nextStatus(order.status, change, order.prior) !== undefined) return;
    throw illegalChange(change, order?.status);
  }

  /** Applies one event; throws a Fault where it cannot follow from the events before it. */
  apply(event: AppliedEvent): void {
    if (event.at > this.lastEventAt) this.lastEventAt = event.at;
    this.day ??= this.days.dayOf(event.at);
    this.orderTimes.note(event);
    switch (event.type) {
      case "order.intended":
        this.#intended(event);
        return;
      case "risk.judged":
        this.#judged(event);
        return;
      case "order.reconciled": {
        const outcome = textField(event.data, "outcome");
        const change = refusals[outcome];
        if (change !== undefined) this.#change(event, change);
        else if (outcome === splitOutcome)
          applySplit(this, this.#changing(textField(event.data, "orderId"), event), event);
        return;
      }
      case "risk.state_changed":
        this.latches.note(event, () => this.openSlots());
        this.controls++;
        this.trading = tradingAfter(this.trading, event);
        return;
      case "kill_switch.engaged":
      case "kill_switch.released":
        this.controls++;
        this.trading = tradingAfter(this.trading, event);
        return;
      case "trader.failed":
        this.controls++;
        return;
      case "risk.breaker_tripped":
        this.controls++;
        this.latches.trip(event);
        return;
      case "risk.locked_out":
        this.controls++;
        this.latches.lockOut(event);
        return;
      case "account.day_rolled":
        this.day = event.data["day"] as number;
        this.ledger.startDay(parseFixed(textField(event.data, "equity"), MONEY_DIGITS));
        this.#restorePeak(event);
        return;
      case "account.snapshotted":
        this.#restorePeak(event);
        applyRanges(this, event.data);
        return;
      case "account.funded":
      case "position.reconciled":
      case "config.changed":
        applyAccountEvent(this, event);
        if (this.latches.unfinishedFlat !== null) this.latches.forgetFlat(this.openSlots());
        return;
      default: {
        const change = changes[event.type];
        if (change !== undefined) this.#change(event, change);
      }
    }
  }

  #intended(event: AppliedEvent): void {
    const { intent, scale, decisionPrice } =
      event.fact instanceof IntendedFact ? event.fact : readIntended(this.#scales, event);
    if (this.orders.has(intent.orderId)) throw restoreFault(event, `order ${intent.orderId} exists already`);
    const key = actorKey(event.actor);
    const order = newOrderState(
      intent,
      decisionPrice,
      scale,
      event.actor,
      key,
      event.trace,
      event.at,
      this.ordered++,
      this.ledger.slotOf(scale.index, intent.positionSide),
    );
    order.cause = event.seq;
    this.orders.set(order.orderId, order);
    if (intent.bracket !== undefined) enlist(this, order);
    const name = intent.link?.group;
    if (name !== undefined) {
      const group = this.groups.get(name);
      if (group) group.push(order);
      else this.groups.set(name, [order]);
    }
    this.decided.set(key, (this.decided.get(key) ?? 0) + 1);
  }

  #judged(event: AppliedEvent): void {
    const { fact } = event;
    const orderId = fact instanceof JudgedFact ? fact.orderId : textField(event.data, "orderId");
    const order = this.#changing(orderId, event);
    if (!order) throw restoreFault(event, "its order was never intended");
    order.cause = event.seq ?? order.cause;
    const isApproved = fact instanceof JudgedFact ? fact.approved : event.data["outcome"] === "approved";
    if (order.status === "triggered") order.cleared = isApproved;
    if (order.status !== "initialized") return;
    order.approved = isApproved;
    if (!isApproved) return;
    order.beganAt = event.at;
    order.view = null;
  }

  #change(event: AppliedEvent, change: OrderChange): void {
    const { fact } = event;
    const fill = fact instanceof FillFact ? fact : null;
    const order = this.#changing(fill?.orderId ?? textField(event.data, "orderId"), event);
    if (!order) throw restoreFault(event, "its order was never intended");
    const before = order.status;
    const next = nextStatus(before, change, order.prior);
    if (next === undefined) throw restoreFault(event, `an order that is ${before} cannot become ${change}`);
    if (change === "partially_filled" || change === "filled")
      this.#fill(order, fill ?? readFill(this.ledger, order, event), event.at);
    if (change === "fill_busted" || change === "fill_corrected") applyRebooking(this, order, event);
    if (change === "triggered") order.triggeredAt = event.at;
    if (change === "rejected") order.lost = event.data["code"] === notFound;
    if (change === "submitted") order.atVenue = event.data["venue"] !== deskVenue;
    // Nobody asks about an order that cannot have left.
    if (change === "unknown") order.atVenue = true;
    if (change === "unknown" && before === "initialized") this.addWorking(order);
    if (change === "cancel_requested") {
      order.withdrawn = event.data["toReplace"] === true;
      order.cancelAskedAt = event.at;
    }
    // What is asked of an order in doubt, and that it was refused, answers nothing.
    const isAnswer = !inquiries.has(change);
    if (isAnswer) order.heardAt = event.at;
    if (next === "unknown") order.unknownSince ??= event.at;
    else if (isAnswer) order.unknownSince = null;
    if (change === "replace_requested" || change === "replaced") noteAsker(order, change, event);
    if (change === "replaced") {
      resize(order, event.data);
      if (event.data["bracket"] !== undefined) enlist(this, order);
      notePlan(this.orders, order, event.data);
    }
    if (change === "replace_requested") request(order, event.data);
    if (change === "replaced" || change === "replace_rejected") answer(order);
    if (actions.has(change)) order.cause = event.seq ?? order.cause;
    order.prior = before === "unknown" && inquiries.has(change) ? "unknown" : priorOf(order, change, next);
    // The amendment before a refused cancel still waits for its own answer.
    const isAmending = change === "cancel_rejected" && order.requested !== null && next === order.prior;
    const status = isAmending ? "pending_replace" : workingStatus(order, next);
    order.status = status;
    order.refused = change === "cancel_rejected" || change === "replace_rejected";
    order.statusReason = fill === null ? (optionalText(event.data, "reason") ?? "") : "";
    order.updatedAt = event.at;
    this.noteChange(order);
    if (change === "cancel_requested") order.cancelAskedBy = order.changed;
    if (change === "cancel_rejected") order.cancelAskedBy = 0;
    if (change === "partially_filled" || change === "filled") order.filledBy = order.changed;
    order.view = null;
    if (isFinished(status) && !isFinished(before)) order.endedBy = order.changed;
    const isReplaced = order.endedBy === order.changed && order.withdrawn;
    if (change === "cancel_requested" || (order.endedBy === order.changed && order.cancelAskedBy === 0))
      order.spent = isSpent(order, this.groups);
    // It had nothing left to fill, and what was taken back of it is lost with its end.
    if (isReplaced && isTradedOut(order)) [order.spent, order.lostBy] = [true, order.changed];
    if (isFinished(status)) order.requested = null;
    order.exposed = exposedOf(order);
    if (change === "submitted") this.addWorking(order);
    if (isFinished(status) && !isFinished(before)) {
      const working = this.working[order.instrument] as OrderState[];
      const index = working.indexOf(order);
      if (index >= 0) working.splice(index, 1);
      this.finished.push(order);
      this.#retire(order);
      if (this.finished.length >= this.forgetAt) forgetOldest(this, this.history?.keep ?? 0);
    }
    if (this.latches.unfinishedFlat !== null) this.latches.forgetFlat(this.openSlots());
  }

  /** The order that an event changes. */
  #changing(orderId: string, { seq }: AppliedEvent): OrderState | undefined {
    return this.orders.get(orderId) ?? this.takeBack(this.find(orderId, seq ?? Number.POSITIVE_INFINITY));
  }

  /** What has ended may have been the last of a bracket. */
  #retire(order: OrderState): void {
    const { bracket, link } = order.intent;
    if (bracket !== undefined) retire(this, order);
    const parent = link?.parent === undefined ? undefined : this.orders.get(link.parent);
    if (parent !== undefined) retire(this, parent);
  }

  /** What an earlier session has seen of equity. */
  #restorePeak({ data }: AppliedEvent): void {
    const peak = optionalText(data, "equityPeak");
    if (peak !== undefined) this.ledger.peak.raise(parseFixed(peak, MONEY_DIGITS));
  }

  #fill(order: OrderState, fact: FillFact, at: number): void {
    const { outcome } = fact;
    this.bookFill(order, fact, at);
    order.filled = outcome.filled;
    order.remaining = outcome.size < order.remaining ? order.remaining - outcome.size : 0n;
    order.cost = outcome.cost;
    order.fees += outcome.fee ?? 0n;
    order.fillIds.push(fact.texts.fillId);
    attribute(this, order, outcome.size);
  }

  /** Books a fill and lists it; a liquidation's order is the venue's own and not among the desk's. */
  bookFill(order: OrderState, { outcome, texts, reportedAt }: FillFact, at: number): void {
    const price = Number(texts.price);
    this.ledger.book(order.slot, outcome, price);
    this.ledger.seeOpening(order.instrument, price);
    this.fills.push({ order, texts, corrected: uncorrected, at: reportedAt, bookedAt: at, way: outcome.way });
  }
}
