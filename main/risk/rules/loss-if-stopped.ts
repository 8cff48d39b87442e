import { formatFixed, MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import { limitUnits } from "../limit-units.ts";
import { Growth, withinLimit } from "../linear-limit.ts";
import { PlannedLoss } from "../prop-firm/planned-loss.ts";
import { answer, off, type Rule, type RuleInput, unknown } from "../rule.ts";
import { percentOf } from "../share-of.ts";
import { stopDistance } from "../stop-distance.ts";

export const lossIfStopped: Rule = {
  code: "RISK-052",
  name: "Loss if stops hit",
  text: "If every stop of every position and working order hits, the order's own too, with slippage and taker fees, equity must stay within each daily loss and drawdown limit; without a stop nothing opens.",
  setting: "risk.worstCaseSlippagePercent",
  silent: "unset",
  validity: false,
  measure(input) {
    const { limits, view } = input;
    const slippage = limits.worstCaseSlippagePercent;
    if (slippage === undefined) return off;
    if (view.account === null) return unknown(`The account's equity is not known: ${view.accountGap}`);
    const rooms = roomsOf(input, view.account.equity);
    const [first, ...more] = rooms;
    if (first === undefined) return noLimit;
    const losses = lossesWith(slippage);
    const others = losses.ofBook(view.facts.slotStops(), view.feeRate);
    if (others === null)
      return unknown("A position or working order has no stop, or no price, so its loss is not limited");
    const found = stopDistance(input);
    if (typeof found === "string") return unknown(found);
    if (view.rate === null) return unknown("The order's loss is not known without a declared rate");
    const side = input.intent.side === "buy" ? "long" : "short";
    const way = { side, from: found.entry, stop: found.stop, legs: 2 } as const;
    const { perUnit, one } = losses.perUnit(way, view.scale.notionalFactor, view.rate, view.feeRate);
    const least = more.reduce((room, { left }) => (left < room ? left : room), first.left);
    const growth = new Growth(input.size, 0n, perUnit, input.reducible, one);
    const counted = input.size > input.reducible ? input.size - input.reducible : 0n;
    const lost = others + (counted * perUnit + one - 1n) / one;
    return withinLimit(least, others, growth, (observed) => {
      const left = rooms.map(({ name, left: room }) => `${formatFixed(room - lost, MONEY_DIGITS)} to the ${name}`);
      return `If every stop hits, ${observed} is lost, which leaves ${left.join(", ")}`;
    });
  },
};

const noLimit = answer(true, () => ({
  observed: null,
  limit: null,
  headroom: null,
  text: "No daily loss or drawdown limit is set",
}));

/** What equity may still lose before each limit. */
function roomsOf({ limits, view }: RuleInput, equity: bigint): { readonly name: string; readonly left: bigint }[] {
  const { maxDailyLoss, maxDailyLossPercent, maxDrawdown, maxDrawdownPercent } = limits;
  const { facts } = view;
  const rooms: { name: string; left: bigint }[] = [];
  const room = (name: string, from: bigint, most: bigint): void =>
    void rooms.push({ name, left: equity - from + most });
  const start = facts.dayStartEquity();
  const peak = facts.equityPeak();
  if (maxDailyLoss !== undefined) room("daily loss limit", start, limitUnits(maxDailyLoss));
  if (maxDailyLossPercent !== undefined) {
    room("daily loss limit in percent", start, percentOf(start, maxDailyLossPercent));
  }
  if (maxDrawdown !== undefined) room("drawdown limit", peak, limitUnits(maxDrawdown));
  if (maxDrawdownPercent !== undefined) {
    room("drawdown limit in percent", peak, percentOf(peak, maxDrawdownPercent));
  }
  return rooms;
}

const bySlippage = new Map<string, PlannedLoss>();

/** One for each setting there was: it keeps what the slots lose from one order to the next. */
function lossesWith(slippagePercent: string): PlannedLoss {
  let losses = bySlippage.get(slippagePercent);
  if (losses === undefined) {
    losses = new PlannedLoss({ slippagePercent, withoutStop: "refused" });
    bySlippage.set(slippagePercent, losses);
  }
  return losses;
}
