import type { Actor } from "../../shared/model/actor.ts";
import type { ExecutionReport, OrderLink, OrderRequest, OrderStatus, Side } from "../../shared/model/order.ts";
import type { InstrumentScale } from "./gate.ts";

/** One bar on its way through the engine. The engine reuses this object for every bar: copy what you keep. */
export interface BarEvent {
  instrument: number;
  openTime: number;
  intervalMs: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

/** One tick on its way through the engine; reused like {@link BarEvent}. */
export interface TickEvent {
  instrument: number;
  at: number;
  bid: number;
  ask: number;
  last: number;
  size: number;
}

/** One of an agent's own orders as it stood when the agent is told: what needs no decimal text, so that telling costs little. */
export interface OrderNote {
  readonly orderId: string;
  readonly instrumentId: string;
  readonly side: Side;
  readonly reduceOnly: boolean;
  readonly status: OrderStatus;
  /** Why it is in this status; empty when there is nothing to say. */
  readonly statusReason: string;
  /** Why the agent sent it. */
  readonly reason: string;
  /** The order that brought it, for an exit or a member of a group. */
  readonly link: OrderLink | undefined;
}

/** What an agent may see and do while it is called. */
export interface AgentDesk {
  /** The engine's time: that of the input being handled. */
  now(): number;
  scale(instrument: number): InstrumentScale;
  /** Signed net position in size units. */
  position(instrument: number): bigint;
  /** 1 while the net position is long, -1 while it is short, 0 while it is flat. */
  side(instrument: number): number;
  /** Money units of `10^-MONEY_DIGITS`: cash + positions at the last prices. */
  equity(): bigint;
  /** The same as a double at a fraction of the cost: for curves and statistics, never for money that is booked. */
  equityNumber(): number;
  /** Last price in price units, `null` before the first. */
  mark(instrument: number): bigint | null;
  /** Taker fee rate as a fraction. */
  feeRate(): { readonly units: bigint; readonly digits: number };
  /** Sends a wish to the gate and returns its order id; what becomes of it comes back through `onReport`. */
  submit(request: OrderRequest, reason: string): string;
  cancel(orderId: string, reason: string): void;
  /** This agent's own orders in an instrument that are not finished, oldest first. */
  workingOrders(instrument: number): readonly OrderNote[];
}

/** Anything that lives off the engine's inputs: a trader, a recorder of equity, a test. */
export interface Agent {
  readonly id: string;
  readonly actor: Actor;
  /** Indexes of the instruments whose inputs it wants. */
  readonly instruments: readonly number[];
  onStart?(desk: AgentDesk): void;
  onTick?(tick: TickEvent, desk: AgentDesk): void;
  onBar?(bar: BarEvent, desk: AgentDesk): void;
  /** An order of this agent changed; `report` is null for a gate denial. */
  onOrder?(order: OrderNote, report: ExecutionReport | null, desk: AgentDesk): void;
  onStop?(reason: string): void;
  /** Called when this agent threw: it is stopped, the others go on. */
  onFailure?(error: unknown): void;
}
