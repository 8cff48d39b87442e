import type { ClockReading } from "../../shared/model/clock-reading.ts";
import type { ClockSettings } from "../../shared/model/clock-settings.ts";
import { Fault } from "../../shared/model/fault.ts";
import type { NewJournalEvent } from "../../shared/model/journal-event.ts";
import type { ServerOffset } from "../adapters/clock-sntp/ask-time.ts";
import { agreedOffset } from "./agreed-offset.ts";

interface ClockGuardParts {
  readonly settings: () => ClockSettings;
  readonly ask: (server: string) => Promise<ServerOffset>;
  /** What a venue says of its time; `null` where none does. */
  readonly venue?: () => ServerOffset | null;
  readonly record: (event: NewJournalEvent) => void;
  /** UTC milliseconds. */
  readonly now: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly mono: () => number;
  readonly session: string;
}

/** An offset older than so many intervals is no longer known. */
const knownForChecks = 3;

/** A clock that went further from the monotonic one while it was measured was set, or the machine slept. */
const mostStepMs = 250;

/** Asks for the time now and then, and knows how far the desk's clock is off, or that it does not know. */
export class ClockGuard {
  readonly #parts: ClockGuardParts;
  /** Servers that do not want to be asked are left alone while the desk runs. */
  readonly #refused = new Map<string, string>();
  #reading: ClockReading | null = null;
  #measuredAt = Number.NEGATIVE_INFINITY;
  #checkedAt = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | null = null;

  constructor(parts: ClockGuardParts) {
    this.#parts = parts;
  }

  /** `null` where nobody is asked. */
  get reading(): ClockReading | null {
    const { servers, checkEveryMs } = this.#parts.settings();
    if (servers.length === 0 && (this.#parts.venue?.() ?? null) === null) return null;
    const reading = this.#reading;
    if (reading === null) return unknownReading(servers.join(", "), "nobody has answered yet", null);
    const ageMs = this.#parts.mono() - this.#measuredAt;
    if (reading.offsetMs === null || ageMs <= checkEveryMs * knownForChecks) return reading;
    return unknownReading(reading.source, `the last answer is ${Math.round(ageMs / 1000)} s old`, reading.at);
  }

  /** Asks when it is time to; call it as often as you like. */
  async tick(): Promise<void> {
    if (this.#parts.mono() - this.#checkedAt < this.#parts.settings().checkEveryMs) return;
    await this.check();
  }

  /** Asks every server once and writes down what came of it. */
  async check(): Promise<void> {
    this.#checkedAt = this.#parts.mono();
    this.#asking ??= this.#measure().finally(() => {
      this.#asking = null;
    });
    await this.#asking;
  }

  async #measure(): Promise<void> {
    const { settings, ask, venue, record, now, mono, session } = this.#parts;
    const { servers } = settings();
    const told = venue?.() ?? null;
    if (servers.length === 0 && told === null) return;
    const failures: string[] = [];
    const apart = now() - mono();
    const answers = await Promise.all(
      servers.map(async (server) => {
        const before = this.#refused.get(server);
        try {
          if (before === undefined) return await ask(server);
          failures.push(before);
        } catch (error) {
          const why = error instanceof Error ? error.message : String(error);
          if (error instanceof Fault && error.code === "CLOCK-REFUSED") this.#refused.set(server, why);
          failures.push(why);
        }
        return null;
      }),
    );
    const all = [...answers, told].filter((answer) => answer !== null);
    const agreed = agreedOffset(all);
    const at = now();
    const isSet = Math.abs(at - mono() - apart) > mostStepMs;
    if (isSet) {
      this.#reading = unknownReading(
        servers.join(", "),
        "the clock was set, or slept, while it was measured",
        this.#reading?.at ?? null,
      );
    } else if (agreed !== null) {
      const { offsetMs, errorMs, server: source } = agreed;
      this.#reading = { offsetMs, errorMs, at, source, failure: "" };
      this.#measuredAt = mono();
    } else {
      if (all.length > 0) failures.push(`${all.map(({ server }) => server).join(", ")} disagree`);
      this.#reading = unknownReading(servers.join(", "), failures.join("; "), this.#reading?.at ?? null);
    }
    const { offsetMs, errorMs, source, failure } = this.#reading;
    const micros = (ms: number | null): number | null => (ms === null ? null : Math.round(ms * 1000));
    const data = { source, offsetUs: micros(offsetMs), errorUs: micros(errorMs), asked: [...servers], failure };
    record({ type: "clock.synced", at, actor: { kind: "desk", id: "clock" }, trace: session, cause: null, data });
  }
}

function unknownReading(source: string, failure: string, at: number | null): ClockReading {
  return { offsetMs: null, errorMs: null, at, source, failure };
}
