import { windowAt, windowText } from "../local-windows.ts";
import { answer, off, type Rule } from "../rule.ts";

export const tradingWindows: Rule = {
  code: "RISK-036",
  name: "Trading times",
  text: "Orders open only in the times of the day that the setting names.",
  setting: "risk.tradingWindows",
  silent: "unset",
  validity: false,
  measure({ view, limits }) {
    const windows = limits.tradingWindows;
    if (windows === undefined) return off;
    const open = windowAt(windows, view.now);
    return answer(open !== null, () => ({
      observed: null,
      limit: windows.windows.map(({ from, to }) => `${from}–${to}`).join(", "),
      headroom: null,
      text:
        open === null ? "It is outside of the times for trading" : `Trading time: ${windowText(open, windows.zone)}`,
    }));
  },
};
