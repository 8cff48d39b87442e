import type { ClockReading } from "../../shared/model/clock-reading.ts";
import { Fault } from "../../shared/model/fault.ts";
import type { NewJournalEvent } from "../../shared/model/journal-event.ts";
import type { ClockOffset } from "../ports/clock.ts";
import { agreedOffset } from "./agreed-offset.ts";

/** A clock that can be asked: a time server, or a venue's. */
export interface ClockSource {
  readonly name: string;
  /** Throws a Fault where no time comes back, `CLOCK-REFUSED` where it does not want to be asked again. */
  ask(): Promise<ClockOffset>;
}

interface ClockGuardParts {
  /** Everyone who is asked, as the settings have it now. */
  readonly sources: () => readonly ClockSource[];
  readonly checkEveryMs: () => number;
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
    const sources = this.#parts.sources();
    if (sources.length === 0) return null;
    const reading = this.#reading;
    if (reading === null) return unknownReading(namesOf(sources), "nobody has answered yet", null);
    const ageMs = this.#parts.mono() - this.#measuredAt;
    if (reading.offsetMs === null || ageMs <= this.#parts.checkEveryMs() * knownForChecks) return reading;
    return unknownReading(reading.source, `the last answer is ${Math.round(ageMs / 1000)} s old`, reading.at);
  }

  /** Asks when it is time to; call it as often as you like. */
  async tick(): Promise<void> {
    if (this.#parts.mono() - this.#checkedAt < this.#parts.checkEveryMs()) return;
    await this.check();
  }

  /** Asks every one of them once and writes down what came of it. */
  async check(): Promise<void> {
    this.#checkedAt = this.#parts.mono();
    this.#asking ??= this.#measure().finally(() => {
      this.#asking = null;
    });
    await this.#asking;
  }

  async #measure(): Promise<void> {
    const { record, now, mono, session } = this.#parts;
    const sources = this.#parts.sources();
    if (sources.length === 0) return;
    const asked = namesOf(sources);
    const failures: string[] = [];
    const apart = now() - mono();
    const answers = await Promise.all(
      sources.map(async (source) => {
        const before = this.#refused.get(source.name);
        try {
          if (before === undefined) return await source.ask();
          failures.push(before);
        } catch (error) {
          const why = error instanceof Error ? error.message : String(error);
          if (error instanceof Fault && error.code === "CLOCK-REFUSED") this.#refused.set(source.name, why);
          failures.push(why);
        }
        return null;
      }),
    );
    const all = answers.filter((answer) => answer !== null);
    const agreed = agreedOffset(all);
    const at = now();
    const isSet = Math.abs(at - mono() - apart) > mostStepMs;
    if (isSet) {
      this.#reading = unknownReading(
        asked,
        "the clock was set, or slept, while it was measured",
        this.#reading?.at ?? null,
      );
    } else if (agreed !== null) {
      const { offsetMs, errorMs, server: source } = agreed;
      this.#reading = { offsetMs, errorMs, at, source, failure: "" };
      this.#measuredAt = mono();
    } else {
      if (all.length > 0) failures.push(`${all.map(({ server }) => server).join(", ")} disagree`);
      this.#reading = unknownReading(asked, failures.join("; "), this.#reading?.at ?? null);
    }
    const { offsetMs, errorMs, source, failure } = this.#reading;
    const micros = (ms: number | null): number | null => (ms === null ? null : Math.round(ms * 1000));
    const data = {
      source,
      offsetUs: micros(offsetMs),
      errorUs: micros(errorMs),
      asked: sources.map(({ name }) => name),
      failure,
    };
    record({ type: "clock.synced", at, actor: { kind: "desk", id: "clock" }, trace: session, cause: null, data });
  }
}

function namesOf(sources: readonly ClockSource[]): string {
  return sources.map(({ name }) => name).join(", ");
}

function unknownReading(source: string, failure: string, at: number | null): ClockReading {
  return { offsetMs: null, errorMs: null, at, source, failure };
}
