import { readFileSync, statSync } from "node:fs";
import { Fault } from "../../shared/model/fault.ts";
import { toRfc3339 } from "../../shared/model/time.ts";
import { TimeWindows } from "../../shared/model/time-windows.ts";
import { readCalendar } from "../adapters/calendar-ical/read-calendar.ts";
import { openSettingsFile } from "../adapters/settings-file/settings-file.ts";
import { LimitKeeper } from "../handlers/limit-keeper.ts";
import { type NewsPadding, newsFromEvents } from "../risk/news-from-events.ts";
import { lockClock } from "../workstation/lock-clock.ts";
import { type CommandHost, withJournal } from "./command-host.ts";
import { onFreeProfile } from "./held-profile.ts";

export interface NewsImport {
  readonly file: string;
  readonly padding: NewsPadding;
  readonly days: number;
  readonly zone: string;
}

export interface ImportedNews {
  readonly events: number;
  /** Windows that the setting holds now, of these events and others. */
  readonly windows: number;
  /** When the change takes effect: at once, or with the next trading day where the setting is locked. */
  readonly takesEffectAt: string | null;
  /** For a person. */
  readonly lines: readonly string[];
}

const mostBytes = 10_000_000;
const dayMs = 86_400_000;

/** The `news import` command. Throws Faults: of the calendar, `CALENDAR-EMPTY`, `CALENDAR-SIZE`, `PROFILE-IN-USE`. */
export async function importNews(host: CommandHost, profileDir: string, wish: NewsImport): Promise<ImportedNews> {
  const settings = openSettingsFile(profileDir);
  const { risk, account } = settings.get();
  const from = host.clock.now();
  const events = readCalendar(read(wish.file), { from, to: from + wish.days * dayMs, zone: wish.zone });
  if (events.length === 0) {
    const remedy = "Take another calendar, or more days ahead with --days.";
    throw new Fault("CALENDAR-EMPTY", "validation", `${wish.file} has no event in the next ${wish.days} days.`, remedy);
  }
  const zone = risk.newsWindows?.zone ?? "UTC";
  const kept = (risk.newsWindows?.windows ?? []).filter(({ date }) => date === undefined);
  const newsWindows = TimeWindows.safeParse({
    zone,
    windows: [...kept, ...newsFromEvents(events, wish.padding, zone)],
  });
  if (!newsWindows.success) {
    throw new Fault(
      "CALENDAR-SIZE",
      "validation",
      `The ${events.length} events make more windows than the setting takes.`,
      "Take fewer days with --days, or a calendar with fewer events.",
    );
  }
  return await onFreeProfile("Settings, Risk limits", () =>
    withJournal(host, profileDir, async (journal) => {
      const keeper = new LimitKeeper({
        settings,
        journal,
        terms: account.terms,
        now: () => host.clock.now(),
        lockNow: lockClock(host.clock, journal, () => null),
        mayLoosen: () => false,
      });
      keeper.change({ ...keeper.limits(), newsWindows: newsWindows.data }, { kind: "person", id: "command-line" });
      const at = keeper.waiting()?.at;
      const takesEffectAt = at === undefined ? null : toRfc3339(at);
      const windows = newsWindows.data.windows.length;
      const when = takesEffectAt === null ? "at once" : `at ${takesEffectAt}, because the setting is locked`;
      const lines = [`${events.length} events make ${windows - kept.length} windows in ${zone}; they hold ${when}.`];
      return { events: events.length, windows, takesEffectAt, lines };
    }),
  );
}

function read(file: string): string {
  try {
    if (statSync(file).size > mostBytes) throw new RangeError(`it has more than ${mostBytes} bytes`);
    return readFileSync(file, "utf8");
  } catch (error) {
    const why = `${file} cannot be read: ${(error as Error).message}.`;
    throw new Fault("CALENDAR-UNREADABLE", "validation", why, "Give a smaller file, as calendars export it.");
  }
}
