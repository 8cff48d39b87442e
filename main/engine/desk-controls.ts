import type { Actor } from "../../shared/model/actor.ts";
import { Fault } from "../../shared/model/fault.ts";
import type { TradingState } from "../../shared/model/risk.ts";
import { BreakerControls, breakerActor } from "./breaker-controls.ts";
import type { DeskState } from "./desk-state.ts";
import { absolute, exposedOn, signOf } from "./exposure.ts";
import { Flattening } from "./flattening.ts";
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
  readonly breakers: BreakerControls;
  readonly flattening: Flattening;

  constructor(
    state: DeskState,
    recorder: Recorder,
    orders: OrderDesk,
    trace: (kind: string, n: number) => string,
    changed: () => void,
    speed: number,
  ) {
    this.#state = state;
    this.#recorder = recorder;
    this.#orders = orders;
    this.#trace = trace;
    this.#changed = changed;
    this.flattening = new Flattening({
      state,
      recorder,
      orders,
      trace: () => this.nextTrace(),
      demanded: () => this.#flatDemanded(),
      speed,
    });
    this.breakers = new BreakerControls(state, recorder, {
      trace: () => this.nextTrace(),
      cancelOpening: (actor, reason) => this.cancelOpening(actor, reason, reason),
      flatten: (actor, reason, origin) => this.flattening.start(actor, reason, origin),
      changed,
    });
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
    this.breakers.allow(to);
    this.#recorder.emit("risk.state_changed", actor, this.nextTrace(), null, { from, to, reason });
    if (to !== "active") this.#orders.departures.withdrawOpening(`trading became ${to}`, actor);
    this.#changed();
  }

  /** The gate is shut when the event is applied, before any cancel is asked for. Engaging it twice asks for the cancels again. */
  engageKillSwitch(actor: Actor, reason: string): void {
    this.#recorder.emit("kill_switch.engaged", actor, this.nextTrace(), null, { reason });
    this.#changed();
    this.cancelOpening(actor, "kill switch engaged", `kill switch: ${reason}`);
  }

  /** Takes back what has not left and could open risk, and asks for the cancel of every working order that is not an exit. */
  cancelOpening(actor: Actor, why: string, reason: string): void {
    this.#orders.departures.withdrawOpening(why, actor);
    const { ledger, working } = this.#state;
    const opening = ledger.positions.flatMap((_, slot) =>
      this.#notExits(
        (working[ledger.instrumentOf(slot)] as OrderState[]).filter((order) => order.slot === slot),
        slot,
      ),
    );
    for (const order of opening) {
      this.#orders.cancel(order.orderId, actor, reason);
    }
  }

  /** Trading stays halted until someone sets it otherwise. */
  releaseKillSwitch(actor: Actor, reason: string): void {
    if (!this.#state.trading.killSwitch) return;
    this.#recorder.emit("kill_switch.released", actor, this.nextTrace(), null, { reason });
    this.#changed();
  }

  /** Shuts the account to what opens risk until a moment that nothing brings forward; an earlier end than set changes nothing. */
  lockOut(until: number, actor: Actor, reason: string): void {
    const { now } = this.#recorder;
    if (!Number.isSafeInteger(until) || until <= now) {
      throw new Fault("RISK-LOCKOUT", "validation", "a lockout must end in the future", "Choose a later end.");
    }
    this.#recorder.emit("risk.locked_out", actor, this.nextTrace(), null, { until, reason });
    this.#changed();
    this.cancelOpening(actor, "the account is locked out", `lockout: ${reason}`);
  }

  flatten(actor: Actor, reason: string): void {
    this.flattening.start(actor, reason);
  }

  /** What a latched breaker wants of the account. */
  #flatDemanded(): { actor: Actor; reason: string } | null {
    const [first] = this.#state.latches.demanding("flatten_and_halt");
    return first === undefined ? null : { actor: breakerActor, reason: `${first.rule}: ${first.reason}` };
  }

  nextTrace(): string {
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
