import type { Random } from "../../main/simulation/seeded-random.ts";
import type { Instrument } from "../../shared/model/instrument.ts";
import type { BarColumns, TickInput } from "../../shared/model/market.ts";
import { btc, eth } from "../fixtures/engine-rig.ts";

/** A perpetual that pays funding every quarter of an hour, and a spot market. No order may be much larger than a wish. */
export const instruments: readonly Instrument[] = [
  { ...btc, assetClass: "crypto-perp", fundingIntervalMs: 900_000, maintenanceMarginRate: "0.01", maxSize: "0.05" },
  { ...eth, maxSize: "0.04" },
];

const none = new Float64Array();
/** A market of which no bar is known. */
export const noBars: BarColumns = {
  length: 0,
  openTime: none,
  open: none,
  high: none,
  low: none,
  close: none,
  volume: none,
};

/** Prices in cents that walk at random and jump now and then. */
export class RandomMarket {
  readonly #random: Random;
  readonly #times: number;
  readonly #cents = [1_000_000, 5_000];
  readonly #tick: { -readonly [K in keyof TickInput]: TickInput[K] } = {
    instrument: 0,
    at: 0,
    bid: 0,
    ask: 0,
    last: 0,
    size: 0,
  };

  /** Prices move as many times as far as usual. */
  constructor(random: Random, times: number) {
    this.#random = random;
    this.#times = times;
  }

  price(instrument: number): number {
    return this.#cents[instrument] as number;
  }

  /** The next tick of an instrument; the object is reused. */
  next(instrument: number, at: number, moves: boolean): TickInput {
    const before = this.price(instrument);
    const jump = this.#random() < 0.01 ? 40 : 1;
    const step = moves ? Math.round((this.#random() - 0.5) * before * 0.002 * jump * this.#times) : 0;
    const cents = Math.max(100, before + step);
    this.#cents[instrument] = cents;
    const spread = 1 + Math.floor(this.#random() * 3);
    const tick = this.#tick;
    tick.instrument = instrument;
    tick.at = at;
    tick.bid = (cents - spread) / 100;
    tick.ask = (cents + spread) / 100;
    tick.last = cents / 100;
    tick.size = Math.floor(this.#random() * 20);
    return tick;
  }
}
