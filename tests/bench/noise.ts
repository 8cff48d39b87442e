import { quantile } from "./measure.ts";

/** How steady the machine was: a fixed piece of work repeated, its slow runs against its usual one. */
export interface Noise {
  readonly kernelMs: number;
  readonly p99: number;
  readonly max: number;
  /** A p99 above 1.25 times the median: absolute figures of this run are not to be trusted, ratios less than usual. */
  readonly noisy: boolean;
}

function kernel(from: number): number {
  let x = from;
  for (let i = 0; i < 1_000_000; i++) x = (Math.imul(x, 1_664_525) + 1_013_904_223) | 0;
  return x;
}

/** Watches for about `ms`. */
export function measureNoise(ms: number): Noise {
  const times: number[] = [];
  const until = performance.now() + ms;
  let x = 1;
  for (let i = 0; i < 20; i++) x = kernel(x);
  while (performance.now() < until || times.length < 20) {
    const from = performance.now();
    x = kernel(x);
    times.push(performance.now() - from);
  }
  const usual = quantile(times, 0.5);
  const p99 = quantile(times, 0.99) / usual;
  return { kernelMs: usual, p99, max: quantile(times, 1) / usual, noisy: p99 > 1.25 };
}
