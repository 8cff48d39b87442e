import type { FirmTerms } from "../../../shared/model/firm-terms.ts";
import { parseFixed, tenTo } from "../../../shared/model/fixed.ts";
import { feeRateOf } from "../../engine/fee-rate.ts";
import type { PropFirmGuard } from "./prop-firm-guard.ts";
import { dailyMargin, type LossLine, maxMargin } from "./safety-margin.ts";

/** Decimals of the share of its worth that closing a position costs; a fee may have more. */
const usualDigits = 14;

/** The lines at which the guard closes everything, with all numbers read, so that a tick compares and nothing else. */
export class StopLines {
  readonly #guard: PropFirmGuard;
  readonly #terms: FirmTerms;
  readonly #maxMargin: bigint;
  readonly #closingShare: bigint;
  readonly #shareOne: bigint;
  #anchor: bigint | null = null;
  #dailyMargin: bigint | null = null;

  /** `takerFeeBps` is decimal text: closing costs the terms' slippage and this. */
  constructor(guard: PropFirmGuard, terms: FirmTerms, takerFeeBps: string) {
    this.#guard = guard;
    this.#terms = terms;
    this.#maxMargin = maxMargin(guard.rules, terms);
    const { units, digits } = feeRateOf(takerFeeBps);
    const shareDigits = Math.max(usualDigits, digits);
    this.#shareOne = tenTo(shareDigits);
    this.#closingShare = parseFixed(terms.slippagePercent, shareDigits - 2) + units * tenTo(shareDigits - digits);
  }

  /** What it costs to close positions that are worth `gross`. */
  closingCost(gross: bigint): bigint {
    return (gross * this.#closingShare) / this.#shareOne;
  }

  /** The line that equity would fall below if closing cost so much; `null` while it stays above both. */
  crossed(cost: bigint): LossLine | null {
    const { state, maxFloor, dailyFloor } = this.#guard;
    const stopsAt = maxFloor + this.#maxMargin;
    if (state.maxEquity - cost < stopsAt)
      return { rule: "max_loss", equity: state.maxEquity, floor: maxFloor, stopsAt };
    if (dailyFloor === null || state.pausedUntil !== null || !this.#guard.dailyBinds) return null;
    const dailyStop = dailyFloor + this.#marginOfDay();
    if (state.dailyEquity - cost >= dailyStop) return null;
    return { rule: "daily_loss", equity: state.dailyEquity, floor: dailyFloor, stopsAt: dailyStop };
  }

  #marginOfDay(): bigint {
    const { state, rules } = this.#guard;
    if (this.#dailyMargin === null || this.#anchor !== state.anchor) {
      this.#anchor = state.anchor;
      this.#dailyMargin = dailyMargin(rules, state, this.#terms);
    }
    return this.#dailyMargin ?? 0n;
  }
}
