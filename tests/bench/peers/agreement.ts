import type { PlainResult } from "../plain-loop.ts";
import { number } from "../table.ts";
import type { Agreement } from "./contestant.ts";

/** What the loops of this bench make of the bars. */
export interface Expected {
  readonly job: PlainResult;
  /** Without a decision on the bar of a fill. */
  readonly blindOnFills: PlainResult;
}

export interface Verdict {
  readonly agrees: boolean;
  /** How the result stands to that of the plain loop, for the table. */
  readonly words: string;
}

/** Holds a result against what its contestant may claim; a result that is off in any other way does not agree. */
export function verdictOn(found: PlainResult, agreement: Agreement, { job, blindOnFills }: Expected): Verdict {
  const off = (found.finalEquity - job.finalEquity) / job.finalEquity;
  const apart = `${found.trades.toLocaleString("en-US")} trades, equity ${percent(off)} off`;
  if (agreement.kind === "within") {
    const near = found.trades === job.trades && Math.abs(off) <= agreement.share;
    if (!near) return { agrees: false, words: `WRONG: ${apart}` };
    return { agrees: true, words: off === 0 ? "equal" : `equal to ${number(Math.abs(off))} of it` };
  }
  const claimed = agreement.kind === "equal" ? job : blindOnFills;
  const agrees = found.trades === claimed.trades && found.finalEquity === claimed.finalEquity;
  if (!agrees) return { agrees, words: `WRONG: ${apart}` };
  const same = found.trades === job.trades && off === 0;
  return { agrees, words: same ? "equal" : `own fills: ${apart}` };
}

/** How far off, whichever way. */
function percent(share: number): string {
  return `${number(Math.abs(share) * 100)} %`;
}
