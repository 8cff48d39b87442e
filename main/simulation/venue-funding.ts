import { decimalsOf, parseFixed } from "../../shared/model/fixed.ts";
import type { AccountReport } from "../../shared/model/order.ts";
import type { PaperVenueSettings } from "../../shared/model/paper-venue-settings.ts";
import { toIncrement } from "./fill-price.ts";
import { moneyText } from "./money-text.ts";
import type { VenuePosition } from "./venue-position.ts";
import type { VenueTerms } from "./venue-terms.ts";

const eightHoursMs = 28_800_000;

/** When a perpetual's funding is paid and how much of it: at multiples of its interval since 1970, or by a schedule. */
export class VenueFunding {
  /** The next boundary; infinite where nothing is ever paid, NaN before time is known. */
  nextAt: number;
  readonly #terms: VenueTerms;
  readonly #rate: string | undefined;
  readonly #intervalMs: number;
  readonly #schedule: readonly { readonly at: number; readonly rate: string }[] | undefined;

  constructor(terms: VenueTerms, { fundingRate, fundingSchedule }: PaperVenueSettings) {
    const { id, assetClass, fundingIntervalMs } = terms.instrument;
    this.#terms = terms;
    this.#rate = fundingRate;
    this.#intervalMs = fundingIntervalMs ?? eightHoursMs;
    this.#schedule = fundingSchedule
      ?.filter(({ instrumentId }) => instrumentId === undefined || instrumentId === id)
      .sort((a, b) => a.at - b.at);
    const pays = assetClass === "crypto-perp" && (fundingRate !== undefined || (this.#schedule ?? []).length > 0);
    this.nextAt = pays ? Number.NaN : Number.POSITIVE_INFINITY;
  }

  /** Finds the first boundary from `at` on, once time is known. */
  begin(at: number): void {
    if (Number.isNaN(this.nextAt)) this.nextAt = this.#from(at);
  }

  /** The payment due now at a price, or `null` where no position has to pay; moves on to the next boundary. */
  pay(position: VenuePosition, price: number): AccountReport[] {
    const at = this.nextAt;
    const rate = this.#rateAt(at);
    this.nextAt = this.#from(at + 1);
    if (rate === undefined || !(price > 0)) return [];
    const { instrument, priceDigits, sizeDigits } = this.#terms;
    const rateDigits = decimalsOf(rate);
    const multiplierDigits = decimalsOf(instrument.multiplier);
    const perUnit =
      toIncrement(price, this.#terms) *
      parseFixed(rate, rateDigits) *
      parseFixed(instrument.multiplier, multiplierDigits);
    return position.legs
      .filter(({ size }) => size !== 0n)
      .map(({ side, size }) => ({
        reportId: `funding-${instrument.id}-${at}${side === undefined ? "" : `-${side}`}`,
        at,
        kind: "funding",
        instrumentId: instrument.id,
        rate,
        amount: moneyText(-size * perUnit, priceDigits + sizeDigits + rateDigits + multiplierDigits),
        currency: instrument.quoteCurrency,
        ...(side === undefined ? {} : { positionSide: side }),
      }));
  }

  #rateAt(at: number): string | undefined {
    return this.#schedule === undefined ? this.#rate : this.#schedule.find((each) => each.at === at)?.rate;
  }

  #from(at: number): number {
    if (this.#schedule === undefined) return Math.ceil(at / this.#intervalMs) * this.#intervalMs;
    return this.#schedule.find((each) => each.at >= at)?.at ?? Number.POSITIVE_INFINITY;
  }
}
