import { Decimal } from "decimal.js";
import { scaleOf } from "../../main/engine/instrument-scale.ts";
import { Ledger } from "../../main/engine/ledger.ts";
import { Marks } from "../../main/engine/marks.ts";
import { averageText, feeOf, notionalOf } from "../../main/engine/notional.ts";
import type { Booking } from "../../main/engine/portfolio/booking.ts";
import { formatFixed, MONEY_DIGITS } from "../../shared/model/fixed.ts";
import { benchInstrument } from "./bench-engine.ts";
import type { Figure } from "./figure.ts";
import { interleaved, median } from "./measure.ts";
import { targetCells } from "./verdict.ts";

interface SeededFill {
  readonly price: string;
  readonly fee: string;
  /** Signed whole units. */
  readonly size: number;
}

const money = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_EVEN });
const cash = "100000";
const currency = benchInstrument.quoteCurrency;

/** Fills that open, add, reduce, close and turn a position; prices on the tick, fees of eight decimals. */
function seededFills(count: number): SeededFill[] {
  let state = 7;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return Array.from({ length: count }, () => {
    const price = 100 + next(12_800) / 128;
    const size = (1 + next(20)) * (next(2) === 0 ? 1 : -1);
    return { price: String(price), fee: (Math.abs(price * size) * 0.001).toFixed(8), size };
  });
}

/** What both sides tell at the end. */
interface Books {
  readonly cash: string;
  readonly size: string;
  readonly realized: string;
  readonly fees: string;
  readonly average: string;
}

/** The desk's own booking of a fill: notional, fee, cash, position, realised profit. */
function byEngine(fills: readonly SeededFill[]): Books {
  const scale = scaleOf(benchInstrument, 0);
  const ledger = new Ledger({ id: "bench", currency, cash, leverage: "1" }, [scale], new Marks([scale], () => 14));
  let average = "0";
  for (let i = 0; i < fills.length; i++) {
    const { price, fee, size } = fills[i] as SeededFill;
    const units = BigInt(size);
    const notional = notionalOf(scale, price, units < 0n ? -units : units);
    const booked = { size: units, notional, fee: feeOf(scale, fee, currency, price), foreignFee: null };
    const booking: Booking = ledger.booking(0, booked, i);
    ledger.positions[0] = booking.position;
    ledger.balances[0] = booking.cash;
  }
  const { size, cost, realized, fees } = ledger.position(0);
  if (size !== 0n) average = averageText(scale, cost, size);
  const text = (units: bigint): string => formatFixed(units, MONEY_DIGITS);
  return { cash: text(ledger.cash), size: String(size), realized: text(realized), fees: text(fees), average };
}

/** The same in decimal.js at 40 digits. */
function byDecimal(fills: readonly SeededFill[]): Books {
  let balance = new money(cash);
  let held = new money(0);
  let cost = new money(0);
  let realized = new money(0);
  let fees = new money(0);
  for (const { price, fee, size } of fills) {
    const filled = new money(size);
    const amount = new money(price).times(filled);
    const paid = new money(fee);
    balance = balance.minus(amount).minus(paid);
    fees = fees.plus(paid);
    if (held.isZero() || held.isPositive() === filled.isPositive()) {
      cost = cost.plus(amount);
    } else if (filled.abs().lt(held.abs())) {
      const released = cost.times(filled.abs()).div(held.abs()).toDecimalPlaces(MONEY_DIGITS);
      realized = realized.minus(amount).minus(released);
      cost = cost.minus(released);
    } else {
      const closing = amount.times(held.abs()).div(filled.abs());
      realized = realized.minus(closing).minus(cost);
      cost = amount.minus(closing);
    }
    held = held.plus(filled);
  }
  const average = held.isZero() ? held : cost.div(held).abs().toDecimalPlaces(15);
  const text = (value: Decimal): string => value.toFixed();
  return { cash: text(balance), size: text(held), realized: text(realized), fees: text(fees), average: text(average) };
}

/** One fill's money as the desk books it, in exact integers, against decimal.js; both must tell the same to the last digit. */
export const fillMoney: Figure = {
  name: "fill-money",
  async run({ quick }) {
    const fills = seededFills(quick ? 5_000 : 50_000);
    const [found, expected] = [byEngine(fills), byDecimal(fills)];
    if (JSON.stringify(found) !== JSON.stringify(expected)) {
      throw new Error(`the desk books ${JSON.stringify(found)}, decimal.js ${JSON.stringify(expected)}`);
    }
    const { engine, decimal } = interleaved(
      { engine: () => void byEngine(fills), decimal: () => void byDecimal(fills) },
      { rounds: quick ? 3 : 9, warmUpMs: quick ? 60 : 400 },
    );
    const times = median(engine.map((ms, round) => (decimal[round] as number) / ms));
    const nanos = (ms: readonly number[]): number => (median(ms) * 1e6) / fills.length;
    return {
      name: "fill-money",
      title: "one fill's money",
      value: times,
      unit: "× decimal.js",
      ...targetCells(times, { must: 10, goal: 60 }),
      ratio: times,
      ratioOf: "of decimal.js's fills/s",
      detail: { fills: fills.length, engineNanos: nanos(engine), decimalNanos: nanos(decimal), ...found },
    };
  },
};
