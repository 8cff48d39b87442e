import { forecastReset, type LossRow, lossRows, type ResetForecast } from "./loss-rows.ts";
import type { PropFirmGuard } from "./prop-firm-guard.ts";

/** What one stop risks, in the instrument's own units: prices and sizes as whole numbers, `factor` money per product of the two. */
export interface PlannedStop {
  readonly side: "long" | "short";
  readonly size: bigint;
  /** Where the position is marked now, or where a working order would enter. */
  readonly from: bigint;
  /** `null`: nothing limits the loss. */
  readonly stop: bigint | null;
  readonly factor: bigint;
  /** How much worse than the stop the exit fills, in price units. */
  readonly slippage: bigint;
  /** What leaving, and entering where it has not happened, costs in money. */
  readonly fees: bigint;
}

/** What would be left if every stop hit. */
export interface WorstCase {
  /** Sum of all losses with slippage and fees; `null` where a position or order has no stop. */
  readonly loss: bigint | null;
  readonly rows: readonly LossRow[];
  /** The same after the next reset, had everything been carried over it and the stops hit then. */
  readonly atReset: ResetForecast;
  /** Binding limits that the loss would cross, now or, where positions are carried over it, once the reset has moved the floors. */
  readonly breaks: readonly LossRow[];
  /** The least room left of the binding limits whose floors are known; `null` where a stop is missing. */
  readonly room: bigint | null;
  /** Whether no known binding limit would be crossed. Fails closed: without a stop, or where a binding limit's number is unknown, it is `false`. */
  readonly holds: boolean;
}

/** What a stop loses against the mark, never less than its costs: a stop on the profitable side counts as no gain. `null` without a stop. */
export function stopLoss({ side, size, from, stop, factor, slippage, fees }: PlannedStop): bigint | null {
  if (stop === null) return null;
  const distance = side === "long" ? from - stop : stop - from;
  return ((distance > 0n ? distance : 0n) + slippage) * size * factor + fees;
}

/**
 * The room left to each limit if every stop hits; each loss is in the account's money, slippage and fees in it, `null`
 * without a stop. `carried`: the positions may still be open at the firm's reset, so its floors count too.
 */
export function worstCase(guard: PropFirmGuard, losses: readonly (bigint | null)[], carried: boolean): WorstCase {
  let loss: bigint | null = 0n;
  for (const one of losses) loss = loss === null || one === null ? null : loss + one;
  const rows = lossRows(guard, loss ?? 0n);
  const atReset = forecastReset(guard, loss ?? 0n);
  const binding = [...rows, ...(carried ? atReset.rows : [])].filter(({ binds }) => binds);
  const breaks = [...rows.filter(({ binds, breached }) => binds && breached), ...(carried ? atReset.breaks : [])];
  const rooms = binding.flatMap(({ room }) => (room === null ? [] : [room]));
  return {
    loss,
    rows,
    atReset,
    breaks,
    room: loss === null ? null : rooms.reduce((least, room) => (room < least ? room : least)),
    holds: loss !== null && breaks.length === 0 && binding.every(({ floor }) => floor !== null),
  };
}
