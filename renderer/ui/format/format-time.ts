export type TimeStyle =
  | "time"
  | "seconds"
  | "milliseconds"
  | "date"
  | "date-time"
  | "axis-day"
  | "axis-month"
  | "axis-year";

const styles: Record<TimeStyle, Intl.DateTimeFormatOptions> = {
  time: { hour: "2-digit", minute: "2-digit" },
  seconds: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  milliseconds: { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 },
  date: { year: "numeric", month: "2-digit", day: "2-digit" },
  "date-time": {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  },
  "axis-day": { day: "numeric" },
  "axis-month": { month: "short" },
  "axis-year": { year: "numeric" },
};

const cache = new Map<string, Intl.DateTimeFormat>();

/** The zone to hand to `Intl`: `local` means the machine's; an unknown name falls back to UTC. */
function zoneOption(timeZone: string): string | undefined {
  if (timeZone === "local") return undefined;
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}

function formatter(style: TimeStyle, timeZone: string): Intl.DateTimeFormat {
  const key = `${style} ${timeZone}`;
  let format = cache.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat("sv-SE", { ...styles[style], hourCycle: "h23", timeZone: zoneOption(timeZone) });
    if (style.startsWith("axis-"))
      format = new Intl.DateTimeFormat("en-GB", { ...styles[style], timeZone: zoneOption(timeZone) });
    cache.set(key, format);
  }
  return format;
}

/** An instant (UTC milliseconds) in the display zone: `2026-01-31`, `14:05:09`, `14:05:09.120`. */
export function formatTime(at: number, style: TimeStyle, timeZone: string): string {
  return formatter(style, timeZone).format(at).replace(",", ".");
}
