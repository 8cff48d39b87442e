import { daysOf } from "../../../shared/model/time.ts";
import type { Primitives } from "../primitives.ts";
import { anchorOf } from "../received-anchors.ts";
import type { BundledEvent } from "./bundled-event.ts";
import type { ExaminedAnchor } from "./examine-anchors.ts";
import { anchorName } from "./listed-anchors.ts";
import { Findings, type OpenCheck, type Verdict, verdict } from "./verdict.ts";

/** How far a desk's clock and an authority's may lie apart before a time is held against an event. */
const clockToleranceMs = 600_000;
/** Times that go back less than this within a session are what clocks are set by all the time. */
const usualStepMs = 2000;

const dayMs = 86_400_000;
const clock = /^T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** Reads times of which thousands follow each other on one day: the day is worked out once. */
class TimeReader {
  #at = "";
  #ms = Number.NaN;
  #day = "";
  #dayMs = Number.NaN;

  /** Milliseconds, or NaN for a day or a clock time that does not exist. */
  read(at: string): number {
    if (at !== this.#at) [this.#at, this.#ms] = [at, this.#parse(at)];
    return this.#ms;
  }

  #parse(at: string): number {
    const day = at.slice(0, 10);
    if (day !== this.#day) {
      this.#day = day;
      this.#dayMs = civilMs(Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10)));
    }
    if (!clock.test(at.slice(10))) return Number.NaN;
    const seconds = Number(at.slice(11, 13)) * 3600 + Number(at.slice(14, 16)) * 60 + Number(at.slice(17, 19));
    return this.#dayMs + seconds * 1000 + Number(at.slice(20, 23));
  }
}

function civilMs(year: number, month: number, day: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day >= 1 && day <= (lengths[month - 1] ?? 0) ? daysOf({ year, month, day }) * dayMs : Number.NaN;
}

function inWords(ms: number): string {
  const [size, unit] = (
    [
      [dayMs, "days"],
      [3_600_000, "hours"],
      [60_000, "minutes"],
      [1000, "seconds"],
    ] as const
  ).find(([one]) => ms >= 2 * one) ?? [1, "ms"];
  return `${Math.floor(ms / size)} ${unit}`;
}

/** The latest time that the anchors leave to an event; seqs have to be asked for in ascending order. */
function boundsBySize(bounds: readonly { readonly at: number; readonly size: number }[]): (seq: number) => number {
  const ascending = [...bounds].sort((a, b) => a.size - b.size);
  const least = ascending.map(({ at }) => at);
  for (let i = least.length - 2; i >= 0; i--) least[i] = Math.min(least[i] as number, least[i + 1] as number);
  let next = 0;
  return (seq) => {
    while (next < ascending.length && (ascending[next]?.size ?? 0) <= seq) next += 1;
    return least[next] ?? Number.POSITIVE_INFINITY;
  };
}

/** The latest time of what a journal received, by what its event says of it; `undefined` where nobody known gave one. */
function timesOfReceived(primitives: Primitives, anchors: readonly ExaminedAnchor[]) {
  const latest = new Map<string, number>();
  for (const anchor of anchors) {
    if (anchor.at === null) continue;
    const name = anchorName(primitives, anchor);
    latest.set(name, Math.max(anchor.at, latest.get(name) ?? anchor.at));
  }
  return (event: BundledEvent): number | undefined => {
    const whole = latest.size === 0 ? null : event.whole();
    const received = whole && anchorOf(whole);
    return received ? latest.get(anchorName(primitives, received)) : undefined;
  };
}

/** Whether an event says that its session trades a recorded market, whose times are those of then. */
function tellsRecording(event: BundledEvent): boolean {
  const type = event.known?.type;
  if (type === "trader.started") return event.data().fileSha256 !== undefined;
  return type === "link.up" && event.data().kind === "file";
}

/** What the times from outside say of the events `from` to `last`; `bounded` events are covered by them. */
function ownClock(from: number, last: number, bounded: number): string {
  const to = Math.min(bounded - 1, last);
  if (to < from) return "all times are those of the desk's own clock; no outside time bounds them";
  const bounds = `outside times bound events ${from} to ${to}`;
  return to === last ? `${bounds}, all there are` : `${bounds}; the others, to ${last}, are the desk's own clock's`;
}

