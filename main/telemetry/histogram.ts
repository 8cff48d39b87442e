/** Values counted in buckets of equal relative width; `record` allocates nothing. */
export interface Histogram {
  /** Counts one value; below zero and NaN count as zero. */
  record(value: number): void;
  snapshot(): HistogramSnapshot;
}

export interface HistogramSnapshot {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Buckets per doubling: a quantile is off by at most half a bucket, 0.8 %. */
const perDoubling = 64;
const bitsPerDoubling = 6;
const smallestExponent = -20;
const doublings = 64;
const bucketCount = perDoubling * doublings;
const shift = 20 - bitsPerDoubling;
const offset = (smallestExponent + 1023) << bitsPerDoubling;

const cell = new DataView(new ArrayBuffer(8));

/** The bucket of a value: exponent and leading bits of its double, so that no logarithm is taken. */
function bucketOf(value: number): number {
  cell.setFloat64(0, value);
  const index = (cell.getUint32(0) >>> shift) - offset;
  return index < 0 ? 0 : index < bucketCount ? index : bucketCount - 1;
}

/** The middle of a bucket. */
function middleOf(bucket: number): number {
  const doubling = Math.floor(bucket / perDoubling);
  return 2 ** (doubling + smallestExponent) * (1 + ((bucket % perDoubling) + 0.5) / perDoubling);
}

/** Covers 1e-6 to 1e13, whatever the unit; what lies outside counts at the edge, `min` and `max` stay exact. */
export function createHistogram(): Histogram {
  const buckets = new Float64Array(bucketCount);
  let count = 0;
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = 0;

  const quantile = (share: number): number => {
    const rank = Math.max(1, Math.ceil(share * count));
    let seen = 0;
    for (let i = 0; i < bucketCount; i++) {
      seen += buckets[i] as number;
      if (seen >= rank) return Math.min(max, Math.max(min, middleOf(i)));
    }
    return 0;
  };

  return {
    record(raw) {
      const value = raw > 0 ? raw : 0;
      const bucket = bucketOf(value);
      buckets[bucket] = (buckets[bucket] as number) + 1;
      count += 1;
      sum += value;
      if (value < min) min = value;
      if (value > max) max = value;
    },
    snapshot: () => ({
      count,
      sum,
      min: count > 0 ? min : 0,
      max,
      p50: quantile(0.5),
      p95: quantile(0.95),
      p99: quantile(0.99),
    }),
  };
}
