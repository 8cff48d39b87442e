import { Fault } from "../../../shared/model/fault.ts";
import { floorTo, formatFixed } from "../../../shared/model/fixed.ts";
import type { BracketLeg, OrderIntent, OrderLink, OrderRequest } from "../../../shared/model/order.ts";
import type { DeskState } from "../desk-state.ts";
import { absolute } from "../exposure.ts";
import type { OrderState } from "../order-state.ts";
import { isFinished } from "../order-transitions.ts";
import { fittedLeg, type LegRole, legOf, legRequest, legRoles } from "./bracket-rules.ts";
import { waitsForPrice } from "./capability-rules.ts";
import { isPartial } from "./exit-parts.ts";

type ExitRequest = OrderRequest & Pick<OrderIntent, "managedBy"> & { readonly link: OrderLink };

/** What contingencies may do with orders; each goes the way of any order, through gate and journal. */
export interface ContingencyActions {
  /** The engine's time, UTC milliseconds. */
  now(): number;
  /** Sends an exit of the entry as an order of its own, in the entry's chain. */
  send(request: ExitRequest, entry: OrderState, reason: string): void;
  /** Judges and sends an order that was held back. */
  release(order: OrderState): void;
  /** Changes the total size of a working order; decimal text. */
  resize(order: OrderState, size: string, reason: string): void;
  cancel(order: OrderState, reason: string): void;
  /** Writes down that what an order needs could not be done. */
  refuse(order: OrderState, fault: Fault): void;
}

/** States in which the venue has not answered yet: whatever is wanted is looked at again when it has. */
const unsettled = new Set(["initialized", "submitted", "pending_cancel", "pending_replace", "unknown"]);

/** How long a venue that has refused is left alone. */
const askAgainAfterMs = 5000;

/**
 * Keeps what hangs together together, by the state alone, so that a restart goes on where the desk stopped: a bracket's
 * exits follow what its entry has filled, an exit's fills shrink its sibling, exits never exceed the position, and orders
 * of an OCO group cancel each other as far as they fill.
 */
export class Contingencies {
  readonly #state: DeskState;
  readonly #actions: ContingencyActions;
  /** What was wanted of an order last. */
  readonly #asked = new WeakMap<OrderState, { readonly size: bigint; readonly at: number }>();
  /** What has been said last of exits that could not be kept as planned, by entry: the same is not said twice. */
  readonly #refusals = new WeakMap<OrderState, Map<LegRole, string>>();

  constructor(state: DeskState, actions: ContingencyActions) {
    this.#state = state;
    this.#actions = actions;
  }

  /** Whether a change of this order can change others. */
  concerns(order: OrderState): boolean {
    return order.intent.link !== undefined || (this.#state.entries[order.instrument]?.length ?? 0) > 0;
  }

  /** Brings every contingent order of the instrument to where it belongs. */
  settle(order: OrderState): void {
    this.#settleEntries(order.instrument);
    const { link } = order.intent;
    const members = link === undefined ? [] : (this.#state.groups.get(link.group) ?? []);
    if (link?.role === "oco") this.#settleGroup(members);
    if (link?.role === "oto") this.#settleChain(members);
  }

  /** Whether an order is intended and waits for another to fill. */
  holds({ intent: { link } }: OrderState): boolean {
    const parent = link?.role === "oto" && link.parent !== undefined ? this.#state.orders.get(link.parent) : undefined;
    return parent !== undefined && !isFinished(parent.status);
  }

  /** The same for every instrument and group, after a restart. */
  settleAll(): void {
    for (let instrument = 0; instrument < this.#state.entries.length; instrument++) this.#settleEntries(instrument);
    for (const members of this.#state.groups.values()) {
      if (members.every(({ status }) => isFinished(status))) continue;
      const role = members[0]?.intent.link?.role;
      if (role === "oco") this.#settleGroup(members);
      if (role === "oto") this.#settleChain(members);
    }
  }

  /** What follows leaves when the first has filled whole, and is given up when it ends otherwise. */
  #settleChain(members: readonly OrderState[]): void {
    const [first, ...others] = members;
    if (first === undefined || !isFinished(first.status)) return;
    for (const order of others) {
      const isHeld = order.status === "initialized" && !this.#state.isWorking(order);
      if (!isHeld) continue;
      if (first.status === "filled") this.#actions.release(order);
      else this.#actions.cancel(order, `the order it follows is ${first.status}`);
    }
  }

  #settleEntries(instrument: number): void {
    const entries = this.#state.entries[instrument] as OrderState[];
    if (entries.length === 0) return;
    for (const entry of entries.slice()) for (const role of legRoles) this.#settleLeg(entry, role, entry.held);
  }

  #settleLeg(entry: OrderState, role: LegRole, held: bigint): void {
    const plan = legOf(entry.intent, role);
    if (plan === undefined) return;
    const covered = this.#sizeOf(entry, held);
    const legs = (this.#state.groups.get(entry.orderId) ?? []).filter((one) => one.intent.link?.role === role);
    // Several are the parts of one exit that is on its way: together they close what is held.
    if (legs.filter(({ status }) => !isFinished(status)).length > 1) return;
    const leg = legs.at(-1);
    const isReplaced = leg?.withdrawn === true && leg.status === "canceled";
    // A trigger that the venue refuses the desk watches itself: nothing that is held stays without its exit.
    const isRefused =
      leg?.status === "rejected" && leg.intent.managedBy === undefined && waitsForPrice(leg.intent.type);
    if (leg === undefined || (isFinished(leg.status) && (isReplaced || isRefused || leg.changed < entry.filledBy))) {
      if (covered === 0n) return;
      const refusal = isRefused ? leg.statusReason : null;
      this.#attempt(entry, role, () => this.#sendLeg(entry, plan, role, covered, refusal));
      return;
    }
    const reason = `what it protects is ${formatFixed(covered, entry.scale.sizeDigits)}`;
    this.#attempt(entry, role, () => this.#fit(leg, covered, reason));
  }

  #sendLeg(entry: OrderState, plan: BracketLeg, role: LegRole, covered: bigint, refusal: string | null): void {
    const { intent, scale, orderId } = entry;
    const request = legRequest(intent, fittedLeg(plan, scale), role, formatFixed(covered, scale.sizeDigits));
    const reason = `${role} of ${orderId}`;
    if (refusal === null) {
      this.#actions.send(request, entry, reason);
    } else {
      const why = `${reason}, watched by the desk because the venue refused it: ${refusal}`;
      this.#actions.send({ ...request, managedBy: "desk" }, entry, why);
    }
  }

