import { answer, clearAnswer, type Rule } from "../rule.ts";

const closed = clearAnswer("RISK-042");

export const circuitBreakers: Rule = {
  code: "RISK-042",
  name: "Circuit breakers",
  text: "A circuit breaker that has tripped, and does more than warn, lets nothing open until someone re-arms it.",
  setting: null,
  validity: false,
  measure({ view }) {
    const { latched } = view.brakes;
    if (latched.length === 0) return closed;
    const shut = latched.filter(({ action }) => action !== "warn");
    return answer(shut.length === 0, () => ({
      observed: `${shut.length}`,
      limit: "0",
      headroom: null,
      text:
        shut.length === 0
          ? "Circuit breakers have warned, and none keeps the gate shut"
          : `${shut.map(({ rule, reason }) => `${rule}: ${reason}`).join("; ")}. Re-arm with a reason to go on`,
    }));
  },
};
