import { z } from "zod";
import { Fault } from "../../shared/model/fault.ts";
import { decimalsOf, floorTo, parseFixed, tenTo } from "../../shared/model/fixed.ts";

const pattern = /^(equity|risk|fixed):(\d+(?:\.\d+)?)$/;

/** How large an entry is, as text: a share of equity, a share of equity at risk, or a fixed size. */
export const SizingText = z
  .string()
  .regex(
    pattern,
    "equity:0.95 (share of equity), fixed:1 (size) or, where a strategy sets stops, risk:0.01 (share at risk)",
  )
  .refine((text) => /[1-9]/.test(text), "a size above zero");

/** A sizing read into whole numbers: `units` of `10^-digits`. */
export interface Sizing {
  readonly kind: "equity" | "fixed" | "risk";
  readonly units: bigint;
  readonly digits: number;
}

/** What an entry is sized by. Money in units of `10^-MONEY_DIGITS`, price and sizes in the instrument's units. */
export interface SizingBasis {
  /** Cash + positions at the deciding close. */
  readonly equity: bigint;
  readonly price: bigint;
  /** price units × size units × this = money units. */
  readonly notionalFactor: bigint;
  readonly sizeStep: bigint;
  readonly sizeDigits: number;
  /** Price units between the deciding close and the stop; 0 where there is none. */
  readonly stopDistance: bigint;
  readonly feeRate: { readonly units: bigint; readonly digits: number };
}

/** Reads a sizing. Throws `STRATEGY-SIZING` for text that is none, and for `risk:` without a stop to measure it by. */
export function parseSizing(text: string, setsStop: boolean): Sizing {
  const match = pattern.exec(text);
  const remedy = "Use equity:X for a share of equity or fixed:N for a size.";
  if (!match) throw new Fault("STRATEGY-SIZING", "validation", `"${text}" is not a sizing.`, remedy);
  const amount = match[2] ?? "";
  if (match[1] === "risk" && !setsStop) {
    throw new Fault(
      "STRATEGY-SIZING-STOP",
      "validation",
      `"${text}" sizes by the distance to a stop, and this strategy sets none.`,
      `Set a stop, or ${remedy[0]?.toLowerCase()}${remedy.slice(1)}`,
    );
  }
  const digits = decimalsOf(amount);
  return { kind: match[1] as Sizing["kind"], units: parseFixed(amount, digits), digits };
}

/**
 * The size of an entry in size units, rounded down to the increment; zero when nothing is affordable.
 * `equity:X` = X × equity ÷ (price × (1 + fee rate)), so that X = 1 leaves room for the fee; `risk:R` = R × equity ÷
 * distance to the stop.
 */
export function sizeEntry(sizing: Sizing, basis: SizingBasis): bigint {
  if (sizing.kind === "fixed") {
    return floorTo((sizing.units * tenTo(basis.sizeDigits)) / tenTo(sizing.digits), basis.sizeStep);
  }
  if (basis.equity <= 0n || basis.price <= 0n) return 0n;
  if (sizing.kind === "risk") {
    if (basis.stopDistance <= 0n) return 0n;
    const perUnit = tenTo(sizing.digits) * basis.stopDistance * basis.notionalFactor;
    return floorTo((sizing.units * basis.equity) / perUnit, basis.sizeStep);
  }
  const feeOne = tenTo(basis.feeRate.digits);
  const numerator = sizing.units * basis.equity * feeOne;
  const perUnit = basis.price * basis.notionalFactor * (feeOne + basis.feeRate.units);
  return floorTo(numerator / (tenTo(sizing.digits) * perUnit), basis.sizeStep);
}
