import {
  decimalsOf,
  divideHalfEven,
  formatFixed,
  MONEY_DIGITS,
  parseFixed,
  tenTo,
} from "../../../shared/model/fixed.ts";
import type { Instrument } from "../../../shared/model/instrument.ts";
import { liquidationPrice } from "../../../shared/model/liquidation.ts";
import { absolute } from "../exposure.ts";
import type { InstrumentScale, Ratio } from "../gate.ts";
import type { Ledger } from "../ledger.ts";
import { par } from "./currencies.ts";

/** What a position locks up, in the account's currency. */
export interface Margin {
  readonly initial: bigint;
  readonly maintenance: bigint;
}

const none: Margin = { initial: 0n, maintenance: 0n };

/**
 * The share of its worth that a position takes of buying power: one, or the instrument's own initial margin rate times the
 * account's leverage, which buying power has been multiplied by.
 */
export function marginWeight({ initialMarginRate }: Instrument, leverage: string): Ratio {
  if (initialMarginRate === undefined) return par;
  const rateDigits = decimalsOf(initialMarginRate);
  const leverageDigits = decimalsOf(leverage);
  return {
    numerator: parseFixed(initialMarginRate, rateDigits) * parseFixed(leverage, leverageDigits),
    denominator: tenTo(rateDigits + leverageDigits),
  };
}

/**
 * Initial and maintenance margin of a slot: of its value at the last price, or of what it was opened at where each position
 * has a margin of its own. `null` without a rate.
 */
export function marginOf(ledger: Ledger, slot: number): Margin | null {
  const { size, cost } = ledger.position(slot);
  if (size === 0n) return none;
  const instrument = ledger.instrumentOf(slot);
  const { initialMarginRate, maintenanceMarginRate } = (ledger.scales[instrument] as InstrumentScale).instrument;
  const worth = (money: bigint): bigint | null =>
    ledger.currencies.toOwn(ledger.currencyOf(instrument), absolute(money));
  const value = worth(ledger.value(slot));
  const opened = worth(cost);
  if (value === null || opened === null) return null;
  const base = ledger.terms.marginMode === "isolated" ? opened : value;
  const { leverage } = ledger.account;
  const initial =
    initialMarginRate === undefined ? shareOf(base, "1", leverage) : shareOf(base, initialMarginRate, "1");
  return { initial, maintenance: shareOf(value, maintenanceMarginRate ?? "0", "1") };
}

/** `amount × rate ÷ divisor`, rounded half to even. */
function shareOf(amount: bigint, rate: string, divisor: string): bigint {
  const up = decimalsOf(rate);
  const down = decimalsOf(divisor);
  return divideHalfEven(amount * parseFixed(rate, up) * tenTo(down), parseFixed(divisor, down) * tenTo(up));
}

/**
 * The price at which a slot's margin is used up while all others stand still, rounded towards the position; `null` where
 * the instrument declares no maintenance margin or no price leads there.
 */
export function liquidationOf(ledger: Ledger, slot: number): string | null {
  const { size, cost } = ledger.position(slot);
  const instrument = ledger.instrumentOf(slot);
  const scale = ledger.scales[instrument] as InstrumentScale;
  const { multiplier, maintenanceMarginRate } = scale.instrument;
  const rate = ledger.currencies.rate(ledger.currencyOf(instrument));
  if (size === 0n || maintenanceMarginRate === undefined || rate === null) return null;
  const margin = standsBehind(ledger, slot);
  if (margin === null) return null;
  const price = liquidationPrice({
    size: Number(formatFixed(size, scale.sizeDigits)) * Number(multiplier),
    entryValue: Number(formatFixed(absolute(cost), MONEY_DIGITS)),
    margin: (Number(formatFixed(margin, MONEY_DIGITS)) * Number(rate.denominator)) / Number(rate.numerator),
    maintenanceRate: Number(maintenanceMarginRate),
  });
  if (!(price > 0 && price < Number.MAX_SAFE_INTEGER)) return null;
  const steps = (price * Number(tenTo(scale.priceDigits))) / Number(scale.priceStep);
  const whole = BigInt(size > 0n ? Math.floor(steps) : Math.ceil(steps));
  return whole <= 0n ? null : formatFixed(whole * scale.priceStep, scale.priceDigits);
}

/** The money in the account's currency that a slot's losses may use: its own margin, or all that the others do not need. */
function standsBehind(ledger: Ledger, slot: number): bigint | null {
  const own = marginOf(ledger, slot);
  if (own === null) return null;
  if (ledger.terms.marginMode === "isolated") return own.initial;
  const gain = ledger.value(slot) - ledger.position(slot).cost;
  const unrealized = ledger.currencies.toOwn(ledger.currencyOf(ledger.instrumentOf(slot)), gain);
  if (unrealized === null) return null;
  let others = 0n;
  for (let other = 0; other < ledger.positions.length; other++) {
    if (other === slot) continue;
    const margin = marginOf(ledger, other);
    if (margin === null) return null;
    others += margin.maintenance;
  }
  return ledger.equity() - unrealized - others;
}
