import { answer, off, type Rule } from "../rule.ts";

export const allowedInstruments: Rule = {
  code: "RISK-040",
  name: "Allowed instruments",
  text: "Orders open only in the instruments that the setting lists.",
  setting: "risk.allowedInstruments",
  silent: "unset",
  validity: false,
  measure({ intent, limits }) {
    const allowed = limits.allowedInstruments;
    if (allowed === undefined) return off;
    const { instrumentId } = intent;
    const listed = allowed.includes(instrumentId);
    return answer(listed, () => ({
      observed: instrumentId,
      limit: `${allowed.length} listed`,
      headroom: null,
      text: `${instrumentId} is ${listed ? "" : "not "}among the instruments that may be traded`,
    }));
  },
};
