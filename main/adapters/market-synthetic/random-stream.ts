/** A seeded stream of random numbers; the same key gives the same numbers, on every machine. */
export interface RandomStream {
  /** Uniform in [0, 1). */
  next(): number;
  /** Normal, mean 0, variance 1. */
  normal(): number;
  /** Exponential, mean 1. */
  exponential(): number;
  /** A whole number of `from` to `to`, both included. */
  whole(from: number, to: number): number;
}

/** Mixes a key of numbers into 32 bits (the finaliser of MurmurHash3 over each part). */
function mix(key: readonly number[]): number {
  let hash = 0x9e3779b9;
  for (const part of key) {
    hash = Math.imul(hash ^ (part | 0), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13) ^ Math.floor(part / 4_294_967_296), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash >>> 0;
}

/**
 * Opens the stream of a key, for example seed, instrument, day. Generator: sfc32 (Chris Doty-Humphrey, PractRand). Any day
 * or minute can be opened without the ones before it, so history and the live market are one.
 */
export function randomStream(...key: number[]): RandomStream {
  let a = mix(key);
  let b = mix([a, 1, ...key]);
  let c = mix([b, 2, ...key]);
  let counter = 1;
  let spare = Number.NaN;
  const next = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return (t >>> 0) / 4_294_967_296;
  };
  for (let i = 0; i < 12; i++) next();
  return {
    next,
    normal() {
      if (!Number.isNaN(spare)) {
        const kept = spare;
        spare = Number.NaN;
        return kept;
      }
      // Marsaglia's polar method.
      for (;;) {
        const u = 2 * next() - 1;
        const v = 2 * next() - 1;
        const square = u * u + v * v;
        if (square === 0 || square >= 1) continue;
        const scale = Math.sqrt((-2 * Math.log(square)) / square);
        spare = v * scale;
        return u * scale;
      }
    },
    exponential: () => -Math.log(1 - next()),
    whole: (from, to) => from + Math.floor(next() * (to - from + 1)),
  };
}
