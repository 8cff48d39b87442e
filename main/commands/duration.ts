import { UsageError } from "./usage-error.ts";

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A span as a person types it: `90s`, `30m`, `4h`, `2d`. Throws a UsageError that names the option. */
export function durationMs(text: string, option: string): number {
  const match = /^(\d{1,6})([smhd])$/.exec(text);
  const ms = Number(match?.[1] ?? 0) * (unitMs[match?.[2] ?? ""] ?? 0);
  if (ms > 0) return ms;
  throw new UsageError(`${option} does not understand "${text}"`, "Give a number and s, m, h or d, for example 4h.");
}
