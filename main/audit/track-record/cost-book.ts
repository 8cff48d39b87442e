import { divideHalfEven, MONEY_DIGITS, tenTo } from "../../../shared/model/fixed.ts";

interface Lot {
  size: bigint;
  cost: bigint;
}

/**
 * What closing realises at a multiplier of one, at average cost or at that of what was opened first: the desk's own
 * bookkeeping, for where the journal states only the sum of what changed. Units of `10^-MONEY_DIGITS`.
 */
export class CostBook {
  readonly #fifo: boolean;
  /** Signed. */
  size = 0n;
  #lots: Lot[] = [];

  constructor(fifo: boolean) {
    this.#fifo = fifo;
  }

  /** Books a fill of a signed size; returns what it realises. */
  fill(signed: bigint, price: bigint): bigint {
    const before = this.size;
    const held = absolute(before);
    const size = absolute(signed);
    const closing = before !== 0n && before > 0n !== signed > 0n ? (size < held ? size : held) : 0n;
    let realized = 0n;
    if (closing > 0n) {
      const paid = closing === held ? this.#all() : this.#release(closing);
      const got = closing * price;
      realized = divideHalfEven(before > 0n ? got - paid : paid - got, tenTo(MONEY_DIGITS));
    }
    if (size > closing) this.#open({ size: size - closing, cost: (size - closing) * price });
    this.size = before + signed;
    return realized;
  }

  /**
   * One old unit becomes `numerator / denominator` new ones; `size` is what is held then, signed, in whole units of `grain`.
   * What is less than one is dropped and leaves its cost to the others. Returns what it realises.
   */
  split([numerator, denominator]: readonly [bigint, bigint], size: bigint, grain: bigint): bigint {
    const isLong = this.size > 0n;
    this.size = size;
    if (size === 0n) return divideHalfEven(isLong ? -this.#all() : this.#all(), tenTo(MONEY_DIGITS));
    let before = 0n;
    let after = 0n;
    for (const lot of this.#lots) {
      before += lot.size;
      const scaled = (before * numerator) / denominator;
      const end = scaled - (scaled % grain);
      lot.size = end - after;
      after = end;
    }
    return 0n;
  }

  #open(lot: Lot): void {
    const [first] = this.#lots;
    if (this.#fifo || first === undefined) this.#lots.push(lot);
    else this.#lots = [{ size: first.size + lot.size, cost: first.cost + lot.cost }];
  }

  /** Takes everything out and returns what it cost. */
  #all(): bigint {
    const cost = this.#lots.reduce((sum, lot) => sum + lot.cost, 0n);
    this.#lots = [];
    return cost;
  }

  /** Takes out what was opened first and returns what it cost. */
  #release(size: bigint): bigint {
    let left = size;
    let cost = 0n;
    for (let lot = this.#lots[0]; lot !== undefined && left > 0n; lot = this.#lots[0]) {
      const taken = lot.size < left ? lot.size : left;
      const part = taken === lot.size ? lot.cost : divideHalfEven(lot.cost * taken, lot.size);
      lot.size -= taken;
      lot.cost -= part;
      cost += part;
      left -= taken;
      if (lot.size === 0n) this.#lots.shift();
    }
    return cost;
  }
}

export function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}
