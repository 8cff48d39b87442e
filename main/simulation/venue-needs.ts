import { Fault } from "../../shared/model/fault.ts";
import type { TickColumns } from "../../shared/model/market.ts";
import type { PaperVenueSettings } from "../../shared/model/paper-venue-settings.ts";

/** What a run feeds the venue: closed bars, quotes without prints, prints that tell no sizes, or prints with them. */
export type VenueInput = "bars" | "quotes" | "trades without sizes" | "trades";

/** What a recording of ticks shows. Quotes are told apart by their columns, as the middle of bid and ask stands for their last price. */
export function inputOfTicks(kind: "trades" | "quotes" | "both", { size }: Pick<TickColumns, "size">): VenueInput {
  if (kind === "quotes") return "quotes";
  return size.some((each) => each > 0) ? "trades" : "trades without sizes";
}

/** The only input that the settings can be simulated with; `null` where any will do. */
export function venueNeeds({ queue }: PaperVenueSettings): VenueInput | null {
  return queue ? "trades" : null;
}

/** Throws a Fault where the input does not show what the settings simulate: a run and a desk refuse it before they begin. */
export function checkVenueInput(settings: PaperVenueSettings, input: VenueInput): void {
  const needed = venueNeeds(settings);
  if (needed === null || needed === input) return;
  throw new Fault(
    "VENUE-QUEUE-INPUT",
    "validation",
    `queue=true follows an order's place in the queue by the sizes of the prints at its price, and ${input} have none`,
    "Feed trade ticks with sizes, or leave queue off: a desk has it as paper.queue in its settings.json.",
  );
}
