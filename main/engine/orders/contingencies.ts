import { floorTo, formatFixed } from "../../../shared/model/fixed.ts";
import type { DeskState } from "../desk-state.ts";
import { absolute } from "../exposure.ts";
import type { OrderState } from "../order-state.ts";
import { isFinished } from "../order-transitions.ts";
import { BracketExits, type MissingExit } from "./bracket-exits.ts";
import type { ContingencyActions } from "./contingency-actions.ts";
import { isPartial } from "./exit-parts.ts";
import { Fitting } from "./fitting.ts";

/**
 * Keeps what hangs together together, by the state alone, so that a restart goes on where the desk stopped: a bracket's
 * exits follow what its entry has filled, an exit's fills shrink its sibling, exits never exceed the position, and orders
 * of an OCO group cancel each other as far as they fill.
 */
export class Contingencies {
  readonly #state: DeskState;
  readonly #actions: ContingencyActions;
  readonly #fitting: Fitting;
  readonly #exits: BracketExits;

  constructor(state: DeskState, actions: ContingencyActions) {
    this.#state = state;
    this.#actions = actions;
    this.#fitting = new Fitting(actions);
    this.#exits = new BracketExits(state, actions, this.#fitting);
  }

  /** Exits of brackets that something is held for and that wait for their next attempt. */
  missingExits(): MissingExit[] {
    return this.#exits.missing();
  }

  /** Whether a change of this order can change others. */
  concerns(order: OrderState): boolean {
    return order.intent.link !== undefined || (this.#state.entries[order.instrument]?.length ?? 0) > 0;
  }

  /** Brings every contingent order of the instrument to where it belongs. */
  settle(order: OrderState): void {
    this.#exits.settle(order.instrument);
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
    for (let instrument = 0; instrument < this.#state.entries.length; instrument++) this.#exits.settle(instrument);
    for (const members of this.#state.groups.values()) {
      if (members.every(({ status }) => isFinished(status))) continue;
      const role = members[0]?.intent.link?.role;
      if (role === "oco") this.#settleGroup(members);
      if (role === "oto") this.#settleChain(members);
    }
  }

  /** What follows leaves when the first has filled, as large as what has filled of it at most, and is given up when nothing has. */
  #settleChain(members: readonly OrderState[]): void {
    const [first, ...others] = members;
    if (first === undefined || !isFinished(first.status)) return;
    for (const order of others) {
      const isHeld = order.status === "initialized" && !this.#state.isWorking(order);
      if (isHeld) this.#follow(order, first);
    }
  }

  #follow(order: OrderState, first: OrderState): void {
    const { filled, planned, scale, status } = first;
    const isWhole = status === "filled" && filled >= planned;
    const size = isWhole ? order.size : this.#openSize(order, filled < order.size ? filled : order.size);
    const reason = `the order it follows is ${status}`;
    if (size === 0n) {
      this.#actions.cancel(order, reason);
      return;
    }
    const part = `${reason}, ${formatFixed(filled, scale.sizeDigits)} of it filled`;
    if (size !== order.size) this.#actions.resizeHeld(order, formatFixed(size, order.scale.sizeDigits), part);
    this.#actions.release(order);
  }

  #settleGroup(members: readonly OrderState[]): void {
    const filled = members.reduce((sum, member) => sum + member.filled, 0n);
    for (const member of members) {
      if (isPartial(member, members)) continue;
      const others = filled - member.filled;
      // Where the fills of the others are taken back, what they had left less of is whole again.
      const isGivenBack = member.fitted && others === 0n && members.some(({ fillIds }) => fillIds.length > 0);
      if (others > 0n || isGivenBack) this.#share(member, member.planned - member.filled - others);
    }
  }

  /**
   * Lets an order of a group have as much of `left` size units as it can. One that cannot be made smaller is canceled,
   * because nobody else bounds what it fills; one that cannot grow stays as it is.
   */
  #share(member: OrderState, left: bigint): void {
    const open = this.#openSize(member, left);
    const grows = open > member.remaining;
    const reason = `another order of its group has ${grows ? "lost a fill" : "filled"}`;
    try {
      this.#fitting.fit(member, open, reason);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (!grows) this.#actions.cancel(member, `${reason}, and it cannot be made smaller: ${why}`);
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
