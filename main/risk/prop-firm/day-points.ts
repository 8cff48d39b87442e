import { formatFixed, MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import type { FirmDayPoint } from "../../../shared/model/prop-firm-report.ts";
import type { PropFirmGuard } from "./prop-firm-guard.ts";

const everyMs = 60_000;
const text = (units: bigint): string => formatFixed(units, MONEY_DIGITS);

/** The firm's day so far, one moment a minute, for a picture of equity against the floors. */
export class DayPoints {
  readonly #points: {
    readonly at: number;
    readonly equity: bigint;
    readonly daily: bigint | null;
    readonly max: bigint;
  }[] = [];
  #day = Number.NaN;
  #nextAt = Number.NEGATIVE_INFINITY;

  /** Takes in a moment; a new day of the firm begins a new picture. */
  see(at: number, guard: PropFirmGuard): void {
    const { day, maxEquity } = guard.state;
    if (day !== this.#day) {
      this.#day = day;
      this.#points.length = 0;
      this.#nextAt = Number.NEGATIVE_INFINITY;
    }
    if (at < this.#nextAt) return;
    this.#nextAt = at + everyMs;
    this.#points.push({ at, equity: maxEquity, ...guard.floors });
  }

  list(): FirmDayPoint[] {
    return this.#points.map(({ at, equity, daily, max }) => ({
      at,
      equity: text(equity),
      daily: daily === null ? null : text(daily),
      max: text(max),
    }));
  }
}
