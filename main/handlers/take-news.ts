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
}

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
    takesEffectAt: waiting?.settings.includes("newsWindows") === true ? waiting.at : null,
  };
}
