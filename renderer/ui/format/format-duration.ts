import { t } from "../../i18n/t.ts";
import { formatNumber } from "./number-format.ts";

const units = [
  ["ui.age.days", 86_400],
  ["ui.age.hours", 3600],
  ["ui.age.minutes", 60],
  ["ui.age.seconds", 1],
] as const;

const oneDecimal = (value: number): string => formatNumber(value, { maximumFractionDigits: 1 });

/** Milliseconds as a person says them, in at most two units: `250 ms`, `3.6 s`, `59 min 57 s`, `1 d 3 h`. */
export function formatDuration(ms: number): string {
  if (ms < 0) return `−${formatDuration(-ms)}`;
  if (ms < 1000) return t("ui.milliseconds", { n: oneDecimal(ms) });
  // Rounded before it is split, so that 59.96 s are a minute.
  if (ms < 59_950) return t("ui.age.seconds", { n: oneDecimal(ms / 1000) });
  let left = Math.round(ms / 1000);
  const parts: string[] = [];
  for (const [id, seconds] of units) {
    const n = Math.floor(left / seconds);
    left -= n * seconds;
    if (n > 0) parts.push(t(id, { n }));
    // What follows the first unit directly says enough.
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(" ");
}
