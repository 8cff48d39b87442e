import { crowdedExit } from "../crowded-exit.ts";
import { clearAnswer, type Rule, type RuleInput, type Wording } from "../rule.ts";

export const tradingState: Rule = {
  code: "RISK-004",
  name: "Trading state",
  text: "While trading is reducing or halted, or the kill switch is engaged, nothing opens.",
  setting: null,
  validity: false,
  measure(input) {
    const { state, killSwitch } = input.view;
    if (state === "active" && !killSwitch) return active;
    return { passes: false, maxSize: 0n, word: () => shut(input) };
  },
};

const active = clearAnswer("RISK-004");

function shut(input: RuleInput): Wording {
  const { state, killSwitch } = input.view;
  const crowded = crowdedExit(input);
  const why = killSwitch ? "the kill switch is engaged" : `trading is ${state}`;
  return {
    observed: killSwitch ? "kill switch" : state,
    limit: "active",
    headroom: null,
    text: `Only orders that reduce a position may pass: ${why}${crowded === null ? "" : `. ${crowded}`}`,
  };
}
