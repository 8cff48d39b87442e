import type { Actor } from "../../shared/model/actor.ts";
import { formatFixed } from "../../shared/model/fixed.ts";
import type { ExecutionReport, OrderAmendment, OrderIntent, OrderRequest } from "../../shared/model/order.ts";
import type { Verdict } from "../../shared/model/risk.ts";
import type { VenueCapabilities } from "../../shared/model/venue-capabilities.ts";
import { type DeskState, deskVenue } from "./desk-state.ts";
import type { EngineOptions } from "./engine-face.ts";
import { unknownOrder } from "./engine-faults.ts";
import { IntendedFact, JudgedFact } from "./facts.ts";
import type { GateView, InstrumentScale } from "./gate.ts";
import type { GateViewSource } from "./gate-source.ts";
import { gateView } from "./gate-view.ts";
import { isTradedOut, type OrderState } from "./order-state.ts";
import { isFinished } from "./order-transitions.ts";
import { finishedOrder } from "./orders/amendment-rules.ts";
import { allCapabilities, venueForm } from "./orders/capability-rules.ts";
import { denial } from "./orders/denial.ts";
import { Departures } from "./orders/departures.ts";
import { exitParts } from "./orders/exit-parts.ts";
import { OrderAmendments, writeRefusal } from "./orders/order-amendments.ts";
import { OrderIntake } from "./orders/order-intake.ts";
import { Submitted } from "./orders/submitted.ts";
import { engineActor, gateActor, type Recorder, unknownVenue } from "./recorder.ts";
import { ReleaseQueue } from "./release-queue.ts";
import { earlyReport, reportEvent } from "./report-event.ts";

/** Turns wishes into judged, written and sent orders, and reports into their consequences. */
export class OrderDesk {
  readonly releases = new ReleaseQueue();
  readonly capabilities: VenueCapabilities;
  readonly #options: EngineOptions;
  readonly #source: GateViewSource;
  readonly #state: DeskState;
  readonly #recorder: Recorder;
  readonly #amendments: OrderAmendments;
  readonly #intake: OrderIntake;
  readonly departures: Departures;
  readonly #changed: (order: OrderState, report: ExecutionReport | null) => void;

  constructor(
    options: EngineOptions,
    source: GateViewSource,
    recorder: Recorder,
    changed: (order: OrderState, report: ExecutionReport | null) => void,
  ) {
    this.#options = options;
    this.#source = source;
    this.#state = source.state;
    this.#recorder = recorder;
    this.#changed = changed;
    this.capabilities = options.capabilities ?? allCapabilities;
    const { capabilities, releases } = this;
    this.#amendments = new OrderAmendments(options, source, recorder, { capabilities, releases, changed });
    const lost = (orderId: string, reason: string): void =>
      this.report({ orderId, at: recorder.now, kind: "unknown", reason });
    this.departures = new Departures(options, recorder, { releases, changed, lost });
    this.#intake = new OrderIntake(options, source, capabilities, recorder);
    if (options.record === null) this.releases.durable(Number.POSITIVE_INFINITY);
  }

  /** `cause` is the event that led to an order nobody decided anew: what an exit belongs to, or a flatten. */
  submit(
    request: OrderRequest,
    actor: Actor,
    reason: string,
    trace: string | null,
    cause: number | null = null,
  ): { orderId: string; verdict: Verdict } {
    const [scale] = this.#intake.take([request], actor) as [InstrumentScale];
    return this.#submit(this.#intake.intent(request, actor, reason), scale, actor, trace, cause);
  }

