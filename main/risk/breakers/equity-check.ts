import { formatFixed, MONEY_DIGITS, toNumber } from "../../../shared/model/fixed.ts";
import type { AppliedEvent } from "../../engine/applied-event.ts";
import type { RiskFacts } from "../../engine/risk-watch.ts";
import type { BreakerCheck, Finding } from "./breaker-check.ts";

/** How a loss is measured: from which equity, and how much of it may be lost. */
export interface LossMeasure {
  /** What the loss counts from, in words. */
  readonly basis: string;
  base(facts: RiskFacts): bigint;
  /** The most that may be lost of a base. */
  allowed(base: bigint): bigint;
  /** Whether a new high of equity is the new base: the peak. */
  readonly follows: boolean;
}

/**
 * Equity against a floor below the day's start or the peak. Doubles tell that the floor is far; near it the exact money
 * decides. Equity that is a guess trips nothing: the gate lets nothing open on it anyway.
 */
export class EquityCheck implements BreakerCheck {
  readonly #measure: LossMeasure;
  /** The base as a double, NaN when it must be read again. */
  #base = Number.NaN;
  #floor = Number.NaN;
  #slack = 0;
  #exactBase = 0n;

  constructor(measure: LossMeasure) {
    this.#measure = measure;
  }

  isCrossed(facts: RiskFacts): boolean {
    const { follows } = this.#measure;
    const equity = facts.equityNumber();
    if (Number.isNaN(this.#base) || (!follows && facts.dayStartEquity() !== this.#exactBase)) this.#read(facts);
    if (follows && equity > this.#base) {
      // A new high moves the floor up by no more than itself: that bound is enough until equity comes near it.
      this.#floor += equity - this.#base;
      this.#base = equity;
    }
    if (equity > this.#floor + this.#slack) return false;
    this.#read(facts);
    if (equity > this.#floor + this.#slack) return false;
    return facts.gap() === "" && this.#lost(facts) >= this.#measure.allowed(this.#exactBase);
  }

  find(facts: RiskFacts): Finding {
    const money = (units: bigint): string => formatFixed(units, MONEY_DIGITS);
    const { basis } = this.#measure;
    const base = money(this.#exactBase);
    const equity = money(facts.equity());
    const lost = money(this.#lost(facts));
    return { observed: lost, basis: base, reason: `equity ${equity} is ${lost} below ${basis} at ${base}` };
  }

  /** A deposit moves what losses count from. */
  applied(event: AppliedEvent): void {
    if (event.type === "account.funded" || event.type === "account.day_rolled") this.#base = Number.NaN;
  }

  #lost(facts: RiskFacts): bigint {
    return this.#exactBase - facts.equity();
  }

  #read(facts: RiskFacts): void {
    this.#exactBase = this.#measure.base(facts);
    this.#base = toNumber(this.#exactBase, MONEY_DIGITS);
    this.#floor = toNumber(this.#exactBase - this.#measure.allowed(this.#exactBase), MONEY_DIGITS);
    this.#slack = Math.max(1, Math.abs(this.#base)) * 1e-9;
  }
}
