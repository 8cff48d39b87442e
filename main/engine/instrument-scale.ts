import { DecimalText } from "../../shared/model/decimal-text.ts";
import { Fault } from "../../shared/model/fault.ts";
import { decimalsOf, MONEY_DIGITS, parseFixed, tenTo } from "../../shared/model/fixed.ts";
import type { Instrument } from "../../shared/model/instrument.ts";
import type { InstrumentScale } from "./gate.ts";

/** Digits kept free below a notional, so that a fee of up to six decimals of a rate is still exact money. */
const feeDigits = 6;

/** Decimals that an instrument's earlier prices and sizes have, where its increments were finer once. */
export interface EarlierDigits {
  readonly price: number;
  readonly size: number;
}

/** The integers an instrument's prices, sizes and notionals are kept in. Throws a Fault where they would not fit exactly into money. */
export function scaleOf(instrument: Instrument, index: number, earlier?: EarlierDigits): InstrumentScale {
  const priceDigits = Math.max(decimalsOf(instrument.priceIncrement), earlier?.price ?? 0);
  const sizeDigits = Math.max(decimalsOf(instrument.sizeIncrement), earlier?.size ?? 0);
  const multiplierDigits = decimalsOf(instrument.multiplier);
  if (priceDigits + sizeDigits + multiplierDigits + feeDigits > MONEY_DIGITS) {
    throw new Fault(
      "ENGINE-DIGITS",
      "validation",
      `${instrument.id} needs ${priceDigits} price, ${sizeDigits} size and ${multiplierDigits} multiplier decimals; together they may be ${MONEY_DIGITS - feeDigits}`,
      "Use a coarser price or size increment for this instrument.",
    );
  }
  const priceStep = parseFixed(instrument.priceIncrement, priceDigits);
  const sizeStep = parseFixed(instrument.sizeIncrement, sizeDigits);
  const multiplier = parseFixed(instrument.multiplier, multiplierDigits);
  if (priceStep <= 0n || sizeStep <= 0n || multiplier <= 0n) {
    throw new Fault(
      "ENGINE-INCREMENT",
      "validation",
      `${instrument.id} has an increment or a multiplier that is not above zero`,
      "Correct the instrument's description.",
    );
  }
  const notionalFactor = multiplier * tenTo(MONEY_DIGITS - priceDigits - sizeDigits - multiplierDigits);
  const venueActor = { kind: "desk", id: instrument.venue } as const;
  return { instrument, index, priceDigits, sizeDigits, priceStep, sizeStep, notionalFactor, venueActor };
}

type Mutable<T> = { -readonly [key in keyof T]: T[key] };

/** Whether a text can be an increment: a decimal number above zero. */
export function isIncrement(text: string): boolean {
  const size = Number(text);
  return DecimalText.safeParse(text).success && size > 0 && size < Number.POSITIVE_INFINITY;
}

/**
 * New increments hold for orders from now on; what can be none is passed over. Ones that are finer than the numbers kept
 * here can hold wait for the next start of the desk, which reads the instrument anew; the old ones are multiples of them
 * until then.
 */
export function changeIncrements(scale: InstrumentScale, priceIncrement: string, sizeIncrement: string): void {
  if (!isIncrement(priceIncrement) || !isIncrement(sizeIncrement)) return;
  if (decimalsOf(priceIncrement) > scale.priceDigits || decimalsOf(sizeIncrement) > scale.sizeDigits) return;
  const changed = scale as Mutable<InstrumentScale>;
  changed.priceStep = parseFixed(priceIncrement, scale.priceDigits);
  changed.sizeStep = parseFixed(sizeIncrement, scale.sizeDigits);
  changed.instrument = { ...scale.instrument, priceIncrement, sizeIncrement };
}

/** The id stays: it is what orders and events name the instrument by. */
export function renameInstrument(scale: InstrumentScale, symbol: string): void {
  (scale as Mutable<InstrumentScale>).instrument = { ...scale.instrument, symbol };
}
