import { absolute, signOf } from "../../engine/exposure.ts";
import type { WorkingOrder } from "../../engine/gate.ts";
import { tradeBeginnings } from "../../engine/trade-beginnings.ts";
import { answer, off, type Rule, type RuleInput, unknown } from "../rule.ts";

export const tradesPerDay: Rule = {
  code: "RISK-035",
  name: "Trades per day",
  text: "At most so many trades begin in a trading day, those that working orders may begin included; adding to a position begins none.",
  setting: "risk.maxTradesPerDay",
  silent: "unset",
  validity: false,
  measure(input) {
    const { view, limits, intent } = input;
    const most = limits.maxTradesPerDay;
    if (most === undefined) return off;
    if (view.account === null) return unknown(`The day's trades are not known: ${view.accountGap}`, `${most}`);
    const { facts, position, working } = view;
    const together = tradeBeginnings(position, [...working, openerOf(input)]);
    const begins = position * signOf(intent.side) <= 0n || together > tradeBeginnings(position, working);
    const observed = facts.trades().begun + facts.totals().begin + together;
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

/** The order as a working one, as large as it takes to begin a trade: what only closes is not asked about. */
function openerOf({ intent, view }: RuleInput): WorkingOrder {
  const { orderId, side, link } = intent;
  const group = link === undefined || link.role === "oto" ? null : link.group;
  const exposed = absolute(view.position) + 1n;
  return { orderId, instrument: view.scale.index, side, exposed, limitPrice: null, reduceOnly: false, group };
}
