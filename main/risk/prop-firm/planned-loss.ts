import type { FirmTerms } from "../../../shared/model/firm-terms.ts";
import { parseFixed, tenTo } from "../../../shared/model/fixed.ts";
import type { Ratio } from "../../../shared/model/ratio.ts";
import type { GateView } from "../../engine/gate.ts";
import type { StopPlan } from "../../engine/stop-plan.ts";

/** Decimals of a percentage in the terms, and of the share that it is. */
const percentDigits = 12;
const shareOne = tenTo(percentDigits + 2);

/** What one size unit loses on its way from a price to its exit, as an exact numerator of `one`. */
export interface LossPerUnit {
  readonly perUnit: bigint;
  readonly one: bigint;
}

/** A way from a price to an exit; `legs`: 1 where only the way out is still to be paid, 2 where the way in is too. */
interface Way {
  readonly side: "long" | "short";
  readonly from: bigint;
  readonly stop: bigint;
  readonly legs: 1 | 2;
}

/** What a book loses at its stops, by the terms of one account: slippage and taker fees are in it. */
export class PlannedLoss {
  readonly #withoutStop: FirmTerms["withoutStop"];
  /** The slippage as a share, in units of `10^-14`. */
  readonly #share: bigint;
  /** By the list of a slot's plans, which stays the same one while nothing of it changes. */
  readonly #kept = new WeakMap<
    readonly StopPlan[],
    { readonly fee: GateView["feeRate"]; readonly loss: bigint | null }
  >();

  constructor({ slippagePercent, withoutStop }: Pick<FirmTerms, "slippagePercent" | "withoutStop">) {
    this.#share = parseFixed(slippagePercent, percentDigits);
    this.#withoutStop = withoutStop;
  }

  /** Of a size unit on its way. */
  perUnit(
    { side, from, stop, legs }: Way,
    notionalFactor: bigint,
    rate: Ratio,
    feeRate: GateView["feeRate"],
  ): LossPerUnit {
    const distance = side === "long" ? from - stop : stop - from;
    const feeOne = tenTo(feeRate.digits);
    const slipped = (distance > 0n ? distance : 0n) * shareOne + stop * this.#share;
    const fees = feeRate.units === 0n ? 0n : (legs === 2 ? from + stop : stop) * feeRate.units * shareOne;
    return {
      perUnit: (slipped * feeOne + fees) * notionalFactor * rate.numerator,
      one: shareOne * feeOne * rate.denominator,
    };
  }

  /** Of all of the book if every stop hits, in the account's money, rounded up; `null` where one part is not known. */
  ofBook(slots: readonly (readonly StopPlan[])[], feeRate: GateView["feeRate"]): bigint | null {
    let sum = 0n;
    for (let i = 0; i < slots.length; i++) {
      const loss = this.#ofSlot(slots[i] as readonly StopPlan[], feeRate);
      if (loss === null) return null;
      sum += loss;
    }
    return sum;
  }

  #ofSlot(plans: readonly StopPlan[], feeRate: GateView["feeRate"]): bigint | null {
    const kept = this.#kept.get(plans);
    if (kept !== undefined && kept.fee.units === feeRate.units) return kept.loss;
    let loss: bigint | null = 0n;
    for (const plan of plans) {
      const part = this.#ofPlan(plan, feeRate);
      loss = loss === null || part === null ? null : loss + part;
    }
    this.#kept.set(plans, { fee: feeRate, loss });
    return loss;
  }

  /** Without a stop it is watched: the guard closes it, so only the gap counts, unless the terms refuse that. */
  #ofPlan({ from, rate, size, side, scale, held, stop }: StopPlan, feeRate: GateView["feeRate"]): bigint | null {
    if (from === null || rate === null) return null;
    if (stop === null && this.#withoutStop === "refused") return null;
    const way: Way = { side, from, stop: stop ?? from, legs: held ? 1 : 2 };
    const { perUnit, one } = this.perUnit(way, scale.notionalFactor, rate, feeRate);
    return (size * perUnit + one - 1n) / one;
  }
}
