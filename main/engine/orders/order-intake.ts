import type { Actor } from "../../../shared/model/actor.ts";
import { Fault } from "../../../shared/model/fault.ts";
import { parseFixed } from "../../../shared/model/fixed.ts";
import type { OrderIntent, OrderRequest } from "../../../shared/model/order.ts";
import { recordable } from "../../../shared/model/recordable.ts";
import type { VenueCapabilities } from "../../../shared/model/venue-capabilities.ts";
import { actorKey } from "../actor-key.ts";
import { clientOrderId } from "../client-order-id.ts";
import { deskVenue } from "../desk-state.ts";
import type { EngineOptions } from "../engine-face.ts";
import { unlistedInstrument } from "../engine-faults.ts";
import type { InstrumentScale } from "../gate.ts";
import type { GateViewSource } from "../gate-source.ts";
import { orderIntent } from "../order-intent.ts";
import { checkRequest } from "../order-validity.ts";
import type { Recorder } from "../recorder.ts";
import { checkBracket } from "./bracket-rules.ts";
import { checkCapabilities, isDeskManaged } from "./capability-rules.ts";
import { checkGroup } from "./group-rules.ts";
import { sided } from "./position-side.ts";

/** The id that an actor's next decision gets. */
interface NextId {
  readonly decision: number;
  readonly orderId: string;
}

/** Characters that are kept of a reason, or of a refused wish. */
const mostText = 4000;

/** Checks wishes and gives them their ids, before anyone judges them. */
export class OrderIntake {
  readonly #options: EngineOptions;
  readonly #source: GateViewSource;
  readonly #capabilities: VenueCapabilities;
  readonly #recorder: Recorder;
  /** By {@link actorKey}: made before they are asked for, because a hash takes a large part of the way from a price to an order. */
  readonly #next = new Map<string, NextId>();

  constructor(options: EngineOptions, source: GateViewSource, capabilities: VenueCapabilities, recorder: Recorder) {
    this.#options = options;
    this.#source = source;
    this.#capabilities = capabilities;
    this.#recorder = recorder;
  }

  /**
   * The instruments of wishes that a venue or the desk can take, alone or as a group. A wish that cannot be taken becomes no
   * order: who wished for what, and why it was refused, is written down, and its Fault thrown.
   */
  take(requests: readonly OrderRequest[], actor: Actor, group?: "oco" | "oto"): readonly InstrumentScale[] {
    try {
      const scales = requests.map((request) => this.check(request));
      if (group !== undefined) checkGroup(group, scales);
      return scales;
    } catch (error) {
      if (error instanceof Fault) this.#tellRefused(requests, actor, error);
      throw error;
    }
  }

  #tellRefused(requests: readonly OrderRequest[], actor: Actor, { code, message }: Fault): void {
    const { idSeed, sha256 } = this.#options;
    const { now } = this.#recorder;
    const key = actorKey(actor);
    const trace = sha256(`${idSeed}\nrefused\n${key}\n${this.#source.state.decisions(actor)}\n${now}`).slice(0, 32);
    // As text: what was refused may be anything, and need not fit a form.
    const wish = JSON.stringify(recordable(requests.length === 1 ? requests[0] : requests)).slice(0, mostText);
    const reason = message.slice(0, mostText);
    this.#recorder.emit("plan.refused", actor, trace, null, { code, reason, wish });
  }

  /** The instrument of a request that a venue or the desk can take; throws a Fault for any other. */
  check(request: OrderRequest): InstrumentScale {
    const { state, marks } = this.#source;
    const scale = state.scale(request.instrumentId);
    if (!scale) throw unlistedInstrument(request.instrumentId);
    const wish = sided(request, state.ledger.terms.positionMode);
    checkRequest(wish, scale, this.#recorder.now, this.#closable(wish, scale));
    checkCapabilities(wish, this.#capabilities);
    checkBracket(wish, scale, marks.units(scale.index));
    return scale;
  }

  /**
   * Checked requests of which each closes no more than is held are exits, and a venue must let them do nothing else: the
   * desk cancels the others only after one has filled.
   */
  asExits(requests: readonly OrderRequest[]): readonly OrderRequest[] {
    const closes = (request: OrderRequest): boolean => {
      const { state } = this.#source;
      const scale = state.scale(request.instrumentId) as InstrumentScale;
      const closable = this.#closable(sided(request, state.ledger.terms.positionMode), scale);
      return request.bracket === undefined && parseFixed(request.size, scale.sizeDigits) <= closable;
    };
    return requests.every(closes) ? requests.map((request) => ({ ...request, reduceOnly: true })) : requests;
  }

  /** Size units that an order of its side can close. */
  #closable({ side, positionSide }: OrderRequest, { index }: InstrumentScale): bigint {
    const { ledger } = this.#source.state;
    const held = ledger.position(ledger.slotOf(index, positionSide)).size;
    return side === "buy" ? -held : held;
  }

  /** A checked request under an id that no order has had. */
  intent(request: OrderRequest, actor: Actor, reason: string): OrderIntent {
    const { positionMode } = this.#source.state.ledger.terms;
    const why = reason.length <= mostText ? reason : reason.slice(0, mostText);
    const intent = orderIntent(sided(request, positionMode), this.#orderId(actor), why);
    return isDeskManaged(request.type, this.#capabilities) ? { ...intent, managedBy: deskVenue } : intent;
  }

  /** Makes the id of the actor's next decision ahead of it. */
  prepare(actor: Actor): void {
    const decision = this.#source.state.decisions(actor);
    const key = actorKey(actor);
    if (this.#next.get(key)?.decision === decision) return;
    this.#next.set(key, { decision, orderId: this.#freeId(this.#options.idSeed, actor, decision) });
  }

  #orderId(actor: Actor): string {
    const { idSeed, journalOpen } = this.#options;
    const { state } = this.#source;
    const decision = state.decisions(actor);
    // A decision that cannot be written down is not counted after a restart: its moment keeps its id from coming again.
    if (!journalOpen()) return this.#freeId(`${idSeed}\nunrecorded ${this.#recorder.now}`, actor, decision);
    const next = this.#next.get(actorKey(actor));
    const isReady = next?.decision === decision && !state.orders.has(next.orderId);
    return isReady ? next.orderId : this.#freeId(idSeed, actor, decision);
  }

  /** The first id of a decision that no order has. */
  #freeId(seed: string, actor: Actor, decision: number): string {
    const { sha256 } = this.#options;
    const { orders } = this.#source.state;
    let attempt = 0;
    let orderId = clientOrderId(sha256, seed, actor, decision, attempt);
    while (orders.has(orderId)) orderId = clientOrderId(sha256, seed, actor, decision, ++attempt);
    return orderId;
  }
}
