/**
 * A sum of whole numbers that are exact doubles: it is a double as long as it is exact too, which costs a fraction of a
 * bigint, and what goes beyond is set aside as one.
 */
export class ExactSum {
  #near = 0;
  #far = 0n;

  /** `value` is a safe integer. */
  add(value: number): void {
    const next = this.#near + value;
    if (next <= Number.MAX_SAFE_INTEGER && next >= -Number.MAX_SAFE_INTEGER) {
      this.#near = next;
      return;
    }
    this.#far += BigInt(this.#near);
    this.#near = value;
  }

  /** The sum without one of its parts, so many times over. */
  times(factor: bigint, without = 0): bigint {
    if (this.#far !== 0n) return (this.#far + BigInt(this.#near) - BigInt(without)) * factor;
    // Of two safe integers the difference may be none.
    const rest = this.#near - without;
    if (rest === 0) return 0n;
    return (Number.isSafeInteger(rest) ? BigInt(rest) : BigInt(this.#near) - BigInt(without)) * factor;
  }
}
