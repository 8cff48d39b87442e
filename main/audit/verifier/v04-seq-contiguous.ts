import { Findings, type OpenCheck } from "./verdict.ts";

/** V04: the events are as many as the range says and numbered without gap, repetition or swap. */
export const seqContiguous: OpenCheck = ({ head: { range }, events }) => {
  const findings = new Findings("V04");
  const expected = range.to - range.from + 1;
  if (expected < 1) findings.add(`the range ${range.from} to ${range.to} ends before it begins: nothing is shown`);
  else if (events !== expected) {
    findings.add(`the range ${range.from} to ${range.to} takes ${expected} events, there are ${events}`);
  }
  return {
    event({ saysSeq, seq }) {
      if (saysSeq !== undefined && saysSeq !== seq) {
        findings.add(`its number is ${String(saysSeq).slice(0, 40)}`, `event ${seq}`);
      }
    },
    conclude: () => findings.conclude(`events ${range.from} to ${range.to} are numbered without a gap`),
  };
};
