const dayMs = 86_400_000;

/**
 * The trading day, UTC, that an instant belongs to, in whole days since 1970. Midnight itself ends a day: the bar that
 * closes at 00:00 is the old day's last, and its close is the price the new day starts at.
 */
export function tradingDay(at: number): number {
  return Math.ceil(at / dayMs) - 1;
}

export function startOf(day: number): number {
  return day * dayMs;
}
