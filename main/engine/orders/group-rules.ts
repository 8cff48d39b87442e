import { Fault } from "../../../shared/model/fault.ts";
import type { InstrumentScale } from "../gate.ts";

/** Throws a Fault for orders that cannot hang together. */
export function checkGroup(kind: "oco" | "oto", scales: readonly InstrumentScale[]): void {
  if (scales.length > 1 && scales.every((scale) => scale === scales[0])) return;
  throw new Fault(
    "ORDER-GROUP",
    "validation",
    `an ${kind.toUpperCase()} group is two or more orders in one instrument`,
    "Send the orders one by one, or choose one instrument.",
  );
}
