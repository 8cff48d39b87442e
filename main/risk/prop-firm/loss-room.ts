import type { DailyLoss } from "../../../shared/model/prop-firm-loss.ts";
import { dailyFloor, maxFloor, nextAnchor } from "./loss-floors.ts";
import type { PropFirmGuard } from "./prop-firm-guard.ts";

/**
 * The most that may still be lost, beside what the others lose at their stops, before a binding limit is crossed; below
 * zero where they cross one already. `carried`: positions may still be open at the firm's reset, so its floors count too.
 * `null` where it is not known: a stop is missing, or the number of a limit that binds. Cheap enough for every tick.
 */
export function lossRoom(guard: PropFirmGuard, others: readonly (bigint | null)[], carried: boolean): bigint | null {
  const { state, rules, floors } = guard;
  const { max, daily } = rules;
  let room = spare(state.maxEquity - floors.max, max.boundary);
  if (carried && max.mode === "trailing_eod_balance" && state.balance > state.peakBalance) {
    const { balance: peakBalance, peakEquity, payouts } = state;
    const floor = maxFloor(rules, { peakBalance, peakEquity, payouts });
    room = least(room, spare(state.maxEquity - floor, max.boundary));
  }
  if (daily !== null && guard.dailyBinds) {
    if (floors.daily === null) return null;
    room = least(room, spare(state.dailyEquity - floors.daily, daily.boundary));
    const next = carried ? dailyFloor(daily, nextAnchor(daily, state)) : null;
    if (next !== null) room = least(room, spare(state.dailyEquity - next, daily.boundary));
  }
  for (const loss of others) {
    if (loss === null) return null;
    room -= loss;
  }
  return room;
}

/** Where touching the floor breaks it, the last unit of money must stay. */
function spare(room: bigint, boundary: DailyLoss["boundary"]): bigint {
  return boundary === "<" ? room : room - 1n;
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
