/** A position on margin, in doubles: they say when, never how much is paid. */
export interface MarginedPosition {
  /** Signed size times the multiplier. */
  readonly size: number;
  /** What it was opened at, unsigned money. */
  readonly entryValue: number;
  /** The money that stands behind it. */
  readonly margin: number;
  /** Share of the position's value below which it is closed. */
  readonly maintenanceRate: number;
}

/**
 * The price at which `margin ± (price × size − entry value)` meets the maintenance margin, `rate × price × size`; at or
 * below zero where no price does.
 */
export function liquidationPrice({ size, entryValue, margin, maintenanceRate }: MarginedPosition): number {
  return size > 0
    ? (entryValue - margin) / (size * (1 - maintenanceRate))
    : (entryValue + margin) / (-size * (1 + maintenanceRate));
}
