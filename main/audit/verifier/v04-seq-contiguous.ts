import { type Check, conclude } from "./verdict.ts";

/** V04: the events are as many as the range says and numbered without gap, repetition or swap. */
export const seqContiguous: Check = ({ bundle: { range }, events }) => {
  const failures: { text: string; where?: string }[] = [];
  const expected = range.to - range.from + 1;
  if (events.length !== expected) {
    failures.push({
      text: `the range ${range.from} to ${range.to} takes ${expected} events, there are ${events.length}`,
    });
  }
  for (const { seq, value } of events) {
    if (typeof value !== "object" || value === null || !("seq" in value)) continue;
    if (value.seq !== seq) failures.push({ text: `its number is ${String(value.seq)}`, where: `event ${seq}` });
  }
  return conclude("V04", failures, `events ${range.from} to ${range.to} are numbered without a gap`);
};
