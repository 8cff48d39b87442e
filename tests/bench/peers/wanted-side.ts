import type { PlainRun } from "../plain-loop.ts";

/** Says at every close whether the job wants to be long, for peers that bring no averages fit for a stream. */
export function wantedSide({ fast, slow }: PlainRun): (close: number) => boolean {
  const ring = new Float64Array(slow);
  let seen = 0;
  let fastSum = 0;
  let slowSum = 0;
  let before = 0;
  let long = false;
  return (close) => {
    fastSum += close;
    slowSum += close;
    if (seen >= fast) fastSum -= ring[(seen - fast) % slow] as number;
    if (seen >= slow) slowSum -= ring[seen % slow] as number;
    ring[seen % slow] = close;
    seen += 1;
    if (seen < slow) return false;
    const side = Math.sign(fastSum * slow - slowSum * fast);
    if (side * before < 0) long = side > 0;
    before = side;
    return long;
  };
}
