import type { Actor } from "../../shared/model/actor.ts";
import { Fault } from "../../shared/model/fault.ts";
import type { TradingState } from "../../shared/model/risk.ts";
import type { DeskState } from "./desk-state.ts";
import { absolute, exposedOn, signOf } from "./exposure.ts";
import type { OrderDesk } from "./order-desk.ts";
import type { OrderState } from "./order-state.ts";
import type { Recorder } from "./recorder.ts";

/** The switches over all trading: the trading state and the kill switch. */
export class DeskControls {
  readonly #state: DeskState;
  readonly #recorder: Recorder;
  readonly #orders: OrderDesk;
  readonly #trace: (kind: string, n: number) => string;
  readonly #changed: () => void;

  constructor(
    state: DeskState,
    recorder: Recorder,
    orders: OrderDesk,
    trace: (kind: string, n: number) => string,
    changed: () => void,
  ) {
    this.#state = state;
    this.#recorder = recorder;
    this.#orders = orders;
    this.#trace = trace;
    this.#changed = changed;
  }

  setTradingState(to: TradingState, actor: Actor, reason: string): void {
    const { state: from, killSwitch } = this.#state.trading;
    if (killSwitch && to !== "halted") {
      throw new Fault(
        "RISK-KILL-SWITCH",
        "risk",
        `the kill switch is engaged; trading cannot become ${to}`,
        "Release the kill switch first.",
      );
    }
    this.#recorder.emit("risk.state_changed", actor, this.#nextTrace(), null, { from, to, reason });
    if (to !== "active") this.#orders.withdrawOpening(`trading became ${to}`, actor);
    this.#changed();
  }

  /** The gate is shut when the event is applied, before any cancel is asked for. Engaging it twice asks for the cancels again. */
  engageKillSwitch(actor: Actor, reason: string): void {
    this.#recorder.emit("kill_switch.engaged", actor, this.#nextTrace(), null, { reason });
    this.#changed();
    this.#orders.withdrawOpening("kill switch engaged", actor);
    const { ledger, working } = this.#state;
    const opening = ledger.positions.flatMap((_, slot) =>
      this.#notExits(
        (working[ledger.instrumentOf(slot)] as OrderState[]).filter((order) => order.slot === slot),
        slot,
      ),
    );
    for (const order of opening) {
      this.#orders.cancel(order.orderId, actor, `kill switch: ${reason}`);
    }
  }

  /** Trading stays halted until someone sets it otherwise. */
  releaseKillSwitch(actor: Actor, reason: string): void {
    if (!this.#state.trading.killSwitch) return;
    this.#recorder.emit("kill_switch.released", actor, this.#nextTrace(), null, { reason });
    this.#changed();
  }

  #nextTrace(): string {
    return this.#trace("control", this.#state.controls);
  }

  /** Working orders that could open risk: all but those that together only close the position, oldest first. */
  #notExits(orders: readonly OrderState[], slot: number): OrderState[] {
    const { size } = this.#state.ledger.position(slot);
    let closable =
      absolute(size) -
      exposedOn(
        size > 0n ? "sell" : "buy",
        orders.filter((order) => order.reduceOnly),
      );
    return orders.filter((order) => {
      if (order.reduceOnly) return false;
      if (signOf(order.side) * size >= 0n || order.exposed > closable) return true;
      closable -= order.exposed;
      return false;
    });
  }
}
