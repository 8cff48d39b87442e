import { signOf } from "../../engine/exposure.ts";
import { answer, off, type Rule, unknown } from "../rule.ts";

export const tradesPerDay: Rule = {
  code: "RISK-035",
  name: "Trades per day",
  text: "At most so many trades begin in a trading day, those that working orders may begin included; adding to a position begins none.",
  setting: "risk.maxTradesPerDay",
  silent: "unset",
  validity: false,
  measure({ intent, view, limits }) {
    const most = limits.maxTradesPerDay;
    if (most === undefined) return off;
    if (view.account === null) return unknown(`The day's trades are not known: ${view.accountGap}`, `${most}`);
    const { facts, position } = view;
    const begun = facts.trades().begun + facts.totals().begin;
    const begins = position * signOf(intent.side) <= 0n;
    const observed = begins ? begun + 1 : begun;
    return answer(!begins || observed <= most, () => ({
      observed: `${observed}`,
      limit: `${most}`,
      headroom: `${most - observed}`,
      text: begins
        ? `This would be trade ${observed} of at most ${most} in the trading day`
        : `The order adds to a trade; ${observed} of at most ${most} have begun in the trading day`,
    }));
  },
};
