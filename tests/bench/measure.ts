/** The value below which `share` of the sorted values lie (nearest rank). */
export function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export const median = (values: ArrayLike<number>): number => quantile(values, 0.5);

/** Milliseconds one call takes. */
export function timed(run: () => void): number {
  const from = performance.now();
  run();
  return performance.now() - from;
}

/** Runs until `ms` have passed, at least twice: the compiler works beside us and needs time, not a count of runs. */
export function warmUp(run: () => void, ms: number): void {
  const until = performance.now() + ms;
  run();
  do run();
  while (performance.now() < until);
}

/** The same for what answers later. */
export async function warmUpAsync(run: () => Promise<unknown>, ms: number): Promise<void> {
  const until = performance.now() + ms;
  await run();
  do await run();
  while (performance.now() < until);
}

/** Times several cases in turn, round by round, so that what disturbs one disturbs all; milliseconds per case and round. */
export function interleaved<Name extends string>(
  cases: Readonly<Record<Name, () => void>>,
  { rounds, warmUpMs }: { rounds: number; warmUpMs: number },
): Record<Name, number[]> {
  const names = Object.keys(cases) as Name[];
  for (const name of names) warmUp(cases[name], warmUpMs);
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round < rounds; round++) {
    for (const name of names) times[name].push(timed(cases[name]));
  }
  return times;
}

/** Seconds of processor time this thread has had so far: what a busy machine takes away does not count. */
export function threadCpuSeconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e6;
}
