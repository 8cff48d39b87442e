import type { RandomStream } from "./random-stream.ts";

/** A mood of the market for some minutes; volatility, volume and drift are multiples of the usual minute's. */
export interface Regime {
  readonly kind: "trend" | "range" | "quiet" | "burst";
  readonly minutes: number;
  readonly volatility: number;
  readonly volume: number;
  /** Per minute, in minute deviations. */
  readonly drift: number;
  /** Share of the distance to where the regime began that a minute takes back. */
  readonly reversion: number;
}

/** Draws the next regime: about a third trends up, a third down or ranges, with quiet spells and short bursts between. */
function drawRegime(random: RandomStream): Regime {
  const pick = random.next();
  if (pick < 0.42) {
    const direction = random.next() < 0.5 ? -1 : 1;
    const drift = direction * (0.04 + 0.11 * random.next());
    return { kind: "trend", minutes: random.whole(35, 210), volatility: 0.95, volume: 1.15, drift, reversion: 0 };
  }
  if (pick < 0.72) {
    const reversion = 0.03 + 0.05 * random.next();
    return { kind: "range", minutes: random.whole(50, 260), volatility: 0.8, volume: 0.8, drift: 0, reversion };
  }
  if (pick < 0.86) {
    return { kind: "quiet", minutes: random.whole(25, 110), volatility: 0.5, volume: 0.5, drift: 0, reversion: 0.01 };
  }
  const drift = 0.35 * random.normal();
  return {
    kind: "burst",
    minutes: random.whole(4, 18),
    volatility: 2.6 + random.next(),
    volume: 3.4,
    drift,
    reversion: 0,
  };
}

/** The regime of every minute of a day. */
export function regimesOfDay(random: RandomStream, minutes: number): Regime[] {
  const day: Regime[] = [];
  while (day.length < minutes) {
    const regime = drawRegime(random);
    for (let i = 0; i < regime.minutes && day.length < minutes; i++) day.push(regime);
  }
  return day;
}