/** One session's times; whether they are the machine's or those of a recorded market shows only on the way. */
interface SessionTimes {
  readonly session: string;
  mono: number | bigint;
  at: number;
  /** The session trades a recorded market: its times are those of then. */
  recorded: boolean;
  steps: number;
  largestStepMs: number;
  largestAt: number;
  /** The first event that says a time before an anchor that was there before it. */
  early: string | null;
}

/** V12: the monotonic clock never goes back within a session, times exist, and none contradicts an anchor of a time outside. */
export const timesSane: OpenCheck = ({ primitives, anchors, head, events }) => {
  const findings = new Findings("V12", "time");
  const notes: Verdict[] = [];
  const reader = new TimeReader();
  const bounds = anchors.flatMap(({ at, size }) => (at === null ? [] : [{ at, size }]));
  const latestOf = boundsBySize(bounds);
  const receivedAt = timesOfReceived(primitives, anchors);
  /** No event from here on can have been written before this time: its anchor was received earlier in the journal. */
  let notBefore = Number.NEGATIVE_INFINITY;
  let times: SessionTimes | null = null;
  let stepped = 0;
  /** The first event of a recorded market that says a time before an anchor that was there before it. */
  let replayed: string | null = null;

  const close = (): void => {
    if (times === null) return;
    if (times.recorded) {
      if (times.early !== null) replayed ??= times.early;
      return;
    }
    if (times.early !== null) {
      findings.add("it says a time long before that of an anchor that the journal had received by then", times.early);
    }
    if (times.largestStepMs >= usualStepMs) {
      stepped += 1;
      if (stepped > 20) return;
      const often = times.steps === 1 ? "once" : `${times.steps} times`;
      const text = `the desk's clock went back ${often} in session ${times.session.slice(0, 40)}, by ${inWords(times.largestStepMs)} at most`;
      notes.push(verdict("time", "V12", "note", text, `event ${times.largestAt}`));
    }
  };

  const follow = (event: BundledEvent, at: number, mono: number | bigint, session: string): void => {
    if (times?.session !== session) {
      close();
      times = { session, mono, at, recorded: false, steps: 0, largestStepMs: 0, largestAt: 0, early: null };
    }
    if (mono < times.mono) findings.add("the monotonic clock of its session went back", `event ${event.seq}`);
    const back = times.at - at;
    if (back > 0) {
      times.steps += 1;
      if (back > times.largestStepMs) [times.largestStepMs, times.largestAt] = [back, event.seq];
    }
    if (at < notBefore - clockToleranceMs) times.early ??= `event ${event.seq}`;
    times.mono = mono;
    times.at = at;
  };

  return {
    event(event) {
      const { known, seq } = event;
      if (known === null) return;
      const at = reader.read(known.at);
      if (Number.isNaN(at) || known.mono === null) {
        findings.add("there is no such time", `event ${seq}`);
        return;
      }
      follow(event, at, known.mono, known.session);
      if (times !== null && tellsRecording(event)) times.recorded = true;
      if (at > latestOf(seq) + clockToleranceMs)
        findings.add("it says a time after that of an anchor that covers it", `event ${seq}`);
      if (known.type !== "anchor.received") return;
      notBefore = Math.max(notBefore, receivedAt(event) ?? notBefore);
    },
    conclude() {
      close();
      const last = head.range.from + events - 1;
      const bounded = bounds.reduce((most, { size }) => Math.max(most, size), 0);
      const then =
        "from here on events say times of a recorded market, as their session says: no outside time is held against them";
      return [
        ...findings.conclude(
          "within each session the monotonic clock only goes forward, and no time contradicts an anchor",
        ),
        ...notes,
        ...(replayed === null ? [] : [verdict("time", "V12", "note", then, replayed)]),
        verdict("time", "V12", "note", ownClock(head.range.from, last, bounded)),
      ];
    },
  };
};
