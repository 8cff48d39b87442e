import type { TimeSigns } from "./brakes.ts";
import type { DeskState } from "./desk-state.ts";
import type { GateView, InstrumentScale } from "./gate.ts";
import type { Marks } from "./marks.ts";

/** What the desk knows that a gate view is made of. */
export interface GateViewSource {
  readonly state: DeskState;
  readonly marks: Marks;
  readonly scales: readonly InstrumentScale[];
  readonly signs: TimeSigns;
  readonly feeRate: GateView["feeRate"];
}
