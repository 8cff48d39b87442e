import { toRfc3339 } from "../../../shared/model/time.ts";
import { answer, clearAnswer, type Rule } from "../rule.ts";

const free = clearAnswer("RISK-043");

export const lockout: Rule = {
  code: "RISK-043",
  name: "Lockout",
  text: "While a lockout runs nothing opens; nothing brings its end forward.",
  setting: null,
  validity: false,
  measure({ view }) {
    const running = view.brakes.lockout;
    if (running === null) return free;
    const { until, reason, leftMs } = running;
    return answer(false, () => ({
      observed: `${leftMs}`,
      limit: "0",
      headroom: null,
      text: `The account is locked out until ${toRfc3339(until)}, ${Math.ceil(leftMs / 60_000)} minutes more: ${reason}`,
    }));
  },
};
