import { formatFixed, MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import { par } from "../../../shared/model/ratio.ts";
import { limitUnits } from "../limit-units.ts";
import { type Measurement, type Rule, unknown, type Wording } from "../rule.ts";

export const maxNotional: Rule = {
  code: "RISK-001",
  name: "Largest order",
  text: "One order, with what an amended one has filled, may be worth at most so much in the account's currency; no setting, no limit.",
  setting: "risk.maxNotionalPerOrder",
  validity: false,
  measure({ view, limits, size, filled, price }) {
    const limit = limits.maxNotionalPerOrder;
    if (price === null) return unknown("The order's worth is not known without a price", limit ?? null);
    const { rate, scale } = view;
    const { notionalFactor, instrument } = scale;
    const perUnit = price * notionalFactor;
    const notional = (filled === 0n ? size : size + filled) * perUnit;
    const currency = instrument.quoteCurrency;
    if (limit === undefined) return { passes: true, maxSize: null, word: () => wordUnlimited(notional, currency) };
    if (rate === null) return unknown(`The order's worth is not known: ${currency} has no declared rate`, limit);
    // The limit in the instrument's money.
    const most = rate === par ? limitUnits(limit) : (limitUnits(limit) * rate.denominator) / rate.numerator;
    return new NotionalAnswer(notional, most, limit, perUnit, filled, currency);
  },
};

/** What would pass takes a division, made where someone asks for it. */
class NotionalAnswer implements Measurement {
  readonly passes: boolean;
  readonly #notional: bigint;
  readonly #most: bigint;
  readonly #limit: string;
  readonly #perUnit: bigint;
  readonly #filled: bigint;
  readonly #currency: string;

  constructor(notional: bigint, most: bigint, limit: string, perUnit: bigint, filled: bigint, currency: string) {
    this.passes = notional <= most;
    this.#notional = notional;
    this.#most = most;
    this.#limit = limit;
    this.#perUnit = perUnit;
    this.#filled = filled;
    this.#currency = currency;
  }

  get maxSize(): bigint {
    const room = this.#most / this.#perUnit - this.#filled;
    return room < 0n ? 0n : room;
  }

  word(): Wording {
    const observed = formatFixed(this.#notional, MONEY_DIGITS);
    const headroom = formatFixed(this.#most - this.#notional, MONEY_DIGITS);
    const limit = this.#limit;
    const where = this.passes ? "within" : "above";
    const text = `Worth ${observed} ${this.#currency}, ${where} the limit of ${limit} per order`;
    return { observed, limit, headroom, text };
  }
}

function wordUnlimited(notional: bigint, currency: string): Wording {
  const observed = formatFixed(notional, MONEY_DIGITS);
  return { observed, limit: null, headroom: null, text: `Worth ${observed} ${currency}; no limit is set` };
}
