import type { FirmDayPoint } from "../../../shared/model/prop-firm-report.ts";

/** The lines of the day's picture as SVG paths in a box of 1000 × 240. */
export interface DayPaths {
  readonly equity: string;
  /** Empty without a daily limit. */
  readonly daily: string;
  readonly max: string;
}

const width = 1000;
const height = 240;

/** Draws equity as a line and the floors as steps; the scale holds all of them with a little air. */
export function dayPaths(points: readonly FirmDayPoint[]): DayPaths {
  const values = points.flatMap(({ equity, daily, max }) =>
    [equity, max, ...(daily === null ? [] : [daily])].map(Number),
  );
  const low = Math.min(...values);
  const high = Math.max(...values);
  const air = (high - low || Math.abs(high) || 1) * 0.06;
  const from = points[0]?.at ?? 0;
  const span = (points.at(-1)?.at ?? 0) - from || 1;
  const x = (at: number): number => ((at - from) / span) * width;
  const y = (value: string): number => height - ((Number(value) - low + air) / (high - low + 2 * air)) * height;
  const place = (at: number, value: string): string => `${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
  const line = (lineOf: (point: FirmDayPoint) => string | null, steps: boolean): string => {
    let path = "";
    let last: string | null = null;
    for (const point of points) {
      const value = lineOf(point);
      if (value !== null) {
        if (last === null) path += `M${place(point.at, value)}`;
        else path += `${steps ? `H${x(point.at).toFixed(1)}V${y(value).toFixed(1)}` : `L${place(point.at, value)}`}`;
      }
      last = value;
    }
    // One moment is a line of no length: it is drawn across.
    return points.length === 1 && path !== "" ? `${path}h${width}` : path;
  };
  return {
    equity: line(({ equity }) => equity, false),
    daily: line(({ daily }) => daily, true),
    max: line(({ max }) => max, true),
  };
}
