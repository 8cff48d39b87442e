import type { z } from "zod";
import type { Random } from "../../main/simulation/seeded-random.ts";
import { type PaperVenueSettings, VenueRejection } from "../../shared/model/paper-venue-settings.ts";
import { instruments } from "./market.ts";

type Settings = Partial<z.input<typeof PaperVenueSettings>>;

/** How long into a life a venue may halt: when a life comes to rest, it trades. */
const haltsUntilMs = 300_000;

/** What makes a venue slow and particular: each of it half of the time. */
export function strictVenue(random: Random, begins: number): Settings {
  const perhaps = (settings: () => Settings): Settings => (random() < 0.5 ? settings() : {});
  const upTo = (most: number): number => Math.floor(random() * most);
  const halt = () => {
    const from = begins + upTo(haltsUntilMs);
    const where = instruments[upTo(instruments.length + 1)];
    return { from, to: from + 1 + upTo(60_000), ...(where === undefined ? {} : { instrumentId: where.id }) };
  };
  return {
    ...perhaps(() => ({ latencyMs: 1 + upTo(500), latencyJitterMs: upTo(2000) })),
    ...perhaps(() => ({ rateLimit: { orders: 1 + upTo(4), perMs: 1 + upTo(5_000) } })),
    ...perhaps(() => ({ halts: Array.from({ length: 1 + upTo(5) }, halt) })),
    ...perhaps(() => ({ queue: true, queueAhead: "0.02" })),
    ...perhaps(() => ({ slippageBps: "3", impactBps: "20" })),
    ...perhaps(() => ({ rejectRate: 0.3, rejectReasons: VenueRejection.options })),
    ...perhaps(() => ({ minNotional: "0.1" })),
  };
}
