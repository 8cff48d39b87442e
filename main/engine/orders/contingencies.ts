import { floorTo, formatFixed } from "../../../shared/model/fixed.ts";
import type { DeskState } from "../desk-state.ts";
import { absolute } from "../exposure.ts";
import type { OrderState } from "../order-state.ts";
import { isFinished } from "../order-transitions.ts";
import { BracketExits, type MissingExit } from "./bracket-exits.ts";
import type { ContingencyActions } from "./contingency-actions.ts";
import { isPartial } from "./exit-parts.ts";
import { Fitting } from "./fitting.ts";
import { endOf, filledOf, followedSize, isWhole, type Line, lastOf, linesOf, newsOf } from "./group-lines.ts";
import { Successors } from "./successors.ts";

/**
 * Keeps what hangs together together, by the state alone, so that a restart goes on where the desk stopped: a bracket's
 * exits follow what its entry has filled, an exit's fills shrink its sibling, exits never exceed the position, and orders
 * of an OCO group cancel each other as far as they fill. What fills late and what is taken back counts as if it had come, or
 * had not come, in time: an exit that has ended by then is sent anew.
 */
export class Contingencies {
  readonly #state: DeskState;
  readonly #actions: ContingencyActions;
  readonly #fitting: Fitting;
  readonly #exits: BracketExits;
  readonly #successors: Successors;

  constructor(state: DeskState, actions: ContingencyActions) {
    this.#state = state;
    this.#actions = actions;
    this.#fitting = new Fitting(actions);
    this.#exits = new BracketExits(state, actions, this.#fitting);
    this.#successors = new Successors(state, actions);
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
      if (members.every(({ status }) => isFinished(status)) && !this.#isLatest(members)) continue;
      const role = members[0]?.intent.link?.role;
      if (role === "oco") this.#settleGroup(members);
      if (role === "oto") this.#settleChain(members);
    }
  }

  /** Whether the last that has happened to any order gives this group more to close: the desk may have stopped before it acted. */
  #isLatest(members: readonly OrderState[]): boolean {
    const news = newsOf(members);
    if (news === 0) return false;
    for (const order of this.#state.orders.values()) {
      if (order.changed > news && !members.includes(order)) return false;
    }
    return true;
  }

  /** What follows leaves when the first has filled, as large as what has filled of it at most, and is given up when nothing has. */
  #settleChain(members: readonly OrderState[]): void {
    const [first, ...others] = members;
    if (first === undefined || first.intent.link?.parent !== undefined || !isFinished(first.status)) return;
    for (const line of linesOf(others)) {
      const order = lastOf(line);
      const isHeld = order.status === "initialized" && !this.#state.isWorking(order);
      if (isHeld) this.#follow(order, first);
      else this.#followOn(line, first);
    }
  }

  /** Lets an exit follow what has become of the fills of the first since it left, or since it was given up. */
  #followOn(line: Line, first: OrderState): void {
    const [wish] = line;
    const order = lastOf(line);
    const isExit = order.reduceOnly || order.side !== first.side;
    // Sizes of before a split cannot be compared with those after it.
    if (!isExit || this.#state.splits.some(({ instrument }) => instrument === first.instrument)) return;
    const left = followedSize(wish, first) - filledOf(line);
    const filledLate = first.filledBy > first.endedBy ? first.filledBy : 0;
    if (isFinished(order.status)) {
      const end = endOf(order);
      // Who gave it up before there was anything to close wants none.
      const isOutgrown = filledLate > end && order.endedBy > first.endedBy;
      const lostBy = Math.max(...line.map((one) => one.lostBy));
      const isLost = order.spent && lostBy > end;
      const news = Math.max(filledLate, lostBy);
      if (isOutgrown || isLost) this.#successors.send(order, left, news, `what it follows has filled ${amount(first)}`);
      return;
    }
    const isDesks = order.fitted || Math.max(first.lostBy, filledLate) > order.changed;
    if (!isDesks) return;
    const closable = this.#successors.closable(order);
    const grown = left < closable ? left : closable;
    const reason = `the order it follows has ${left > order.remaining ? "filled more" : "lost a fill"}`;
    if (left < order.remaining || grown > order.remaining) {
      this.#share(order, left < order.remaining ? left : grown, reason);
    }
  }

  #follow(order: OrderState, first: OrderState): void {
    const { status } = first;
    const size = isWhole(first) ? order.size : this.#openSize(order, smaller(first.filled, order.size));
    const reason = `the order it follows is ${status}`;
    if (size === 0n) {
      this.#actions.cancel(order, reason);
      return;
    }
    const part = `${reason}, ${amount(first)} of it filled`;
    if (size !== order.size) this.#actions.resizeHeld(order, formatFixed(size, order.scale.sizeDigits), part);
    this.#actions.release(order);
  }

  #settleGroup(members: readonly OrderState[]): void {
    const filled = filledOf(members);
    const areExits = members.every(({ reduceOnly }) => reduceOnly);
    for (const line of linesOf(members)) {
      const [wish] = line;
      const member = lastOf(line);
      if (isPartial(member, members)) continue;
      if (isFinished(member.status)) {
        const news = newsOf(members);
        if (areExits && member.spent && news > endOf(member)) {
          const left = (member.fitted ? wish.planned : smaller(wish.planned, member.size)) - filled;
          this.#successors.send(member, left, news, "another fill of its group was taken back");
        }
        continue;
      }
      const others = filled - member.filled;
      // Where the fills of the others are taken back, what they had left less of is whole again.
      const isGivenBack = member.fitted && others === 0n && members.some(({ fillIds }) => fillIds.length > 0);
      if (others === 0n && !isGivenBack) continue;
      const reason = "another order of its group has";
      const left = wish.planned - filled;
      // What takes another's place closes no more than there is.
      const most = member === wish ? left : smaller(left, this.#successors.closable(member));
      this.#share(member, most, `${reason} ${most > member.remaining ? "lost a fill" : "filled"}`);
    }
  }

  /**
   * Lets an order have as much of `left` size units as it can. One that cannot be made smaller is canceled, because nobody
   * else bounds what it fills; one that cannot grow stays as it is.
   */
  #share(member: OrderState, left: bigint, reason: string): void {
    const open = this.#openSize(member, left);
    const grows = open > member.remaining;
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

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/** What an order has filled, as text. */
function amount({ filled, scale }: OrderState): string {
  return formatFixed(filled, scale.sizeDigits);
}
