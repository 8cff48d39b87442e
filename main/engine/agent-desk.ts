import { Fault } from "../../shared/model/fault.ts";
import { actorKey } from "./actor-key.ts";
import type { AgentDesk, OrderNote } from "./agent.ts";
import type { RosterEntry } from "./agent-roster.ts";
import { runaway, unknownInstrument } from "./engine-faults.ts";
import type { EngineLoop } from "./engine-loop.ts";
import type { GateViewSource } from "./gate-source.ts";
import type { OrderDesk } from "./order-desk.ts";
import { orderNote } from "./order-state.ts";
import { isFinished } from "./order-transitions.ts";
import type { Recorder } from "./recorder.ts";

interface DeskParts extends GateViewSource {
  readonly recorder: Recorder;
  readonly orders: OrderDesk;
  readonly loop: EngineLoop;
}

/** An agent that sends more on one input is in a loop, for example with a venue that rejects at once. */
const mostOrdersPerInput = 1000;

const noOrders: readonly OrderNote[] = [];

/** One agent's desk: it sees the whole account and acts under the agent's own name, while the agent runs. */
export function agentDesk(entry: RosterEntry, parts: DeskParts): AgentDesk {
  const { scales, marks, state, recorder, orders, loop, feeRate } = parts;
  const { agent, decision } = entry;
  const key = actorKey(agent.actor);
  const { sides } = state.ledger;
  const mustRun = (): void => {
    if (entry.running) return;
    throw new Fault(
      "ENGINE-AGENT-STOPPED",
      "validation",
      `agent ${agent.id} is stopped and cannot trade`,
      "Start it first.",
    );
  };
  return {
    now: () => recorder.now,
    scale(instrument) {
      const scale = scales[instrument];
      if (!scale) throw unknownInstrument(instrument, scales.length);
      return scale;
    },
    position: (instrument) => state.ledger.net(instrument),
    side: (instrument) => sides[instrument] ?? 0,
    equity: () => state.ledger.equity(),
    equityNumber: () => state.ledger.equityNumber(),
    mark: (instrument) => marks.units(instrument),
    feeRate: () => feeRate,
    submit(request, reason) {
      mustRun();
      if (decision.input !== loop.inputs) {
        decision.trace = null;
        decision.orders = 0;
      }
      decision.input = loop.inputs;
      if (++decision.orders > mostOrdersPerInput) throw runaway(agent.id);
      const { orderId } = loop.command(() => orders.submit(request, agent.actor, reason, decision.trace));
      decision.trace ??= orderId;
      return orderId;
    },
    cancel(orderId, reason) {
      const order = state.find(orderId);
      // The order may have ended while the agent decided to cancel it; that is no fault of the agent's.
      if (order && isFinished(order.status)) return;
      loop.command(() => orders.cancel(orderId, agent.actor, reason));
    },
    workingOrders(instrument) {
      const orders = state.working[instrument];
      if (orders === undefined || orders.length === 0) return noOrders;
      return orders.filter((order) => order.owner === key).map(orderNote);
    },
  };
}
