import { DecimalText } from "../../shared/model/decimal-text.ts";
import { formatFixed, parseFixed } from "../../shared/model/fixed.ts";
import type { JournalData, JournalEventType } from "../../shared/model/journal-event.ts";
import type { ExecutionReport } from "../../shared/model/order.ts";
import type { DeskState } from "./desk-state.ts";
import type { Fact } from "./facts.ts";
import { fillFact } from "./fill-outcome.ts";
import { checkTraded } from "./most-price.ts";
import { isTradedOut, type OrderState } from "./order-state.ts";
import { isFinished, nextStatus, type OrderChange } from "./order-transitions.ts";
import { notFound } from "./orders/order-progress.ts";
import { findFill, latestTexts, rebookingData } from "./orders/rebooking.ts";
import type { Heard } from "./report-inputs.ts";
import { saidReport } from "./said-report.ts";

/** What a report becomes in the journal. */
export type ReportEvent = {
  readonly type: JournalEventType;
  /** Whether the order changes; a report that cannot be true is written down and changes nothing. */
  readonly applies: boolean;
  /** The venue has an order that the desk has given up: it is to be canceled there. */
  readonly recalls?: true;
} & ({ readonly data: JournalData } | { readonly fact: Fact });

function reconciled(orderId: string, outcome: string, reason: string): ReportEvent {
  return { type: "order.reconciled", data: { orderId, outcome, reason }, applies: false };
}

/**
 * Turns a venue's report into the event that says it at `at`; illegal, repeated and malformed reports become
 * `order.reconciled`, which of a fill keeps what the venue said of it.
 */
export function reportEvent(
  report: Heard<ExecutionReport>,
  state: DeskState,
  at: number,
  validityMs: number,
): ReportEvent {
  return keeping(report, eventFor(report, state, at, validityMs));
}

/** A report of an order that has not left the desk cannot be true. */
export function earlyReport(report: ExecutionReport, order: OrderState): ReportEvent {
  return keeping(report, illegal(order, report.kind));
}

function keeping(report: ExecutionReport, event: ReportEvent): ReportEvent {
  if (event.applies || !("data" in event) || !fills.has(report.kind)) return event;
  return { ...event, data: { ...event.data, said: saidReport(report) } };
}

/** Reports of traded money. */
const fills: ReadonlySet<ExecutionReport["kind"]> = new Set(["fill", "fill-corrected", "fill-busted"]);

function eventFor(report: Heard<ExecutionReport>, state: DeskState, at: number, validityMs: number): ReportEvent {
  const order = state.find(report.orderId);
  if (!order)
    return reconciled(report.orderId, "unknown_order", `a "${report.kind}" for an order this desk does not know`);
  if (order.intent.managedBy === "desk" && !order.atVenue && !isFinished(order.status)) {
    return reconciled(
      order.orderId,
      "illegal_transition",
      `"${report.kind}" reported of an order that has not left yet`,
    );
  }
  try {
    return eventOf(report, order, state, at, validityMs);
  } catch (error) {
    return reconciled(order.orderId, "malformed_report", `"${report.kind}": ${(error as Error).message}`);
  }
}

function eventOf(
  report: Heard<ExecutionReport>,
  order: OrderState,
  state: DeskState,
  at: number,
  validityMs: number,
): ReportEvent {
  const { orderId } = order;
  switch (report.kind) {
    case "accepted":
      return legal(order, "accepted", "order.accepted", { orderId, venueOrderId: report.venueOrderId });
    case "rejected":
      // What was sent may still be on its way: until it can no longer turn up, "not found" proves nothing.
      if (report.code === notFound && at < (order.unknownSince ?? order.heardAt) + validityMs) {
        return reconciled(orderId, "not_found_yet", `it may still turn up at the venue: ${report.reason}`);
      }
      // A desk that stopped while it sent may send again under the same id: the venue has it, and is asked what became of it.
      if (report.code === duplicate) {
        return legal(order, "unknown", "order.unknown", { orderId, reason: report.reason });
      }
      return legal(order, "rejected", "order.rejected", { code: report.code, orderId, reason: report.reason });
    case "canceled":
      return legal(order, "canceled", "order.canceled", { orderId, reason: report.reason });
    case "expired":
      return legal(order, "expired", "order.expired", { orderId, reason: report.reason });
    case "unknown":
      // An order that has not left cannot be lost on its way.
      if (order.status === "initialized") return illegal(order, "unknown");
      return legal(order, "unknown", "order.unknown", { orderId, reason: report.reason });
    case "cancel-rejected":
      if (isTradedOut(order)) return tradedOut(order, report.reason);
      return refused(order, "cancel_rejected", report.reason);
    case "replace-rejected":
      return refused(order, "replace_rejected", report.reason);
    case "triggered":
      return legal(order, "triggered", "order.triggered", { orderId });
    case "fill-busted":
    case "fill-corrected":
      return rebookedEvent(report, order, state);
    case "replaced":
      return replacedEvent(report, order);
    case "fill":
      return fillEvent(report, order, state, at);
  }
}

/** Nothing is left of it that a venue could cancel: it has ended, though not all that it filled holds. */
function tradedOut(order: OrderState, said: string): ReportEvent {
  const { orderId, scale, undone } = order;
  const reason = `the venue took ${formatFixed(undone, scale.sizeDigits)} of its fills back and has no more of it: ${said}`;
  return legal(order, "canceled", "order.canceled", { orderId, reason });
}

