import {
  decimalsOf,
  divideHalfEven,
  formatFixed,
  MONEY_DIGITS,
  parseFixed,
  tenTo,
} from "../../../shared/model/fixed.ts";
import type { Instrument } from "../../../shared/model/instrument.ts";
import { liquidationLevel, liquidationSteps } from "../../../shared/model/liquidation.ts";
import { par, type Ratio } from "../../../shared/model/ratio.ts";
import { absolute } from "../exposure.ts";
import type { InstrumentScale } from "../gate.ts";
import type { Ledger } from "../ledger.ts";

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
 * The price at which a slot's margin is used up while all other instruments stand still, the first increment at which it is;
 * `null` where the instrument declares no maintenance margin or no price leads there. A long and a short that share their
 * margin have one price.
 */
export function liquidationOf(ledger: Ledger, slot: number): string | null {
  const instrument = ledger.instrumentOf(slot);
  const scale = ledger.scales[instrument] as InstrumentScale;
  const { multiplier, maintenanceMarginRate } = scale.instrument;
  const rate = ledger.currencies.rate(ledger.currencyOf(instrument));
  if (ledger.position(slot).size === 0n || maintenanceMarginRate === undefined || rate === null) return null;
  const isolated = ledger.terms.marginMode === "isolated";
  const slots = isolated ? [slot] : ledger.slotsOf(instrument);
  const margin = isolated ? (marginOf(ledger, slot)?.initial ?? null) : standsBehind(ledger, instrument);
  if (margin === null) return null;
  const level = liquidationLevel({
    legs: slots.map((each) => {
      const { size, cost } = ledger.position(each);
      return {
        size: Number(formatFixed(size, scale.sizeDigits)) * Number(multiplier),
        entryValue: Number(formatFixed(size < 0n ? -cost : cost, MONEY_DIGITS)),
      };
    }),
    margin: (Number(formatFixed(margin, MONEY_DIGITS)) * Number(rate.denominator)) / Number(rate.numerator),
    maintenanceRate: Number(maintenanceMarginRate),
  });
  const steps = liquidationSteps(level, Number(tenTo(scale.priceDigits)), Number(scale.priceStep));
  return steps === null ? null : formatFixed(steps * scale.priceStep, scale.priceDigits);
}

/** The money in the account's currency that an instrument's losses may use: all that the others do not need. */
function standsBehind(ledger: Ledger, instrument: number): bigint | null {
  const own = new Set(ledger.slotsOf(instrument));
  let gain = 0n;
  let others = 0n;
  for (let slot = 0; slot < ledger.positions.length; slot++) {
    if (own.has(slot)) {
      gain += ledger.value(slot) - ledger.position(slot).cost;
      continue;
    }
    const margin = marginOf(ledger, slot);
    if (margin === null) return null;
    others += margin.maintenance;
  }
  const unrealized = ledger.currencies.toOwn(ledger.currencyOf(instrument), gain);
  return unrealized === null ? null : ledger.equity() - unrealized - others;
}
