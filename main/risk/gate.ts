import { floorTo, formatFixed, parseFixed } from "../../shared/model/fixed.ts";
import type { ApprovedOrder, OrderIntent } from "../../shared/model/order.ts";
import type { RiskLimits, RuleRow, Verdict } from "../../shared/model/risk.ts";
import { reducible } from "../engine/exposure.ts";
import type { Gate, GateView } from "../engine/gate.ts";
import { OrderWindow } from "./order-window.ts";
import { type Measurement, type Rule, type RuleInput, unknown } from "./rule.ts";
import { rules } from "./rules/registry.ts";

/** Builds the gate. `limits` is asked on every order, so that a changed setting holds from the next order on. */
export function createGate(options: { readonly limits: () => RiskLimits }): Gate {
  const window = new OrderWindow();
  const verdictOf = (intent: OrderIntent, view: GateView, filled = 0n): Verdict =>
    judgeAll(inputOf(intent, view, options.limits(), window.count(view.now), filled));

  return {
    judge(intent, view) {
      const verdict = verdictOf(intent, view);
      if (verdict.outcome === "rejected") return { verdict, approved: null };
      window.add(view.now);
      return { verdict, approved: intent as ApprovedOrder };
    },
    preview: (intent, view) => verdictOf(intent, view),
    judgeAmendment(intent, view, filled) {
      const verdict = verdictOf(intent, view, filled);
      if (verdict.outcome === "approved") window.add(view.now);
      return verdict;
    },
  };
}

function inputOf(
  intent: OrderIntent,
  view: GateView,
  limits: RiskLimits,
  recentOrders: number,
  filled: bigint,
): RuleInput {
  const { scale, mark } = view;
  const size = parseFixed(intent.size, scale.sizeDigits);
  const limitPrice = intent.limitPrice === undefined ? null : parseFixed(intent.limitPrice, scale.priceDigits);
  const closable = reducible(view.position, intent.side, view.working);
  return {
    intent,
    view,
    limits,
    size,
    filled,
    limitPrice,
    price: priceOf(intent, limitPrice, mark?.price ?? null),
    reducible: closable,
    reducing: size > 0n && size <= closable,
    recentOrders,
  };
}

/** A buy costs its limit at most; a sell brings its limit at least, so a limit below the last price is worth the last price. */
function priceOf(intent: OrderIntent, limitPrice: bigint | null, mark: bigint | null): bigint | null {
  if (mark === null || limitPrice === null) return mark;
  return intent.side === "sell" && mark > limitPrice ? mark : limitPrice;
}

/** A rule that breaks answers like one whose facts are missing: it must neither open risk nor keep an exit from leaving. */
function measure(rule: Rule, input: RuleInput): { readonly broken: boolean; readonly measured: Measurement } {
  try {
    return { broken: false, measured: rule.measure(input) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { broken: true, measured: unknown(`This could not be checked, so nothing may open: ${why}`) };
  }
}

/** Evaluates every rule: a person is told all that stands in the way, and all that does not. */
function judgeAll(input: RuleInput): Verdict {
  const { intent, view, reducing } = input;
  const { sizeDigits, sizeStep } = view.scale;
  const rows: RuleRow[] = [];
  let approved = true;
  let smallest: bigint | null = null;
  for (const rule of rules) {
    const { broken, measured } = measure(rule, input);
    const limiting = broken || !rule.validity;
    const exempt = reducing && limiting;
    if (!measured.passes && !exempt) approved = false;
    const most = limiting ? largestSize(measured, input) : measured.maxSize;
    if (most !== null && (smallest === null || most < smallest)) smallest = most;
    rows.push({
      code: rule.code,
      rule: rule.name,
      outcome: exempt ? "exempt" : measured.passes ? "pass" : "fail",
      observed: measured.observed,
      limit: measured.limit,
      headroom: measured.headroom,
      maxPassingSize: most === null ? null : formatFixed(floorTo(most, sizeStep), sizeDigits),
      setting: rule.setting,
      text: measured.text,
    });
  }
  const exitSize = input.reducible < (smallest ?? 0n) ? input.reducible : (smallest ?? 0n);
  const largest = floorTo(smallest ?? 0n, sizeStep);
  const { minSize } = view.scale.instrument;
  // Below the smallest size only what reduces may pass.
  const tooSmall = !reducing && minSize !== undefined && largest < parseFixed(minSize, sizeDigits);
  return {
    orderId: intent.orderId,
    outcome: approved ? "approved" : "rejected",
    reducing,
    rows,
    maxPassingSize: formatFixed(tooSmall ? floorTo(exitSize, sizeStep) : largest, sizeDigits),
  };
}

/** The size a limit lets pass: never less than what only shrinks the position. */
function largestSize({ maxSize }: Measurement, { reducible }: RuleInput): bigint | null {
  return maxSize === null || maxSize > reducible ? maxSize : reducible;
}
