import { clearAnswers } from "../../shared/model/clear-answers.ts";
import type { OrderIntent } from "../../shared/model/order.ts";
import type { RiskLimits } from "../../shared/model/risk.ts";
import type { GateView } from "../engine/gate.ts";
import type { Growth } from "./linear-limit.ts";
import type { FirmView } from "./prop-firm/firm-view.ts";
import type { StopDistance } from "./stop-distance.ts";
import type { OwnWorth } from "./worst-case.ts";

/** One order as the rules see it: parsed once, shared by all of them. */
export interface RuleInput {
  readonly intent: OrderIntent;
  readonly view: GateView;
  readonly limits: RiskLimits;
  /** What is open, or would be after an amendment. */
  readonly size: bigint;
  /** The order is working, and this is what an amendment would make of it. */
  readonly amends: boolean;
  /** What an amended order has filled already; zero for a new one. */
  readonly filled: bigint;
  readonly limitPrice: bigint | null;
  readonly triggerPrice: bigint | null;
  /** What the order is valued at: its limit, or the last price where that is worse for the account; `null` without a price. */
  readonly price: bigint | null;
  /** Size units that would only shrink the position. */
  readonly reducible: bigint;
  /** The whole order shrinks a position: limits do not apply. */
  readonly reducing: boolean;
  /** Orders of the last second of engine time, this one apart. */
  readonly recentOrders: number;
  /** The prop firm whose account is traded; `null` where the account is under no preset. */
  readonly firm: FirmView | null;
  readonly shared: Shared;
}

/** What several rules ask for while they judge one order: worked out for the first of them. */
export interface Shared {
  own: OwnWorth | null;
  growth: Growth | null;
  margin: Growth | null;
  /** What the order loses at its stop. */
  loss: Growth | null;
  /** The stop, or in plain words why there is none. */
  stop: StopDistance | string | null;
}

export const nothingShared = (): Shared => ({
  own: null,
  growth: null,
  margin: null,
  loss: null,
  stop: null,
});

/** The words and numbers of a rule's answer; `null` where there is nothing to say. */
export interface Wording {
  readonly observed: string | null;
  readonly limit: string | null;
  readonly headroom: string | null;
  /** The answer in plain words. */
  readonly text: string;
}

/** What a rule measured, before the gate decides what it means for this order. */
export interface Measurement {
  readonly passes: boolean;
  /** Size units that would pass as an opening order; `null` where the size does not matter. */
  readonly maxSize: bigint | null;
  /** Words the answer when someone reads it: a run without a journal never does. It may use what the measurement saw, never what changes later. */
  word(): Wording;
  /** Path of the setting that decided, where it is not the account's. */
  readonly setting?: string;
  /** The rule threw: it is exempt for what reduces, even where it checks the order itself. */
  readonly broken?: true;
}

/** One rule of the gate: a file, a code, a name, the setting that decides. */
export interface Rule {
  readonly code: string;
  readonly name: string;
  /** What it asks, in a plain sentence: the guide's table and the command line say it. */
  readonly text: string;
  /** Path of the setting, `null` where there is none. */
  readonly setting: string | null;
  /** Settings that it asks besides. */
  readonly alsoSettings?: readonly string[];
  /** When it always answers {@link off}: while its setting is absent, or while the account is under no preset. */
  readonly silent?: "unset" | "without firm";
  /** A check of the order itself, not a limit: it applies to reducing orders too. */
  readonly validity: boolean;
  measure(input: RuleInput): Measurement;
}

/** A measurement that always says the same. */
export function fixedAnswer(
  passes: boolean,
  maxSize: bigint | null,
  text: string,
  observed: string | null = null,
  limit: string | null = null,
): Measurement {
  const wording: Wording = { observed, limit, headroom: null, text };
  return { passes, maxSize, word: () => wording };
}

/** The answer of a rule whose setting is absent. */
export const off: Measurement = fixedAnswer(true, null, "No limit is set");

const clear: ReadonlyMap<string, Measurement> = new Map(
  [...clearAnswers].map(([code, { text, observed, limit }]) => [code, fixedAnswer(true, null, text, observed, limit)]),
);

/** The answer of a rule that has nothing to measure and nothing against an order; `undefined` where it always measures. */
export const clearOf = (code: string): Measurement | undefined => clear.get(code);

/** The same of a rule that is known to have one. */
export function clearAnswer(code: string): Measurement {
  const known = clearOf(code);
  if (known === undefined) throw new RangeError(`${code} has no sentence in clearAnswers`);
  return known;
}

/** The answer of a rule that does not ask for the size. */
export function answer(passes: boolean, word: () => Wording): Measurement {
  return { passes, maxSize: passes ? null : 0n, word };
}

/** The answer to an opening order whose facts are missing. */
export function unknown(text: string, limit: string | null = null): Measurement {
  return fixedAnswer(false, 0n, text, null, limit);
}