  /**
   * Sends orders that hang together; all are checked before the first is intended. Of an OTO group only the first leaves:
   * the others are intended, and judged and sent when it has filled whole.
   */
  submitGroup(
    kind: "oco" | "oto",
    requests: readonly OrderRequest[],
    actor: Actor,
    reason: string,
  ): { orderId: string; verdict: Verdict }[] {
    const scales = this.#intake.take(requests, actor, kind);
    const wishes = kind === "oco" ? this.#intake.asExits(requests) : requests;
    let group: string | null = null;
    return wishes.map((request, index) => {
      const wish = this.#intake.intent(request, actor, reason);
      const scale = scales[index] as InstrumentScale;
      const follows = kind === "oto" && group !== null;
      group ??= wish.orderId;
      const link = { role: kind, group, ...(follows ? { parent: group } : {}) };
      const intent = { ...wish, link };
      return follows ? this.#holdBack(intent, scale, actor, group) : this.#submit(intent, scale, actor, group);
    });
  }

  /** Intends an order that leaves when another has filled. */
  #holdBack(
    intent: OrderIntent,
    scale: InstrumentScale,
    actor: Actor,
    trace: string,
  ): { orderId: string; verdict: Verdict } {
    const { orderId } = intent;
    const decided = new IntendedFact(intent, scale, this.#source.marks.units(scale.index));
    this.#recorder.emitFact("order.intended", actor, trace, null, decided);
    this.#changed(this.#order(orderId), null);
    return { orderId, verdict: this.#preview(intent, scale, actor) };
  }

  /** Judges and sends an order that is intended already: it was held back, or the desk has released its trigger. */
  send(order: OrderState): void {
    const { asked, view } = this.#anew(order);
    this.#judge(order, asked, view, order.cause);
  }

  #anew(order: OrderState): { readonly asked: OrderIntent; readonly view: GateView } {
    const intent = venueForm(order.intent, this.capabilities);
    const asked = order.triggeredAt === null && order.intent.managedBy === "desk" ? order.intent : intent;
    const { now } = this.#recorder;
    const journalOpen = this.#options.journalOpen();
    return { asked, view: gateView(this.#source, order.scale, order.slot, order.actor, now, journalOpen, order) };
  }

  /** Takes up what a restart has interrupted: what the desk was about to watch, and what it had released. */
  resume(): void {
    for (const order of this.#state.open()) {
      this.#end(order);
      if (order.intent.managedBy !== deskVenue || order.atVenue || this.releases.has(order)) continue;
      if (order.status === "submitted") this.departures.accept(order);
      else if (order.status === "triggered" && order.cleared) this.#leaveAgain(order);
      else if (order.status === "triggered") this.#leave(order);
    }
  }

  /** What may have left already is for the venue to say. An exit leaves again meanwhile: a venue that has it says so. */
  #leaveAgain(order: OrderState): void {
    this.doubt(order);
    const { asked, view } = this.#anew(order);
    const mayLeave = order.reduceOnly && this.#options.gate.preview(asked, view).outcome === "approved";
    if (mayLeave) this.#judge(order, asked, view, order.cause);
  }

  /** Releases the trigger that the desk has watched: what is left of the order goes through the gate and to the venue. */
  trigger(order: OrderState, price: string): void {
    const { orderId, trace, cause } = order;
    const seq = this.#recorder.emit("order.triggered", engineActor, trace, cause, { orderId, price });
    order.cause = seq ?? cause;
    this.#changed(order, null);
    this.#leave(order);
  }

  /** Sends an order whose trigger is released: an exit above the instrument's largest order leaves as several. */
  #leave(order: OrderState): void {
    const parts = exitParts(order, this.capabilities);
    if (parts === null) {
      this.send(order);
      return;
    }
    const { orderId, trace, cause, scale, filled, actor, intent } = order;
    const size = formatFixed(filled + parts.own, scale.sizeDigits);
    const reason = `above the largest order of ${intent.instrumentId}: the rest leaves as ${parts.rest.length} more`;
    this.#recorder.emit("order.replaced", engineActor, trace, cause, { orderId, size, reason });
    this.send(order);
    for (const part of parts.rest) this.submit(part, actor, `${intent.reason}; a part of ${orderId}`, trace);
  }

  /** Lets a trailing stop that the desk watches follow the market. */
  trail(order: OrderState, triggerPrice: string): void {
    const { orderId, trace, cause, intent } = order;
    const data = { orderId, size: intent.size, triggerPrice, reason: "follows the best price" };
    this.#recorder.emit("order.replaced", engineActor, trace, cause, data);
    this.#changed(order, null);
  }

  /** Ends an order whose time has passed: here where it waits, else at the venue. */
  expire(order: OrderState): void {
    const { orderId, trace, cause, intent } = order;
    const reason = `the time of the ${intent.timeInForce} order has passed`;
    if (order.atVenue) {
      this.cancel(orderId, engineActor, reason);
      return;
    }
    this.releases.drop(order);
    this.#recorder.emit("order.expired", engineActor, trace, cause, { orderId, reason });
    this.#changed(order, null);
  }

  /** Asks the venue what became of an order. */
  query({ orderId }: OrderState): void {
    this.departures.call(orderId, (route) => route.query?.(orderId));
  }

  #submit(
    intent: OrderIntent,
    scale: InstrumentScale,
    actor: Actor,
    trace: string | null,
    cause: number | null = null,
  ): { orderId: string; verdict: Verdict } {
    const { orderId } = intent;
    const decided = new IntendedFact(intent, scale, this.#source.marks.units(scale.index));
    const intended = this.#recorder.emitFact("order.intended", actor, trace ?? orderId, cause, decided);
    const order = this.#order(orderId);
    const view = this.#view(scale, intent, actor, this.#options.journalOpen() && intended !== null);
    // What waits at the desk is judged as it is wished, and again as it leaves.
    const asked = intent.managedBy === "desk" ? intent : venueForm(intent, this.capabilities);
    return this.#judge(order, asked, view, intended);
  }

  /** Lets the gate judge an order and queues it for the venue, or denies it: an approval that is not written down opens nothing. */
  #judge(order: OrderState, asked: OrderIntent, view: GateView, cause: number | null): Submitted {
    const { orderId, trace } = order;
    const judgement = this.#options.gate.judge(asked, view);
    const { approved, reducing } = judgement;
    const fact = new JudgedFact(orderId, judgement);
    const judged = this.#recorder.emitFact("risk.judged", gateActor, trace, cause, fact);
    const unwritten = approved !== null && judged === null && !reducing;
    const denied = unwritten
      ? this.#options.gate.preview(asked, { ...view, journalOpen: false })
      : approved === null
        ? judgement.verdict
        : null;
    if (denied !== null || approved === null) {
      this.#recorder.emit("order.denied", gateActor, trace, judged, denial(orderId, denied ?? judgement.verdict));
    } else {
      this.#state.addWorking(order);
      const seq = view.journalOpen && judged !== null ? judged : -1;
      this.releases.add({ order, seq, reducing, what: { kind: "submit", approved } });
    }
    this.#changed(order, null);
    return new Submitted(orderId, denied, judgement);
  }

  preview(request: OrderRequest, actor: Actor): Verdict {
    const scale = this.#intake.check(request);
    return this.#preview(this.#intake.intent(request, actor, "preview"), scale, actor);
  }

  #preview(intent: OrderIntent, scale: InstrumentScale, actor: Actor): Verdict {
    return this.#options.gate.preview(intent, this.#view(scale, intent, actor, this.#options.journalOpen()));
  }

  /**
   * Asks the venue to cancel; what was never sent is canceled here and now. A second request asks the venue again, because
   * the first may have been lost on its way, and changes nothing else.
   */
  cancel(orderId: string, actor: Actor, reason: string, toReplace = false): void {
    const order = this.#order(orderId);
    if (isFinished(order.status)) {
      const fault = finishedOrder(order, "Nothing is left to cancel.");
      writeRefusal(this.#recorder, order, actor, fault);
      throw fault;
    }
    if (order.status === "pending_cancel") {
      this.departures.call(orderId, (route) => route.cancel(orderId));
      return;
    }
    const sent = order.atVenue;
    const approved = this.releases.has(order);
    const amends = this.releases.amends(order);
    this.releases.drop(order);
    if (sent) {
      if (amends) this.departures.withdrawAmendment(order, actor, "canceled before the amendment was sent");
      // Without that amendment it may turn out to have filled whole.
      if (isFinished(order.status)) {
        this.#changed(order, null);
        return;
      }
      this.#recorder.emit("order.cancel_requested", actor, order.trace, order.cause, {
        orderId,
        reason,
        ...(toReplace ? { toReplace } : {}),
      });
      this.#changed(order, null);
      this.departures.call(orderId, (route) => route.cancel(orderId));
    } else {
      const waited = order.status !== "initialized" || order.intent.link?.parent !== undefined;
      const why = approved ? `canceled before it was sent: ${reason}` : waited ? reason : "never sent";
      this.#recorder.emit("order.canceled", actor, order.trace, order.cause, { orderId, reason: why });
      this.#changed(order, null);
    }
  }

  /** Asks for the cancel of every working order of the instrument, or of all, and returns how many. */
  cancelAll(actor: Actor, reason: string, instrumentId?: string): number {
    let asked = 0;
    for (const { orderId, status } of this.#state.open(instrumentId)) {
      if (isFinished(status)) continue;
      this.cancel(orderId, actor, reason);
      asked++;
    }
    return asked;
  }

  /** Judges the order as it would be, and asks the venue for the change or makes it at the desk, when the gate agrees. */
  amend(orderId: string, change: OrderAmendment, actor: Actor, reason: string): Verdict {
    return this.#amendments.amend(this.#order(orderId), change, actor, reason);
  }

  /** Writes a report down and applies it. */
  report(report: ExecutionReport): void {
    const at = this.#recorder.timeOf(report.at);
    const order = this.#state.find(report.orderId);
    // Nobody can say of an order that it is lost before it has left.
    const isEarly = order?.status === "initialized" && (!order.approved || this.releases.has(order));
    const event = isEarly
      ? earlyReport(report, order)
      : reportEvent(report, this.#state, at, this.#options.validityMs ?? 0);
    const venue = order === undefined ? unknownVenue : order.scale.venueActor;
    const trace = order?.trace ?? report.orderId;
    const cause = order?.cause ?? null;
    if (event.applies) this.#state.takeBack(order);
    if ("fact" in event) this.#recorder.emitFact(event.type, venue, trace, cause, event.fact, report.at);
    else this.#recorder.emit(event.type, venue, trace, cause, event.data, report.at);
    if (event.recalls) this.departures.call(report.orderId, (route) => route.cancel(report.orderId));
    if (order && event.applies) {
      if (isFinished(order.status)) this.releases.drop(order);
      this.#changed(order, report);
      if (report.kind === "accepted") this.#intake.prepare(order.actor);
      this.#end(order);
    }
  }

  /** Has a venue cancel what it may have put back to work of an order that has traded out: its answer says what is true. */
  #end(order: OrderState): void {
    const { orderId, status, atVenue, intent } = order;
    if (!isTradedOut(order) || !atVenue || isFinished(status) || status === "pending_cancel") return;
    const reason = "all of it has traded, and the venue took a part of that back";
    this.cancel(orderId, engineActor, reason, intent.link !== undefined);
  }

  /** Says of an order that nobody knows whether the venue has it: the word that it left may have been lost with the desk. */
  doubt(order: OrderState): void {
    const data = { orderId: order.orderId, reason: "approved before the desk stopped; whether it left is not known" };
    this.#recorder.emit("order.unknown", engineActor, order.trace, order.cause, data);
    this.#changed(order, null);
  }

  #view(scale: InstrumentScale, { positionSide }: OrderIntent, actor: Actor, journalOpen: boolean): GateView {
    const slot = this.#state.ledger.slotOf(scale.index, positionSide);
    return gateView(this.#source, scale, slot, actor, this.#recorder.now, journalOpen);
  }

  #order(orderId: string): OrderState {
    const order = this.#state.find(orderId);
    if (!order) throw unknownOrder(orderId);
    return order;
  }
}
