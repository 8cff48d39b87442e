import { Fault } from "../../shared/model/fault.ts";
import type { AppliedEvent } from "./applied-event.ts";

/** A journaled event that cannot follow from the events before it: the journal is damaged or another desk's. */
export function restoreFault(event: AppliedEvent, why: string, options?: ErrorOptions): Fault {
  return new Fault(
    "ENGINE-RESTORE",
    "storage",
    `event ${event.seq ?? "in memory"} (${event.type}) cannot be applied: ${why}`,
    "Check the journal with `proofdesk audit`, or start the desk with the feed that the journal was written with.",
    options,
  );
}

/** The engine was about to write down what cannot be: nothing is written, and nothing changes. */
export function illegalChange(change: string, status: string | undefined): Fault {
  return new Fault(
    "ENGINE-ILLEGAL-CHANGE",
    "bug",
    status === undefined
      ? `an order nobody intended cannot become ${change}`
      : `an order that is ${status} cannot become ${change}`,
    "Report this; the order stands as it was.",
  );
}

export function unknownOrder(orderId: string): Fault {
  return new Fault("ORDER-UNKNOWN", "validation", `there is no order ${orderId}`, "Refresh the list of orders.");
}

export function unlistedInstrument(instrumentId: string): Fault {
  return new Fault(
    "ORDER-INSTRUMENT",
    "validation",
    `there is no instrument ${instrumentId}`,
    "Choose one that this desk lists.",
  );
}

export function unknownAgent(agentId: string): Fault {
  return new Fault(
    "ENGINE-AGENT-UNKNOWN",
    "bug",
    `no agent ${agentId} is registered`,
    "Register the agent before starting it.",
  );
}

export function unknownInstrument(instrument: number, listed: number): Fault {
  return new Fault(
    "ENGINE-INSTRUMENT",
    "bug",
    `instrument ${instrument} is none of the ${listed} of this desk`,
    "Give every feed the desk's own instruments.",
  );
}

export function runaway(agentId: string): Fault {
  return new Fault(
    "ENGINE-RUNAWAY",
    "risk",
    `agent ${agentId} sends orders without end on one input`,
    "Correct the strategy before starting it again.",
  );
}
