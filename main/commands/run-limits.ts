import { readFileSync } from "node:fs";
import { Fault } from "../../shared/model/fault.ts";
import { namedInstruments } from "../../shared/model/named-instruments.ts";
import { RiskLimits } from "../../shared/model/risk.ts";

/**
 * The limits of a run over one instrument: those that a file sets, and the ones that no gate is without. Throws a
 * {@link Fault} for limits that cannot be used, and for those of an instrument that the run does not trade: they would limit nothing.
 */
export function readRunLimits(file: string | undefined, intervalMs: number, instrumentId: string): RiskLimits {
  // The clock is the market's, so a price is as old as the last bar at most.
  const defaults = {
    priceBandAtr: "3",
    atrPeriod: 14,
    maxOrdersPerSecond: 5,
    staleAfterMs: Math.max(60_000, 2 * intervalMs),
  };
  if (file === undefined) return defaults;
  const refuse = (what: string): never => {
    const remedy = `Give a JSON object with some of ${Object.keys(RiskLimits.shape).join(", ")}.`;
    throw new Fault("RUN-RISK-FILE", "validation", `The risk limits in ${file} cannot be used: ${what}.`, remedy);
  };
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    return refuse((error as Error).message);
  }
  const result = RiskLimits.safeParse({ ...defaults, ...(content as object) });
  if (!result.success) return refuse(result.error.issues.map((issue) => issue.message).join("; "));
  const stranger = namedInstruments(result.data).find(({ id }) => id !== instrumentId);
  if (stranger === undefined) return result.data;
  throw new Fault(
    "RUN-RISK-INSTRUMENT",
    "validation",
    `${stranger.setting} in ${file} names ${stranger.id}, and the run trades nothing but ${instrumentId}: the limit would hold for no order.`,
    `Write ${instrumentId}, or leave ${stranger.id} out.`,
  );
}
