import type { riskContract } from "../../shared/contract/risk.ts";
import type { Actor } from "../../shared/model/actor.ts";
import type { Handlers, Role } from "../../shared/rpc/contract.ts";
import type { DeskContext } from "./desk-context.ts";
import { nameOf } from "./holdings.ts";
import { lockoutEnd } from "./lockout-end.ts";
import { personOf } from "./person.ts";
import { firmHandlers } from "./risk-firm.ts";
import { riskView } from "./risk-view.ts";
import { emitWhenChanged, every } from "./subscription.ts";
import { takeNews } from "./take-news.ts";

const repeatWithinMs = 5_000;
const minuteMs = 60_000;
const dayMs = 86_400_000;
const engagedAt = new WeakMap<DeskContext, Map<Role, number>>();

export const riskHandlers: Handlers<typeof riskContract, DeskContext> = {
  ...firmHandlers,
  risk(_params, emit, { context }) {
    const show = emitWhenChanged(emit, () => "risk");
    const showNow = (): void => show(riskView(context));
    const stopTimer = every(500, showNow);
    const stopStates = context.engine.subscribe({ onTradingState: showNow });
    return () => {
      stopTimer();
      stopStates();
    };
  },
  setRiskLimits: (limits, { context, role }) => context.limits.change(limits, personOf(role)),
  async importNews({ text, beforeMinutes, afterMinutes, days, zone }, { context, role }) {
    const padding = { beforeMs: beforeMinutes * minuteMs, afterMs: afterMinutes * minuteMs };
    const now = context.clock.now();
    // What is over has the time after it yet.
    const span = { from: now - padding.afterMs, to: now + days * dayMs, zone };
    const events = await context.readCalendar(text, span);
    return takeNews(context.limits, events, padding, personOf(role));
  },
  setTradingState({ state, reason }, { context, role }) {
    context.engine.setTradingState(state, personOf(role), reason);
    context.wake();
    return {};
  },
  engageKillSwitch({ reason }, { context, role }) {
    const start = performance.now();
    if (isRepeat(context, role, start)) cancelAgain(context, personOf(role), reason);
    else context.engine.engageKillSwitch(personOf(role), reason);
    const gateShutMs = performance.now() - start;
    context.wake();
    const cancelsRequested = context.engine.openOrders().filter((order) => order.status === "pending_cancel").length;
    return { gateShutMs, cancelsRequested };
  },
  rearmBreaker({ rule, reason }, { context, role }) {
    context.engine.rearm(rule, personOf(role), reason);
    context.wake();
    return {};
  },
  lockOut({ minutes, reason }, { context, role }) {
    const until = lockoutEnd(context, minutes * 60_000);
    context.engine.lockOut(until, personOf(role), reason);
    context.wake();
    return { until: context.engine.lockout()?.until ?? until };
  },
  releaseKillSwitch({ reason }, { context, role }) {
    context.engine.releaseKillSwitch(personOf(role), reason);
    context.wake();
    return {};
  },
};

/** Whether this role has engaged the switch a moment ago and it still is: an impatient second press. */
function isRepeat(context: DeskContext, role: Role, now: number): boolean {
  const engaged = engagedAt.get(context) ?? new Map<Role, number>();
  engagedAt.set(context, engaged);
  const repeat =
    context.engine.tradingState().killSwitch && now - (engaged.get(role) ?? Number.NEGATIVE_INFINITY) < repeatWithinMs;
  if (!repeat) engaged.set(role, now);
  return repeat;
}

/** Asks once more for the cancel of every order that is on its way out or could open risk; exits are left alone. */
function cancelAgain(context: DeskContext, actor: Actor, reason: string): void {
  const sizes = new Map(context.engine.positions().map((position) => [nameOf(position), Number(position.size)]));
  for (const order of context.engine.openOrders()) {
    const { orderId, status, reduceOnly, side, instrumentId } = order;
    const sameWay = (sizes.get(nameOf(order)) ?? 0) * (side === "buy" ? 1 : -1) >= 0;
    const wanted = status === "pending_cancel" || (!reduceOnly && sameWay);
    const still = context.engine.openOrders(instrumentId).some((one) => one.orderId === orderId);
    if (wanted && still) context.engine.cancel(orderId, actor, `kill switch: ${reason}`);
  }
}