  /** As much of what is held as an order can have: all of the position, or a multiple of the increment. */
  #sizeOf({ slot, scale }: OrderState, held: bigint): bigint {
    const isAll = held === absolute(this.#state.ledger.position(slot).size);
    return isAll ? held : floorTo(held, scale.sizeStep);
  }

  /**
   * What cannot be done for one order is written down, and nothing else stops: not the fill that brought it about, not
   * another order's exit, not a restart.
   */
  #attempt(entry: OrderState, role: LegRole, act: () => void): void {
    try {
      act();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const said = this.#refusals.get(entry) ?? new Map<LegRole, string>();
      if (said.get(role) === why) return;
      this.#refusals.set(entry, said.set(role, why));
      const message = `the ${role} could not be kept as planned: ${why}`;
      const remedy = "Send an exit of your own.";
      this.#actions.refuse(entry, new Fault("ORDER-BRACKET", "validation", message, remedy, { cause: error }));
    }
  }

  /** Lets a working order have `size` units left, or cancels it where that is none. */
  #fit(order: OrderState, size: bigint, reason: string): void {
    if (isFinished(order.status) || order.remaining === size || this.#isRefusedAgain(order, size)) return;
    if (size === 0n) {
      if (order.status !== "pending_cancel") this.#actions.cancel(order, reason);
    } else if (!unsettled.has(order.status) && !this.#isLeaving(order)) {
      this.#actions.resize(order, formatFixed(order.filled + size, order.scale.sizeDigits), reason);
    }
  }

  /** A venue that has refused what is wanted is asked again after a while, not in the same breath: that would never end. */
  #isRefusedAgain(order: OrderState, size: bigint): boolean {
    const now = this.#actions.now();
    const asked = this.#asked.get(order);
    if (order.refused && asked?.size === size && now - asked.at < askAgainAfterMs) return true;
    this.#asked.set(order, { size, at: now });
    return false;
  }

  /** Its trigger is released, and it waits for the journal. */
  #isLeaving({ intent, triggeredAt, atVenue }: OrderState): boolean {
    return intent.managedBy === "desk" && triggeredAt !== null && !atVenue;
  }

  #settleGroup(members: readonly OrderState[]): void {
    const filled = members.reduce((sum, member) => sum + member.filled, 0n);
    if (filled === 0n) return;
    for (const member of members) {
      const others = filled - member.filled;
      if (others > 0n && !isPartial(member, members)) this.#shrink(member, member.planned - member.filled - others);
    }
  }

  /** Lets an order of a group have as much of `left` size units as it can, or cancels it: nobody else bounds what it fills. */
  #shrink(member: OrderState, left: bigint): void {
    const reason = "another order of its group has filled";
    try {
      this.#fit(member, this.#openSize(member, left), reason);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#actions.cancel(member, `${reason}, and it cannot be made smaller: ${why}`);
    }
  }

  /** What of `left` size units an order can have open: all of the position, or what makes its size a multiple of the increment. */
  #openSize({ slot, scale, filled }: OrderState, left: bigint): bigint {
    if (left <= 0n) return 0n;
    if (left === absolute(this.#state.ledger.position(slot).size)) return left;
    const open = floorTo(filled + left, scale.sizeStep) - filled;
    return open > 0n ? open : 0n;
  }
}
