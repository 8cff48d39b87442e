import type { PropFirmPreset } from "../../../shared/model/prop-firm.ts";
import type { UtcMs } from "../../../shared/model/time.ts";
import { zonedTime } from "../../../shared/model/zoned-time.ts";
import { type FirmDays, minutesOf } from "./firm-day.ts";

/** When positions have to be closed on the firm's day of an instant. */
export interface HoldCutoff {
  readonly at: UtcMs;
  /** From the cut-off to the day's end nothing may be open. */
  readonly mustBeFlat: boolean;
}

/** The cut-off of a firm's day by its own clock; `null` where the firm states no time. */
export function holdCutoff({ holding }: PropFirmPreset, days: FirmDays, at: UtcMs): HoldCutoff | null {
  const { flatBy } = holding;
  if (flatBy === null) return null;
  const cutoff = zonedTime(flatBy.zone).instantOf(days.dayAt(at), minutesOf(flatBy.time));
  return { at: cutoff, mustBeFlat: at >= cutoff };
}

/** The end of the news window that an instant is in, its first and last moment included; `null` outside of all, and where news are free. */
export function newsBlock({ news }: PropFirmPreset, releases: readonly UtcMs[], at: UtcMs): UtcMs | null {
  const { policy, window } = news;
  if (policy !== "restricted" || window === null) return null;
  let until: UtcMs | null = null;
  for (const release of releases) {
    const end = release + window.afterMin * 60_000;
    if (at >= release - window.beforeMin * 60_000 && at <= end && (until === null || end > until)) until = end;
  }
  return until;
}

/** Whether a machine may trade the account: `confirm` where the firm's page attaches conditions or no source says it. */
export function automationAnswer({ automation }: PropFirmPreset): "yes" | "confirm" | "no" {
  switch (automation.policy) {
    case "allowed":
      return "yes";
    case "own_device_only":
    case "conditional":
    case "unknown":
      return "confirm";
    case "banned":
      return "no";
  }
}

/** What the trader must confirm on the firm's own pages before the preset's numbers deserve trust. */
export function openQuestions({ confidence, conflicts, unverified, inexpressible }: PropFirmPreset): string[] {
  const doubt = confidence === "high" ? [] : [`confidence of the sources is ${confidence}`];
  return [...doubt, ...conflicts, ...unverified, ...inexpressible];
}
