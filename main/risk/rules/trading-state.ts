import { crowdedExit } from "../crowded-exit.ts";
import type { Rule } from "../rule.ts";

/** RISK-004: while trading is reducing or halted, or the kill switch is engaged, nothing opens. */
export const tradingState: Rule = {
  code: "RISK-004",
  name: "Trading state",
  setting: null,
  validity: false,
  measure(input) {
    const { view } = input;
    const crowded = crowdedExit(input);
    const passes = view.state === "active" && !view.killSwitch;
    const observed = view.killSwitch ? "kill switch" : view.state;
    return {
      passes,
      observed,
      limit: "active",
      headroom: null,
      maxSize: passes ? null : 0n,
      text: passes
        ? "Trading is active"
        : `Only orders that reduce a position may pass: ${view.killSwitch ? "the kill switch is engaged" : `trading is ${view.state}`}${crowded === null ? "" : `. ${crowded}`}`,
    };
  },
};
