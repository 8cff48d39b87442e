import type { Random } from "../../main/simulation/seeded-random.ts";

/** Everything that can go wrong, by the name the summary counts it under. */
export const faultKinds = [
  "report dropped",
  "report delayed",
  "report duplicated",
  "report garbled",
  "fill busted",
  "fill corrected",
  "account report garbled",
  "account report repeated",
  "request dropped",
  "request delayed",
  "link down",
  "clock jumped",
  "disk slow",
  "disk failed",
  "crash",
  "kill switch",
  "state changed",
  "market silent",
  "tick ahead",
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** Decides by one seed what goes wrong when, and counts it. How bad a run is differs from seed to seed. */
export class Faults {
  readonly injected = new Map<FaultKind, number>();
  readonly #random: Random;
  readonly #severity: number;
  #on = true;

  constructor(random: Random) {
    this.#random = random;
    this.#severity = 0.2 + random() * 1.8;
  }

  /** From now on nothing goes wrong any more. */
  stop(): void {
    this.#on = false;
  }

  /** Whether a fault strikes now that strikes with this chance in a run of middling severity. */
  strikes(kind: FaultKind, chance: number): boolean {
    const strikes = this.#random() < chance * this.#severity;
    if (!this.#on || !strikes) return false;
    this.injected.set(kind, (this.injected.get(kind) ?? 0) + 1);
    return true;
  }
}
