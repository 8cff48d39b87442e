import { windowAt, windowText } from "../local-windows.ts";
import { answer, off, type Rule } from "../rule.ts";

export const newsWindows: Rule = {
  code: "RISK-037",
  name: "News",
  text: "Nothing opens around the events that the setting lists.",
  setting: "risk.newsWindows",
  silent: "unset",
  validity: false,
  measure({ view, limits }) {
    const windows = limits.newsWindows;
    if (windows === undefined) return off;
    const event = windowAt(windows, view.now);
    return answer(event === null, () => ({
      observed: null,
      limit: null,
      headroom: null,
      text: event === null ? "No listed event is near" : `Nothing opens around ${windowText(event, windows.zone)}`,
    }));
  },
};
