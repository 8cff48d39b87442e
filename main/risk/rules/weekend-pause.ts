import { isWeekend } from "../local-windows.ts";
import { answer, off, type Rule } from "../rule.ts";

export const weekendPause: Rule = {
  code: "RISK-038",
  name: "Weekend",
  text: "Nothing opens from a time on Friday to one on Sunday, so that nothing new is held over the weekend.",
  setting: "risk.weekendPause",
  silent: "unset",
  validity: false,
  measure({ view, limits }) {
    const pause = limits.weekendPause;
    if (pause === undefined) return off;
    const paused = isWeekend(pause, view.now);
    const { zone, fridayFrom, sundayTo } = pause;
    return answer(!paused, () => ({
      observed: null,
      limit: `Friday ${fridayFrom} to Sunday ${sundayTo}`,
      headroom: null,
      text: `${paused ? "It is the weekend" : "It is not the weekend"}: Friday ${fridayFrom} to Sunday ${sundayTo} ${zone}`,
    }));
  },
};
