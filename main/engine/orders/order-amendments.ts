import type { Actor } from "../../../shared/model/actor.ts";
import { Fault } from "../../../shared/model/fault.ts";
import { formatFixed, parseFixed } from "../../../shared/model/fixed.ts";
import type { JournalData } from "../../../shared/model/journal-event.ts";
import type { OrderAmendment, OrderIntent } from "../../../shared/model/order.ts";
import type { Verdict } from "../../../shared/model/risk.ts";
import type { VenueCapabilities } from "../../../shared/model/venue-capabilities.ts";
import type { EngineOptions } from "../engine-face.ts";
import { JudgedFact } from "../facts.ts";
import type { GateViewSource } from "../gate-source.ts";
import { gateView } from "../gate-view.ts";
import type { OrderState } from "../order-state.ts";
import { checkRequest, checkResize } from "../order-validity.ts";
import { engineActor, gateActor, type Recorder } from "../recorder.ts";
import type { ReleaseQueue } from "../release-queue.ts";
import { amendedIntent, changedFields, checkedIntent, waitsAtDesk } from "./amendment-rules.ts";
import { checkBracket } from "./bracket-rules.ts";
import { checkCapabilities } from "./capability-rules.ts";

interface AmendmentParts {
  readonly capabilities: VenueCapabilities;
  readonly releases: ReleaseQueue;
  readonly changed: (order: OrderState, report: null) => void;
}

/** Writes down what was asked of an order and cannot be done; nothing changes. */
export function writeRefusal(
  recorder: Recorder,
  { orderId, trace, cause }: OrderState,
  actor: Actor,
  { code, message: reason }: Fault,
): void {
  recorder.emit("order.reconciled", actor, trace, cause, { orderId, outcome: "refused", code, reason });
}

/** Changes working orders: at the desk where they wait there, else by asking the venue. */
export class OrderAmendments {
  readonly #options: Pick<EngineOptions, "gate" | "journalOpen">;
  readonly #source: GateViewSource;
  readonly #recorder: Recorder;
  readonly #parts: AmendmentParts;

  constructor(
    options: Pick<EngineOptions, "gate" | "journalOpen">,
    source: GateViewSource,
    recorder: Recorder,
    parts: AmendmentParts,
  ) {
    this.#options = options;
    this.#source = source;
    this.#recorder = recorder;
    this.#parts = parts;
  }

  /**
   * The gate sees the part that is still open and how much is filled, which is in the position already. Throws a Fault for
   * a change that cannot be, after writing it down.
   */
  amend(order: OrderState, change: OrderAmendment, actor: Actor, reason: string): Verdict {
    const { scale, orderId, trace } = order;
    const wanted = this.#wanted(order, change, actor);
    const open = parseFixed(wanted.size, scale.sizeDigits) - order.filled;
    const journalOpen = this.#options.journalOpen();
    const view = gateView(this.#source, scale, order.slot, actor, this.#recorder.now, journalOpen, order);
    const rest = { ...wanted, size: formatFixed(open, scale.sizeDigits) };
    const judgement = this.#options.gate.judgeAmendment(rest, view, order.filled, shrinks(order, change, open));
    const { reducing } = judgement;
    const fact = new JudgedFact(orderId, judgement);
    const judged = this.#recorder.emitFact("risk.judged", gateActor, trace, order.cause, fact);
    if (judgement.approved === null) return judgement.verdict;
    if (judged === null && !reducing) {
      const unwritten = this.#options.gate.preview(rest, { ...view, journalOpen: false });
      if (unwritten.outcome === "rejected") return unwritten;
    }
    const fields = changedFields(change);
    const { bracket, ...venueChange } = fields;
    const isPlan = bracket !== undefined && Object.keys(venueChange).length === 0;
    if (waitsAtDesk(order)) {
      const data = { orderId, size: wanted.size, ...fields, reason } as JournalData;
      this.#recorder.emit("order.replaced", actor, trace, judged, data);
    } else if (bracket !== undefined) {
      const data = { orderId, size: order.intent.size, bracket, reason } as unknown as JournalData;
      this.#recorder.emit("order.replaced", actor, trace, judged, data);
    }
    if (!waitsAtDesk(order) && !isPlan) {
      const data = { orderId, ...venueChange, reason } as JournalData;
      this.#recorder.emit("order.replace_requested", actor, trace, judged, data);
      const seq = journalOpen && judged !== null ? judged : -1;
      this.#parts.releases.add({ order, seq, reducing, what: { kind: "replace", change: venueChange } });
    }
    this.#parts.changed(order, null);
    return judgement.verdict;
  }

  /** What a change would make of an order, every check passed; what is refused is written down. */
  #wanted(order: OrderState, change: OrderAmendment, actor: Actor): OrderIntent {
    const { scale } = order;
    const { capabilities } = this.#parts;
    try {
      const wanted = amendedIntent(order, change, capabilities, actor === engineActor);
      const held = this.#source.state.ledger.position(order.slot).size;
      const closable = order.side === "buy" ? -held : held;
      if (onlySize(change)) {
        checkResize(wanted.size, order.filled, scale, closable);
        return wanted;
      }
      const checked = checkedIntent(wanted, order);
      checkRequest(checked, scale, this.#recorder.now, closable);
      checkCapabilities(wanted, capabilities);
      checkBracket(checked, scale, this.#source.marks.units(scale.index));
      return wanted;
    } catch (error) {
      if (error instanceof Fault) writeRefusal(this.#recorder, order, actor, error);
      throw error;
    }
  }
}

function onlySize(change: OrderAmendment): boolean {
  return change.size !== undefined && Object.keys(changedFields(change)).length === 1;
}

/** Whether a change does nothing but leave less of an order open. */
function shrinks({ remaining, requested }: OrderState, change: OrderAmendment, open: bigint): boolean {
  return onlySize(change) && requested === null && open <= remaining;
}
