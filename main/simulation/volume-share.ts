import { decimalOf, toStep } from "./exact-price.ts";
import type { VenueTerms } from "./venue-terms.ts";

/** The volume of the bar or print that trades now, and how much of it the venue's orders may still take. */
export class VolumeShare {
  volume = 0;
  /** Size units; null until an order asks, so that a market without orders computes nothing. */
  #left: bigint | null = null;
  readonly #terms: VenueTerms;

  constructor(terms: VenueTerms) {
    this.#terms = terms;
  }

  set(volume: number): void {
    this.volume = volume;
    this.#left = null;
  }

  /** Size units that may be taken; `null` when nothing limits it. */
  left(): bigint | null {
    const { participation, sizeStep, sizeDigits } = this.#terms;
    if (participation === null) return null;
    this.#left ??= toStep(decimalOf(this.volume), participation, sizeStep, sizeDigits, "down");
    return this.#left;
  }

  take(size: bigint): void {
    if (this.#left !== null) this.#left -= size;
  }
}
