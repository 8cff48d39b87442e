import { Fault } from "../../../shared/model/fault.ts";
import { floorTo, formatFixed } from "../../../shared/model/fixed.ts";
import type { BracketLeg } from "../../../shared/model/order.ts";
import type { DeskState } from "../desk-state.ts";
import { exitSlices } from "../exit-slices.ts";
import { absolute } from "../exposure.ts";
import { canceledAt, type OrderState } from "../order-state.ts";
import { isFinished } from "../order-transitions.ts";
import { fittedLeg, type LegRole, legRequest, legRoles } from "./bracket-rules.ts";
import { releasedForm, waitsForPrice } from "./capability-rules.ts";
import type { ContingencyActions } from "./contingency-actions.ts";
import { isLeaving } from "./exit-parts.ts";
import { plannedLeg } from "./exit-plan.ts";
import type { Fitting } from "./fitting.ts";
import { retryWaitMs } from "./retry-wait.ts";

/** How long a refused exit waits at most for its next attempt: what loses money without end less than what only misses a gain. */
const longestWaitMs: { readonly [role in LegRole]: number } = { "stop-loss": 30_000, "take-profit": 300_000 };

/** An exit of a bracket that its entry is without. */
export interface MissingExit {
  readonly entryId: string;
  readonly role: LegRole;
}

/** Keeps the exits of brackets as large as what is held of their entries, and sends anew what a venue has refused. */
export class BracketExits {
  readonly #state: DeskState;
  readonly #actions: ContingencyActions;
  readonly #fitting: Fitting;
  /** What has been said last of exits that could not be kept as planned, by entry: the same is not said twice. */
  readonly #refusals = new WeakMap<OrderState, Map<LegRole, string>>();

  constructor(state: DeskState, actions: ContingencyActions, fitting: Fitting) {
    this.#state = state;
    this.#actions = actions;
    this.#fitting = fitting;
  }

  /** Brings the exits of every entry of an instrument to where they belong. */
  settle(instrument: number): void {
    const entries = this.#state.entries[instrument] as OrderState[];
    if (entries.length === 0) return;
    for (const entry of entries.slice()) for (const role of legRoles) this.#settleLeg(entry, role);
  }

