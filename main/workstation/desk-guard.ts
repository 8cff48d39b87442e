import type { ClockSettings } from "../../shared/model/clock-settings.ts";
import { askTime } from "../adapters/clock-sntp/ask-time.ts";
import { askVenueTime } from "../adapters/clock-venue/ask-venue-time.ts";
import type { Engine, EngineOptions } from "../engine/engine-face.ts";
import type { Broker } from "../ports/broker.ts";
import type { Clock, VenueTime } from "../ports/clock.ts";
import type { Journal } from "../ports/journal.ts";
import type { MarketData } from "../ports/market-data.ts";
import type { SettingsStore } from "../ports/settings-store.ts";
import { BreakerWatch } from "../risk/breakers/breaker-watch.ts";
import { ClockGuard, type ClockSource } from "./clock-guard.ts";
import { sampleSigns } from "./desk-signs.ts";
import { lockClock } from "./lock-clock.ts";
import { venueOffset } from "./venue-offset.ts";

interface DeskGuardParts {
  readonly settings: SettingsStore;
  readonly journal: Journal;
  readonly feed: MarketData;
  /** Its own clock is asked where it tells it. */
  readonly broker: Pick<Broker, "venue" | "serverTime">;
  readonly machine: Clock;
  /** The market's time is a recording's: lockouts count in it, as everything else does. */
  readonly recorded: boolean;
}

/** What guards a desk beside the gate: breakers, the clock's offset, the time lockouts count in, and times ahead of the clock. */
export interface DeskGuard {
  readonly engineOptions: Pick<
    EngineOptions,
    "watches" | "watchAfterResume" | "lockNow" | "elapsedMs" | "clockReading" | "marketAheadMs"
  >;
  readonly clock: ClockGuard;
  /** Measures the desk and lets the engine look at it; call it a few times a second. */
  tick(engine: Pick<Engine, "passTime">): void;
}

/** Sets the guard up before the engine it guards. */
export function guardDesk({ settings, journal, feed, broker, machine, recorded }: DeskGuardParts): DeskGuard {
  const mono = (): number => Number(machine.mono()) / 1e6;
  const clock = new ClockGuard({
    sources: () => sourcesOf(settings.get().clock, broker, machine),
    checkEveryMs: () => settings.get().clock.checkEveryMs,
    record: (event) => journal.append(event),
    now: () => machine.now(),
    mono,
    session: journal.health().session,
  });
  const { signs, sample } = sampleSigns({ journal, feed, clock: () => clock.reading, mono });
  return {
    clock,
    engineOptions: {
      watches: [new BreakerWatch(() => settings.get().risk.breakers, signs)],
      watchAfterResume: true,
      clockReading: () => clock.reading,
      // A recording's next bar is ahead of a clock that follows the one before.
      ...(recorded
        ? { marketAheadMs: Number.POSITIVE_INFINITY }
        : { lockNow: lockClock(machine, journal, () => clock.reading), elapsedMs: mono }),
    },
    tick(engine) {
      sample();
      engine.passTime();
      // A measurement that cannot be written down is one that failed.
      clock.tick().catch(() => undefined);
    },
  };
}

function sourcesOf(
  { servers, venueTimes }: ClockSettings,
  broker: Pick<Broker, "venue" | "serverTime">,
  clock: Clock,
): ClockSource[] {
  const venue = (name: string, tell: () => Promise<VenueTime>): ClockSource => ({
    name,
    ask: () => venueOffset(name, tell, clock),
  });
  return [
    ...servers.map((name) => ({ name, ask: () => askTime(name, { clock }) })),
    ...venueTimes.map((url) => venue(url, () => askVenueTime(url))),
    ...(broker.serverTime === undefined ? [] : [venue(broker.venue, broker.serverTime.bind(broker))]),
  ];
}
