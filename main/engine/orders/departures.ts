import type { Actor } from "../../../shared/model/actor.ts";
import { deskVenue } from "../desk-state.ts";
import type { EngineOptions, OrderRoute } from "../engine-face.ts";
import type { OrderState } from "../order-state.ts";
import { engineActor, type Recorder } from "../recorder.ts";
import type { Release, ReleaseQueue } from "../release-queue.ts";
import { waitsAtDesk } from "./amendment-rules.ts";

interface DepartureParts {
  readonly releases: ReleaseQueue;
  readonly changed: (order: OrderState, report: null) => void;
  /** The venue could not be called: nobody knows whether what was asked of the order has reached it. */
  readonly lost: (orderId: string, reason: string) => void;
}

/** Lets leave for the venue what is approved and on disk, and takes back what may not leave any more. */
export class Departures {
  readonly #options: Pick<EngineOptions, "journalOpen" | "route">;
  readonly #recorder: Recorder;
  readonly #parts: DepartureParts;

  constructor(options: Pick<EngineOptions, "journalOpen" | "route">, recorder: Recorder, parts: DepartureParts) {
    this.#options = options;
    this.#recorder = recorder;
    this.#parts = parts;
  }

  /** Sends what the journal has caught up with; returns whether anything happened. */
  release(): boolean {
    const { releases } = this.#parts;
    const ready = releases.takeDurable();
    for (const release of ready) this.#send(release);
    if (releases.length === 0 || this.#options.journalOpen()) return ready.length > 0;
    const exits = releases.take((release) => release.reducing);
    for (const release of exits) this.#send(release);
    this.withdrawOpening("the journal failed before the verdict was on disk", engineActor);
    return true;
  }

  /** Takes back what is approved but not sent and would open risk. */
  withdrawOpening(reason: string, actor: Actor): void {
    for (const { order, what } of this.#parts.releases.take((release) => !release.reducing)) {
      const { orderId, trace, cause } = order;
      if (what.kind === "submit") {
        this.#recorder.emit("order.canceled", actor, trace, cause, {
          orderId,
          reason: `canceled before it was sent: ${reason}`,
        });
      } else {
        this.withdrawAmendment(order, actor, reason);
      }
      this.#parts.changed(order, null);
    }
  }

  withdrawAmendment({ orderId, trace, cause }: OrderState, actor: Actor, reason: string): void {
    this.#recorder.emit("order.reconciled", actor, trace, cause, { orderId, outcome: "replace_rejected", reason });
  }

  /** The desk takes an order whose trigger it watches. */
  accept(order: OrderState): void {
    const data = { orderId: order.orderId, venueOrderId: deskVenue };
    this.#recorder.emit("order.accepted", engineActor, order.trace, order.cause, data);
    this.#parts.changed(order, null);
  }

  /** Calls the venue. When that throws nobody knows whether the order left: it is `unknown`, and the venue must be asked. */
  call(orderId: string, call: (route: OrderRoute) => void): void {
    try {
      call(this.#options.route);
    } catch (error) {
      this.#parts.lost(orderId, `sending failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #send({ order, what }: Release): void {
    const { orderId } = order;
    if (what.kind === "replace") {
      this.call(orderId, (route) => route.replace(orderId, what.change));
      return;
    }
    // The venue has said meanwhile that it has what was to leave again.
    if (order.atVenue && order.unknownSince === null) return;
    const waits = waitsAtDesk(order);
    this.#writeDown(order, waits ? deskVenue : order.scale.instrument.venue);
    if (waits) this.accept(order);
    else this.call(orderId, (route) => route.submit(what.approved));
  }

  #writeDown(order: OrderState, venue: string): void {
    const { orderId, trace } = order;
    const again = { orderId, outcome: "sent_again", reason: "an exit does not wait for word of whether it had left" };
    const cause = order.atVenue
      ? this.#recorder.emit("order.reconciled", engineActor, trace, order.cause, again)
      : this.#recorder.emit("order.submitted", engineActor, trace, order.cause, { orderId, venue });
    order.cause = cause ?? order.cause;
    this.#parts.changed(order, null);
  }
}
