import type { Fault } from "../../../shared/model/fault.ts";
import type { OrderIntent, OrderLink, OrderRequest } from "../../../shared/model/order.ts";
import type { OrderState } from "../order-state.ts";

export type ExitRequest = OrderRequest & Pick<OrderIntent, "managedBy"> & { readonly link: OrderLink };

/** What contingencies may do with orders; each goes the way of any order, through gate and journal. */
export interface ContingencyActions {
  /** The engine's time, UTC milliseconds. */
  now(): number;
  /** Sends an exit of the entry as an order of its own, in the entry's chain. */
  send(request: ExitRequest, entry: OrderState, reason: string): void;
  /** Judges and sends an order that was held back. */
  release(order: OrderState): void;
  /** Changes the size of an order that is held back; decimal text. */
  resizeHeld(order: OrderState, size: string, reason: string): void;
  /** Changes the total size of a working order; decimal text. */
  resize(order: OrderState, size: string, reason: string): void;
  cancel(order: OrderState, reason: string): void;
  /** Writes down that what an order needs could not be done. */
  refuse(order: OrderState, fault: Fault): void;
  /** Whether an order, finished or not, has waited until a time, UTC milliseconds; where not, it is looked at again then. */
  hasWaited(order: OrderState, until: number): boolean;
}
