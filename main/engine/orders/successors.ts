import { Fault } from "../../../shared/model/fault.ts";
import { floorTo, formatFixed } from "../../../shared/model/fixed.ts";
import type { DeskState } from "../desk-state.ts";
import type { OrderState } from "../order-state.ts";
import { fittedLeg } from "./bracket-rules.ts";
import type { ContingencyActions, ExitRequest } from "./contingency-actions.ts";

/** Sends an exit anew whose end has left a position without it. */
export class Successors {
  readonly #state: DeskState;
  readonly #actions: Pick<ContingencyActions, "send" | "refuse">;
  /** The change for which an order could not be followed: what was refused once is not asked for in vain again. */
  readonly #tried = new WeakMap<OrderState, number>();

  constructor(state: DeskState, actions: Pick<ContingencyActions, "send" | "refuse">) {
    this.#state = state;
    this.#actions = actions;
  }

  /** What an exit could close of its position, in size units. */
  closable({ slot, side }: OrderState): bigint {
    const { size } = this.#state.ledger.position(slot);
    const open = side === "sell" ? size : -size;
    return open > 0n ? open : 0n;
  }

  /** Sends the exit that takes the place of `last`, as large as `left` size units and what it can close; `news` is the change that calls for it. */
  send(last: OrderState, left: bigint, news: number, why: string): void {
    const { scale } = last;
    const closable = this.closable(last);
    const size = left < closable ? floorTo(left, scale.sizeStep) : closable;
    if (size <= 0n || this.#tried.get(last) === news) return;
    this.#tried.set(last, news);
    try {
      this.#actions.send(
        requestAfter(last, formatFixed(size, scale.sizeDigits)),
        last,
        `${why}, after ${last.orderId}`,
      );
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const message = `the exit could not be sent again: ${reason}`;
      const remedy = "Send an exit of your own.";
      this.#actions.refuse(last, new Fault("ORDER-GROUP", "validation", message, remedy, { cause: error }));
    }
  }
}

/** The same wish at the instrument's present increments. A trailing stop that was released begins anew. */
function requestAfter({ intent, scale, triggeredAt }: OrderState, size: string): ExitRequest {
  const { orderId, reason: _, link, managedBy: __, bracket: ___, ...wish } = intent;
  const begun = wish.type === "trailing-stop" && triggeredAt !== null;
  const { triggerPrice, ...rest } = wish;
  const form = begun || triggerPrice === undefined ? rest : { ...rest, triggerPrice };
  return {
    ...fittedLeg(form, scale),
    size,
    reduceOnly: true,
    link: { ...(link as ExitRequest["link"]), replaces: orderId },
  };
}
