import { readFileSync, statSync } from "node:fs";
import { Fault } from "../../shared/model/fault.ts";
import { toRfc3339 } from "../../shared/model/time.ts";
import { readCalendar } from "../adapters/calendar-ical/read-calendar.ts";
import { openSettingsFile } from "../adapters/settings-file/settings-file.ts";
import { LimitKeeper } from "../handlers/limit-keeper.ts";
import { takeNews } from "../handlers/take-news.ts";
import type { NewsPadding } from "../risk/news-from-events.ts";
import { lockClock } from "../workstation/lock-clock.ts";
import { type CommandHost, withJournal } from "./command-host.ts";
import { onFreeProfile } from "./held-profile.ts";
import { knownZone } from "./statement-options.ts";

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
  /** When windows of an earlier import end where the setting is locked; `null` where they are gone. */
  readonly takesEffectAt: string | null;
  /** For a person. */
  readonly lines: readonly string[];
}

const mostBytes = 10_000_000;
const dayMs = 86_400_000;

/** The `news import` command. Throws Faults: of the calendar, `CALENDAR-EMPTY`, `CALENDAR-SIZE`, `PROFILE-IN-USE`. */
export async function importNews(host: CommandHost, profileDir: string, wish: NewsImport): Promise<ImportedNews> {
  const settings = openSettingsFile(profileDir);
  const { account } = settings.get();
  const now = host.clock.now();
  // What is over has the time after it yet.
  const span = { from: now - wish.padding.afterMs, to: now + wish.days * dayMs, zone: knownZone(wish.zone) };
  const events = readCalendar(read(wish.file), span);
  return await onFreeProfile("Settings, Risk limits", () =>
    withJournal(host, profileDir, async (journal) => {
      const keeper = new LimitKeeper({
        settings,
        journal,
        terms: account.terms,
        now: () => host.clock.now(),
        lockNow: lockClock(host.clock, journal, () => null),
        mayLoosen: () => false,
        isTimeMeasured: () => false,
      });
      keeper.begin();
      const taken = takeNews(keeper, events, wish.padding, { kind: "person", id: "command-line" });
      const takesEffectAt = taken.takesEffectAt === null ? null : toRfc3339(taken.takesEffectAt);
      const lines = [
        `${taken.events} events make ${taken.windows} windows in ${taken.zone}; they hold at once.`,
        ...(takesEffectAt === null
          ? []
          : [`The setting is locked: earlier windows hold with them until ${takesEffectAt} by this machine's clock.`]),
      ];
      return { events: taken.events, windows: keeper.wanted().newsWindows?.windows.length ?? 0, takesEffectAt, lines };
    }),
  );
}

function read(file: string): string {
  const refuse = (why: string, remedy: string): never => {
    throw new Fault("CALENDAR-UNREADABLE", "validation", `${file} cannot be read: ${why}.`, remedy);
  };
  try {
    if (statSync(file).size <= mostBytes) return readFileSync(file, "utf8");
  } catch (error) {
    return refuse((error as Error).message, "Check the path and that you may read the file.");
  }
  return refuse(`it has more than ${mostBytes} bytes`, "Give a smaller file, as calendars export it.");
}
