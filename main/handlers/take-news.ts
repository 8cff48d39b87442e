import type { Actor } from "../../shared/model/actor.ts";
import { type NewsEvent, type NewsPadding, withNews } from "../risk/news-from-events.ts";
import type { LimitKeeper } from "./limit-keeper.ts";

/** What an import has made of a calendar. */
interface TakenNews {
  readonly events: number;
  /** The windows with a date, in `zone`; they hold at once. */
  readonly windows: number;
  readonly zone: string;
  /** When windows of an earlier import end where the setting is locked; `null` where they are gone. */
  readonly takesEffectAt: number | null;
  /** When the last event begins, UTC milliseconds: of what comes after it the calendar says nothing. */
  readonly lastAt: number;
  /** Events of a day or longer, whose begin and end hang on the zone that was chosen. */
  readonly dayLong: number;
  /** Events that the calendar gives no title. */
  readonly untitled: number;
}

const dayMs = 86_400_000;

/** Takes events over as news windows; what waits for the next trading day goes on waiting. Throws Faults `CALENDAR-…`. */
export function takeNews(
  keeper: LimitKeeper,
  events: readonly NewsEvent[],
  padding: NewsPadding,
  actor: Actor,
): TakenNews {
  const wanted = withNews(keeper.wanted(), events, padding);
  keeper.change(wanted, actor);
  const { zone = "", windows = [] } = wanted.newsWindows ?? {};
  const waiting = keeper.waiting();
  return {
    events: events.length,
    windows: windows.filter(({ date }) => date !== undefined).length,
    zone,
    lastAt: events.reduce((last, { start }) => Math.max(last, start), 0),
    dayLong: events.filter(({ start, end }) => end - start >= dayMs).length,
    untitled: events.filter(({ title }) => title === "" || title === "an event").length,
    takesEffectAt: waiting?.settings.includes("newsWindows") === true ? waiting.at : null,
  };
}
