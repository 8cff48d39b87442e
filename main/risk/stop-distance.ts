import { tenTo } from "../../shared/model/fixed.ts";
import type { Ratio } from "../../shared/model/ratio.ts";
import { stopPrice } from "../engine/protective-stop.ts";
import { Growth, withinLimit } from "./linear-limit.ts";
import { type Measurement, type RuleInput, unknown } from "./rule.ts";

/** Where an order comes in, and the worst price at which its stop takes it out again, in price units. */
export interface StopDistance {
  readonly entry: bigint;
  readonly stop: bigint;
  /** From entry to stop, on the losing side; above zero. */
  readonly distance: bigint;
}

/** An order comes in at its limit at worst, else at its trigger, else at the last price; `null` without a price. */
function entryOf({ limitPrice, triggerPrice, view }: RuleInput): bigint | null {
  return limitPrice ?? triggerPrice ?? view.mark?.price ?? null;
}

/** The stop that the order brings with it or has working already, and what it is away; in plain words where there is none. */
export function stopDistance(input: RuleInput): StopDistance | string {
  input.shared.stop ??= findDistance(input);
  return input.shared.stop;
}

function findDistance(input: RuleInput): StopDistance | string {
  const { intent, view } = input;
  const entry = entryOf(input);
  if (entry === null) return "The distance to the stop is not known without a price";
  const leg = intent.bracket?.stopLoss;
  const exitSide = intent.side === "buy" ? "sell" : "buy";
  const linked = view.facts.linkedStop(intent);
  if (linked === null && leg === undefined) return "The order brings no stop-loss";
  const stop = linked ?? (leg === undefined ? null : stopPrice(leg, exitSide, entry, view.scale));
  if (stop === null || stop <= 0n)
    return "The stop-loss protects nothing: it is at zero or below, or its limit is out of its trigger's reach";
  const distance = intent.side === "buy" ? entry - stop : stop - entry;
  return distance > 0n ? { entry, stop, distance } : "The stop-loss is not on the losing side of the entry";
}

/** Whether what an order loses at its stop, taker fees on both ways included, stays within a limit in money. */
export function lossWithin(
  input: RuleInput,
  limit: bigint,
  limitText: string,
  text: (observed: string, limit: string) => string,
): Measurement {
  const { view, shared } = input;
  const found = stopDistance(input);
  if (typeof found === "string") return unknown(found, limitText);
  if (view.rate === null) return unknown("The loss is not known without a declared rate", limitText);
  shared.loss ??= lossAt(found, input, view.rate);
  return withinLimit(limit, 0n, shared.loss, text);
}

function lossAt({ entry, stop, distance }: StopDistance, { view, size, filled }: RuleInput, rate: Ratio): Growth {
  const { units, digits } = view.feeRate;
  const one = tenTo(digits);
  const perUnit = (distance * one + (entry + stop) * units) * view.scale.notionalFactor * rate.numerator;
  return new Growth(size, filled * perUnit, perUnit, 0n, one * rate.denominator);
}
