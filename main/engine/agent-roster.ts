import { Fault } from "../../shared/model/fault.ts";
import type { ExecutionReport } from "../../shared/model/order.ts";
import { actorKey } from "./actor-key.ts";
import type { Agent, AgentDesk, OrderNote } from "./agent.ts";
import { unknownAgent } from "./engine-faults.ts";

/** A registered agent. */
export interface RosterEntry {
  readonly agent: Agent;
  readonly desk: AgentDesk;
  running: boolean;
  /** The first order of the decision it is taking, and the input it takes it on: later orders join its chain. */
  readonly decision: { trace: string | null; input: number; orders: number };
}

/** Who is registered, who runs, and which instruments' inputs go to whom, in the order of registration. */
export class AgentRoster {
  /** Running agents by instrument; the arrays are replaced, never changed, so that a loop over one stays valid. */
  readonly ticks: (readonly RosterEntry[])[];
  readonly bars: (readonly RosterEntry[])[];
  readonly #entries = new Map<string, RosterEntry>();
  readonly #byActor = new Map<string, RosterEntry>();

  constructor(instruments: number) {
    this.ticks = Array.from({ length: instruments }, () => []);
    this.bars = Array.from({ length: instruments }, () => []);
  }

  register(agent: Agent, deskOf: (entry: RosterEntry) => AgentDesk): void {
    if (this.#entries.has(agent.id)) {
      throw new Fault(
        "ENGINE-AGENT-EXISTS",
        "validation",
        `an agent ${agent.id} is registered already`,
        "Choose another id.",
      );
    }
    const outside = agent.instruments.find((instrument) => this.ticks[instrument] === undefined);
    if (outside !== undefined) {
      throw new Fault(
        "ENGINE-AGENT-INSTRUMENT",
        "validation",
        `agent ${agent.id} wants instrument ${outside}, which this desk does not list`,
        "Choose listed instruments.",
      );
    }
    const entry: { -readonly [key in keyof RosterEntry]: RosterEntry[key] } = {
      agent,
      desk: null as unknown as AgentDesk,
      running: false,
      decision: { trace: null, input: -1, orders: 0 },
    };
    entry.desk = deskOf(entry);
    this.#entries.set(agent.id, entry);
    this.#byActor.set(actorKey(agent.actor), entry);
  }

  entry(agentId: string): RosterEntry {
    const entry = this.#entries.get(agentId);
    if (!entry) throw unknownAgent(agentId);
    return entry;
  }

  /** The running agent that decides under this name, as {@link actorKey} writes it. */
  ownerOf(owner: string): RosterEntry | undefined {
    const entry = this.#byActor.get(owner);
    return entry?.running ? entry : undefined;
  }

  setRunning(entry: RosterEntry, running: boolean): void {
    entry.running = running;
    for (const instrument of entry.agent.instruments) {
      const those = [...this.#entries.values()].filter(
        (other) => other.running && other.agent.instruments.includes(instrument),
      );
      this.ticks[instrument] = those.filter(({ agent }) => agent.onTick !== undefined);
      this.bars[instrument] = those.filter(({ agent }) => agent.onBar !== undefined);
    }
  }
}

/** Tells an agent about one of its orders. */
export function tellOrder(entry: RosterEntry, order: OrderNote, report: ExecutionReport | null): void {
  entry.agent.onOrder?.(order, report, entry.desk);
}
