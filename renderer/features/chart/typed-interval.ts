import type { Interval } from "../../../shared/model/market.ts";

const typed: Readonly<Record<string, Interval>> = {
  "1": "1m",
  "5": "5m",
  "15": "15m",
  "60": "1h",
  "240": "4h",
  "1440": "1d",
  "1m": "1m",
  "5m": "5m",
  "15m": "15m",
  "1h": "1h",
  "4h": "4h",
  "1d": "1d",
};

/** The interval that typed digits mean, in minutes as on other charts (`15`, `60`), or with a letter (`4h`, `1d`). */
export function intervalFromTyped(text: string): Interval | null {
  return typed[text.toLowerCase()] ?? null;
}

/** Whether more digits could still make it another interval. */
export function mayGrow(text: string): boolean {
  return Object.keys(typed).some((key) => key.length > text.length && key.startsWith(text.toLowerCase()));
}
