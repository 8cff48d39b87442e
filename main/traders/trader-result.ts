import { MONEY_DIGITS, parseFixed } from "../../shared/model/fixed.ts";
import type { Side } from "../../shared/model/order.ts";
import type { InstrumentScale } from "../engine/gate.ts";

/** A fill's amounts as decimal text. */
interface BookedFill {
  readonly size: string;
  readonly price: string;
  readonly fee: string;
}

/** A result as plain data. */
export interface ResultRecord {
  readonly realized: bigint;
  readonly fills: number;
  readonly holdings: readonly (readonly [instrument: number, size: bigint, cost: bigint])[];
}

interface Holding {
  size: bigint;
  /** Signed cost of the size, money units. */
  cost: bigint;
}

/** What one trader has made of its own fills, at average cost, fees deducted; exact but for the average's rounding. */
export class TraderResult {
  realized = 0n;
  fills = 0;
  private readonly holdings = new Map<number, Holding>();

  save(): ResultRecord {
    const holdings = [...this.holdings].map(([index, { size, cost }]) => [index, size, cost] as const);
    return { realized: this.realized, fills: this.fills, holdings };
  }

  load({ realized, fills, holdings }: ResultRecord): this {
    this.realized = realized;
    this.fills = fills;
    for (const [index, size, cost] of holdings) this.holdings.set(index, { size, cost });
    return this;
  }

  private holdingOf(instrument: number): Holding {
    const known = this.holdings.get(instrument);
    if (known !== undefined) return known;
    const holding = { size: 0n, cost: 0n };
    this.holdings.set(instrument, holding);
    return holding;
  }

  add(scale: InstrumentScale, side: Side, fill: BookedFill): void {
    const size = parseFixed(fill.size, scale.sizeDigits) * (side === "buy" ? 1n : -1n);
    const price = parseFixed(fill.price, scale.priceDigits);
    const holding = this.holdingOf(scale.index);
    this.fills++;
    this.realized -= parseFixed(fill.fee, MONEY_DIGITS);
    const opposes = holding.size !== 0n && holding.size > 0n !== size > 0n;
    const closing = opposes ? (abs(size) < abs(holding.size) ? size : -holding.size) : 0n;
    if (closing !== 0n) {
      const share = (holding.cost * -closing) / holding.size;
      this.realized += -closing * price * scale.notionalFactor - share;
      holding.cost -= share;
      holding.size += closing;
    }
    const opening = size - closing;
    holding.size += opening;
    holding.cost += opening * price * scale.notionalFactor;
  }
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
