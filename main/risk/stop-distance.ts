import { parseFixed, tenTo } from "../../shared/model/fixed.ts";
import type { BracketLeg } from "../../shared/model/order.ts";
import { type Growth, withinLimit } from "./linear-limit.ts";
import { type Measurement, type RuleInput, unknown } from "./rule.ts";
import { percentOf } from "./share-of.ts";

/** Where an order comes in, and where its stop takes it out again, in price units. */
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
  const stop = view.facts.linkedStop(intent) ?? (leg === undefined ? null : stopOf(leg, entry, input));
  if (stop === null) return "The order brings no stop-loss";
  const distance = intent.side === "buy" ? entry - stop : stop - entry;
  return distance > 0n ? { entry, stop, distance } : "The stop-loss is not on the losing side of the entry";
}

function stopOf(leg: BracketLeg, entry: bigint, { intent, view }: RuleInput): bigint | null {
  const { priceDigits, priceStep } = view.scale;
  if (leg.triggerPrice !== undefined) return parseFixed(leg.triggerPrice, priceDigits);
  if (leg.trailingOffset === undefined) return null;
  const away =
    leg.trailingOffsetType === "percent"
      ? percentOf(entry, leg.trailingOffset)
      : leg.trailingOffsetType === "ticks"
        ? parseFixed(leg.trailingOffset, 0) * priceStep
        : parseFixed(leg.trailingOffset, priceDigits);
  return intent.side === "buy" ? entry - away : entry + away;
}

/** Whether what an order loses at its stop, taker fees on both ways included, stays within a limit in money. */
export function lossWithin(
  input: RuleInput,
  limit: bigint,
  limitText: string,
  text: (observed: string, limit: string) => string,
): Measurement {
  const { view, size, filled } = input;
  const found = stopDistance(input);
  if (typeof found === "string") return unknown(found, limitText);
  if (view.rate === null) return unknown("The loss is not known without a declared rate", limitText);
  const { entry, stop, distance } = found;
  const { units, digits } = view.feeRate;
  const one = tenTo(digits);
  const factor = view.scale.notionalFactor * view.rate.numerator;
  const perUnit = (distance * one + (entry + stop) * units) * factor;
  const growth: Growth = { base: filled * perUnit, perUnit, free: 0n, one: one * view.rate.denominator };
  return withinLimit(size, limit, growth, text);
}