  /** Exits that something is held for, that do not work and that nobody has canceled: each waits for its next attempt. */
  missing(): MissingExit[] {
    return this.#state.entries.flat().flatMap((entry) =>
      legRoles.flatMap((role) => {
        const { all, legs } = this.#exitsOf(entry, role);
        const isWanted = plannedLeg(entry, role) !== undefined && this.#sizeOf(entry) > 0n;
        if (!isWanted || all.some(isLeaving) || legs.some(({ status }) => !isFinished(status))) return [];
        const last = legs.at(-1);
        const isOwed = last === undefined || isOutgrown(entry, last) || isRefused(last);
        return isOwed ? [{ entryId: entry.orderId, role }] : [];
      }),
    );
  }

  /** The exits that an entry has ever had, and those of one role among them, oldest first. */
  #exitsOf({ orderId }: OrderState, role: LegRole): { all: readonly OrderState[]; legs: readonly OrderState[] } {
    const all = this.#state.groups.get(orderId) ?? [];
    return { all, legs: all.filter(({ intent }) => intent.link?.role === role) };
  }

  #settleLeg(entry: OrderState, role: LegRole): void {
    const plan = plannedLeg(entry, role);
    if (plan === undefined) return;
    const { all, legs } = this.#exitsOf(entry, role);
    const [working, ...others] = legs.filter(({ status }) => !isFinished(status));
    // Several are the parts of one exit that is on its way: together they close what is held.
    if (others.length > 0) return;
    const covered = this.#sizeOf(entry);
    if (working !== undefined) {
      const reason = `what it protects is ${formatFixed(covered, entry.scale.sizeDigits)}`;
      this.#attempt(entry, role, () => this.#fitting.fit(working, covered, reason));
    } else if (covered > 0n && !all.some(isLeaving) && this.#isDue(entry, role, legs)) {
      this.#attempt(entry, role, () => this.#send(entry, plan, role, covered, legs.at(-1)));
    }
  }

  /** Whether an exit is to be sent where none works; what waits for its next attempt is looked at again then. */
  #isDue(entry: OrderState, role: LegRole, legs: readonly OrderState[]): boolean {
    const last = legs.at(-1);
    if (last === undefined || isOutgrown(entry, last) || isUnwatched(last)) return true;
    if (!isRefused(last)) return false;
    // One that has traded before it was refused was no refusal of all of it.
    const refusals = legs.length - 1 - legs.findLastIndex((leg) => !isRefused(leg) || leg.filled > 0n);
    const dueAt = last.updatedAt + retryWaitMs(refusals, longestWaitMs[role], last.statusReason);
    return this.#actions.hasWaited(last, dueAt);
  }

  /** Sends the exit that comes after `last`, as large as `covered` size units. */
  #send(entry: OrderState, plan: BracketLeg, role: LegRole, covered: bigint, last: OrderState | undefined): void {
    const { intent, scale, orderId } = entry;
    const reason = `${role} of ${orderId}`;
    const size = formatFixed(covered, scale.sizeDigits);
    const request = legRequest(intent, fittedLeg(followedLeg(plan, last), scale), role, size);
    if (last === undefined || isOutgrown(entry, last) || !isRefused(last)) {
      this.#actions.send(request, entry, reason);
    } else if (isUnwatched(last)) {
      // A trigger that the venue refuses the desk watches itself: nothing that is held stays without its exit.
      const why = `${reason}, watched by the desk because the venue refused it: ${last.statusReason}`;
      this.#actions.send({ ...request, managedBy: "desk" }, entry, why);
    } else {
      const why = `${reason}, sent again because it was refused: ${last.statusReason}`;
      if (!isReleased(last, plan)) this.#actions.send(request, entry, why);
      else this.#sendReleased(entry, releasedForm(request), covered, why);
    }
  }

  /** What its price has released already waits for no price again; above the instrument's largest order it leaves as several. */
  #sendReleased(entry: OrderState, request: ReturnType<typeof legRequest>, covered: bigint, reason: string): void {
    const { scale } = entry;
    for (const slice of exitSlices(covered, scale)) {
      this.#actions.send({ ...request, size: formatFixed(slice, scale.sizeDigits) }, entry, reason);
    }
  }

  /** As much of what is held as an order can have: all of the position, or a multiple of the increment. */
  #sizeOf({ slot, scale, held }: OrderState): bigint {
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
}

/** The leg of the exit that comes after `last`: a trailing stop that has protected nothing yet goes on from where that one stood. */
function followedLeg(leg: BracketLeg, last: OrderState | undefined): BracketLeg {
  const level = last?.intent.triggerPrice;
  if (leg.type !== "trailing-stop" || last === undefined || level === undefined) return leg;
  return isReplaced(last) || isRefused(last) ? { ...leg, triggerPrice: level } : leg;
}

/** The desk has taken it back because the venue changes no working orders. */
function isReplaced({ withdrawn, status }: OrderState): boolean {
  return withdrawn && status === "canceled";
}

/** Whether there is more to protect than an exit was there for when it filled, was canceled or was given up. */
function isOutgrown(entry: OrderState, last: OrderState): boolean {
  const { status, changed, cancelAskedBy } = last;
  return status === "filled" || isReplaced(last) || (cancelAskedBy === 0 ? changed : cancelAskedBy) <= entry.filledBy;
}

/** Whether an exit did not come to be, or did not trade, without anyone at the desk having asked for its end. */
function isRefused(leg: OrderState): boolean {
  const { status, cancelAskedAt, atVenue, intent, triggeredAt } = leg;
  if (status === "denied") return true;
  if (status === "rejected") return canceledAt(leg) === Number.NEGATIVE_INFINITY;
  const wasToTrade = intent.type === "market" || triggeredAt !== null;
  return status === "canceled" && cancelAskedAt === null && atVenue && wasToTrade;
}

/** Refused by a venue that was to watch its trigger. */
function isUnwatched(leg: OrderState): boolean {
  const { intent, triggeredAt, status } = leg;
  const waits = waitsForPrice(intent.type) && intent.managedBy === undefined && triggeredAt === null;
  return waits && status === "rejected" && isRefused(leg);
}

/** Its price was reached before it was refused. */
function isReleased({ triggeredAt, intent }: OrderState, plan: BracketLeg): boolean {
  return triggeredAt !== null || intent.type !== plan.type;
}