/** A refusal has no event of its own: it is a reconciliation. */
function refused(order: OrderState, change: "cancel_rejected" | "replace_rejected", reason: string): ReportEvent {
  const end = change === "replace_rejected" ? endOf(order, order.size) : {};
  return legal(order, change, "order.reconciled", { orderId: order.orderId, outcome: change, reason, ...end });
}

/**
 * Says that the answer to an amendment ends an order, which is `size` units large by it: a fill that came before the answer
 * was its last, and no event of its own will tell.
 */
function endOf({ filled, requested }: OrderState, size: bigint): { readonly status?: "filled" } {
  const isLast = requested === null || requested.unanswered === 1;
  return isLast && filled > 0n && filled >= size ? { status: "filled" } : {};
}

function legal(order: OrderState, change: OrderChange, type: JournalEventType, data: JournalData): ReportEvent {
  if (nextStatus(order.status, change, order.prior) !== undefined) return { type, data, applies: true };
  return order.lost && signsOfLife.has(change) ? turnedUp(order) : illegal(order, change);
}

/** What a venue says only of an order that it has. */
const signsOfLife: ReadonlySet<OrderChange> = new Set(["accepted", "triggered", "replaced"]);

function turnedUp({ orderId }: OrderState): ReportEvent {
  const reason = "the venue has the order that it did not find: nobody counts on it any more, so it is canceled there";
  return { ...reconciled(orderId, "turned_up", reason), recalls: true };
}

/** A report that cannot be true of the order as it stands. */
function illegal(order: OrderState, change: OrderChange | ExecutionReport["kind"]): ReportEvent {
  return reconciled(order.orderId, "illegal_transition", `"${change}" reported while ${order.status}`);
}

function replacedEvent(report: Extract<ExecutionReport, { kind: "replaced" }>, order: OrderState): ReportEvent {
  const { orderId, scale } = order;
  // Only the desk changes what has not left.
  if (order.status === "initialized") return illegal(order, "replaced");
  const { size, limitPrice, triggerPrice, trailingOffset } = report;
  const units = parseFixed(size, scale.sizeDigits);
  if (units < order.filled) throw new RangeError(`size ${size} is below what is filled`);
  if (limitPrice !== undefined) parseFixed(limitPrice, scale.priceDigits);
  if (triggerPrice !== undefined) parseFixed(triggerPrice, scale.priceDigits);
  if (trailingOffset !== undefined && !(DecimalText.safeParse(trailingOffset).success && Number(trailingOffset) > 0)) {
    throw new RangeError(`trailing offset ${trailingOffset} is no distance`);
  }
  const data = {
    orderId,
    size,
    ...(limitPrice === undefined ? {} : { limitPrice }),
    ...(triggerPrice === undefined ? {} : { triggerPrice }),
    ...(trailingOffset === undefined ? {} : { trailingOffset }),
    ...endOf(order, units),
  };
  return legal(order, "replaced", "order.replaced", data);
}

/** A venue takes a fill back or changes it: the books are as if it had been so from the start. */
function rebookedEvent(report: Rebooking, order: OrderState, state: DeskState): ReportEvent {
  const { orderId } = order;
  const { fillId, kind, reason } = report;
  const record = findFill(state, orderId, fillId);
  if (record === undefined) {
    return order.fillIds.includes(fillId)
      ? reconciled(orderId, "busted_already", `fill ${fillId} has been taken back already`)
      : reconciled(orderId, "unknown_fill", `"${kind}" for a fill ${fillId} that this desk does not know`);
  }
  const texts = kind === "fill-busted" ? null : latestTexts(record, report);
  if (texts !== null) checkTraded(texts.price);
  if (texts === record.texts) {
    return reconciled(orderId, "corrected_already", `fill ${fillId} stands as this says, or as the venue said later`);
  }
  const change = kind === "fill-busted" ? "fill_busted" : "fill_corrected";
  if (nextStatus(order.status, change, order.prior) === undefined) return illegal(order, change);
  const type = kind === "fill-busted" ? "fill.busted" : "fill.corrected";
  const { at, untimed = false } = report;
  return { type, data: rebookingData(state, order, record, texts, reason, untimed ? null : at), applies: true };
}

type Rebooking = Extract<Heard<ExecutionReport>, { kind: "fill-busted" | "fill-corrected" }>;

/** The code of a venue that has an order of this id already. */
const duplicate = "VENUE-DUPLICATE";

type Fill = Extract<ExecutionReport, { kind: "fill" }>;

function fillEvent(report: Fill, order: OrderState, state: DeskState, at: number): ReportEvent {
  const { orderId, scale } = order;
  const { fillId } = report;
  const size = parseFixed(report.size, scale.sizeDigits);
  if (size <= 0n) throw new RangeError(`fill ${fillId} has no size`);
  checkTraded(report.price);
  if (order.fillIds.includes(fillId)) return reconciled(orderId, "duplicate_fill", `fill ${fillId} is booked already`);
  // While an amendment is not answered the larger size may hold; what exceeds even that is booked as well, and said.
  const change = size >= order.exposed ? "filled" : "partially_filled";
  if (nextStatus(order.status, change, order.prior) === undefined) return illegal(order, change);
  const fact = fillFact(state.ledger, order, report, report.at, at, size);
  // Written out: a name put together anew for every fill is compared letter by letter wherever events are told apart.
  const type = change === "filled" ? "order.filled" : "order.partially_filled";
  return { type, fact, applies: true };
}
