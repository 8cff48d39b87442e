import { Fault } from "../../shared/model/fault.ts";
import type { Engine } from "../engine/engine-face.ts";

/** The engine's index of an instrument. Throws where the desk does not trade it. */
export function instrumentIndex(engine: Engine, instrumentId: string): number {
  const index = engine.instruments().findIndex((instrument) => instrument.id === instrumentId);
  if (index < 0) {
    throw new Fault(
      "DESK-INSTRUMENT",
      "validation",
      `${instrumentId} is not traded on this desk.`,
      "Choose one of the instruments on the watchlist.",
    );
  }
  return index;
}
