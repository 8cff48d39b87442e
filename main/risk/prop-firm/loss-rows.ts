import type { DailyLoss, LossMode } from "../../../shared/model/prop-firm-loss.ts";
import type { UtcMs } from "../../../shared/model/time.ts";
import type { FirmRules } from "./firm-rules.ts";
import { type GuardState, largest } from "./guard-state.ts";
import { crossed, dailyAllowance, dailyFloor, maxFloor, nextAnchor } from "./loss-floors.ts";
import type { PropFirmGuard } from "./prop-firm-guard.ts";

/** One loss limit as it stands: money in the account's currency. */
export interface LossRow {
  readonly rule: "daily_loss" | "max_loss";
  readonly effect: DailyLoss["effect"];
  readonly boundary: DailyLoss["boundary"];
  /** `false`: shown only, as an optional limit that was not taken, or another source's reading of the rule. */
  readonly binds: boolean;
  /** The source's words where this is another reading of the same rule. */
  readonly reading: string | null;
  readonly equity: bigint;
  /** `null`: a limit exists, its number is in no source. */
  readonly floor: bigint | null;
  /** Equity less floor: below zero it is crossed, at zero the boundary decides. */
  readonly room: bigint | null;
  /** Room in hundredths of a percent of what the rule allows to lose. */
  readonly roomBps: number | null;
  readonly breached: boolean;
}

/** What the next reset would do if everything stayed as it is. */
export interface ResetForecast {
  readonly at: UtcMs;
  readonly rows: readonly LossRow[];
  /** Limits that hold now and that the reset itself would break, by a loss carried over it. */
  readonly breaks: readonly LossRow[];
}

/** What the rows are measured by: now, after stops have been hit, or at the reset. */
interface Standing {
  readonly maxEquity: bigint;
  readonly dailyEquity: bigint;
  readonly anchor: bigint;
  readonly peaks: Pick<GuardState, "peakBalance" | "peakEquity" | "payouts">;
}

/** Every loss limit now, binding ones first, then what sources that contradict the preset would make of it. */
export function lossRows(guard: PropFirmGuard, loss = 0n): LossRow[] {
  const { state } = guard;
  return rowsOf(guard, {
    maxEquity: state.maxEquity - loss,
    dailyEquity: state.dailyEquity - loss,
    anchor: state.anchor,
    peaks: state,
  });
}

/** The limits at the next reset, with the balance and the open result of now, less a loss after the reset. */
export function forecastReset(guard: PropFirmGuard, loss = 0n): ResetForecast {
  const { state, rules } = guard;
  const { peakEquity, payouts } = state;
  const peaks = { peakBalance: largest(state.peakBalance, state.balance), peakEquity, payouts };
  const rows = rowsOf(guard, {
    maxEquity: state.maxEquity - loss,
    dailyEquity: state.dailyEquity - loss,
    anchor: nextAnchor(rules.daily, state),
    peaks,
  });
  const now = lossRows(guard, loss);
  return { at: guard.resetAt, rows, breaks: rows.filter((row, i) => row.binds && row.breached && !now[i]?.breached) };
}

function rowsOf(guard: PropFirmGuard, standing: Standing): LossRow[] {
  const { rules } = guard;
  const { max, daily, preset } = rules;
  const rows: LossRow[] = [];
  if (daily !== null) {
    const floor = dailyFloor(daily, standing.anchor);
    const allowance = dailyAllowance(daily, standing.anchor);
    const base = { rule: "daily_loss", effect: daily.effect, boundary: daily.boundary, reading: null } as const;
    rows.push(rowOf({ ...base, binds: guard.dailyBinds, equity: standing.dailyEquity, floor }, allowance));
  }
  rows.push(maxRow(rules, standing, max.mode, null));
  for (const { mode, text } of preset.maxLoss.disputed) rows.push(maxRow(rules, standing, mode, text));
  return rows;
}

function maxRow(rules: FirmRules, { maxEquity, peaks }: Standing, mode: LossMode, reading: string | null): LossRow {
  const { effect, boundary, amount } = rules.max;
  const floor = maxFloor(rules, peaks, mode);
  const binds = reading === null;
  return rowOf({ rule: "max_loss", effect, boundary, binds, reading, equity: maxEquity, floor }, amount);
}

function rowOf(base: Omit<LossRow, "room" | "roomBps" | "breached">, allowance: bigint | null): LossRow {
  const { equity, floor, boundary } = base;
  if (floor === null || allowance === null) return { ...base, room: null, roomBps: null, breached: false };
  const room = equity - floor;
  return {
    ...base,
    room,
    roomBps: allowance > 0n ? Number((room * 10_000n) / allowance) : null,
    breached: crossed(equity, floor, boundary),
  };
}
