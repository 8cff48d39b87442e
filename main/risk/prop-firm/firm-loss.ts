import { formatFixed, MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import { type Measurement, off, type RuleInput, unknown } from "../rule.ts";
import { stopDistance } from "../stop-distance.ts";
import type { AppliedPreset } from "./firm-record.ts";
import type { LossPerUnit } from "./planned-loss.ts";
import type { PropFirmGuard } from "./prop-firm-guard.ts";
import type { LossLine } from "./safety-margin.ts";

/** The line that a rule's answer is measured by; `null` without such a limit, `unknown` where its number is in no source. */
type LineOf = (guard: PropFirmGuard, under: AppliedPreset, carried: boolean) => LossLine | "unknown" | null;

/**
 * Whether the account keeps away from one floor of the firm if every stop of every position and working order hits, the
 * order's own too, with slippage and fees. What may be held over the firm's reset is measured by the floor after it as well.
 */
export function firmLoss(input: RuleInput, lineOf: LineOf, what: string): Measurement {
  const { firm, view } = input;
  if (firm === null || firm.under === null) return off;
  const { under, guard } = firm;
  if (guard === null) return unknown(`${under.preset.firm}'s guard has not seen the account yet`);
  const gap = firm.gap === "" ? view.accountGap : firm.gap;
  if (gap !== "") return unknown(`The account's equity is not known: ${gap}`);
  const line = lineOf(guard, under, under.preset.holding.overnight);
  if (line === null) return none;
  if (line === "unknown") {
    return unknown(`The number of ${under.preset.firm}'s ${what} is in no source: enter it in a copy of the preset`);
  }
  const others = under.losses.ofBook(view.facts.slotStops(), view.feeRate);
  if (others === null) return unknown(missing(under));
  const own = ownLoss(input, under);
  if (typeof own === "string") return unknown(own);
  return measured(input, line, others, own, `${under.preset.firm}'s ${what}`);
}

const none: Measurement = {
  passes: true,
  maxSize: null,
  word: () => ({ observed: null, limit: null, headroom: null, text: "The firm sets no such limit for this account" }),
};

function missing({ terms }: AppliedPreset): string {
  return terms.withoutStop === "refused"
    ? "A position or working order has no stop, or no price, so its loss is not limited"
    : "A position or working order has no price, so its loss is not known";
}

/** What one unit of the order loses at its stop; in plain words where that is not known. */
function ownLoss(input: RuleInput, { terms, losses }: AppliedPreset): LossPerUnit | string {
  const { intent, view, limitPrice, triggerPrice } = input;
  const from = limitPrice ?? triggerPrice ?? view.mark?.price ?? null;
  if (from === null || view.mark === null) return "The order's loss is not known without a price";
  if (view.rate === null) return "The order's loss is not known without a declared rate";
  const side = intent.side === "buy" ? "long" : "short";
  const brings = intent.bracket?.stopLoss !== undefined || view.facts.linkedStop(intent) !== null;
  if (!brings && terms.withoutStop === "refused")
    return "The order brings no stop-loss, and the account's terms demand one";
  let stop = from;
  if (brings) {
    const found = stopDistance(input);
    if (typeof found === "string") return found;
    stop = found.stop;
  }
  return losses.perUnit({ side, from, stop, legs: 2 }, view.scale.notionalFactor, view.rate, view.feeRate);
}

function measured(
  { size, reducible }: RuleInput,
  { equity, floor, stopsAt }: LossLine,
  others: bigint,
  { perUnit, one }: LossPerUnit,
  what: string,
): Measurement {
  const counted = size > reducible ? size - reducible : 0n;
  const room = (equity - others - stopsAt) * one;
  const passes = counted * perUnit <= room;
  return {
    passes,
    maxSize: room < 0n ? 0n : reducible + room / perUnit,
    word() {
      const loss = others + (counted * perUnit + one - 1n) / one;
      const left = equity - loss;
      return {
        observed: text(left),
        limit: text(stopsAt),
        headroom: text(left - stopsAt),
        text: `If every stop hits, ${text(loss)} is lost and ${text(left)} is left; the guard keeps ${text(stopsAt)}, before the floor ${text(floor)} of ${what}`,
      };
    },
  };
}

const text = (units: bigint): string => formatFixed(units, MONEY_DIGITS);
