import type { TakenNews } from "../../shared/contract/risk.ts";
import type { Actor } from "../../shared/model/actor.ts";
import { type NewsEvent, type NewsPadding, withNews } from "../risk/news-from-events.ts";
import type { LimitKeeper } from "./limit-keeper.ts";

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
