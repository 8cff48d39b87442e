import type { DeskAt, SessionSpan, TimelineEvent } from "../../../../shared/contract/audit.ts";
import type { DeskClient } from "../../../transport/desk-client.ts";
import { faultText } from "../../../ui/fault-text.ts";
import { EventPages } from "./event-pages.ts";

/** A search for the next event that takes longer than this is told of. */
const noticedMs = 300;

/** Events that are listed before and after the one that is looked at. */
const around = 6;

/** One event of a session, those around it, and the desk after it; `desk` is `null` where it was on another market. */
export interface Shown {
  readonly seq: number;
  readonly event: TimelineEvent | undefined;
  readonly around: readonly TimelineEvent[];
  readonly desk: DeskAt | null;
}

export interface ReplayState {
  /** The event that is asked for. */
  readonly at: number;
  /** The session's last event so far. */
  readonly to: number;
  /** What was shown last: it lags behind while the desk works it out. */
  readonly shown: Shown | null;
  readonly reason: string | null;
  /** The next event about trading is looked for, and far away. */
  readonly seeking: boolean;
  readonly playing: boolean;
  /** Events a second. */
  readonly speed: number;
  readonly tradingOnly: boolean;
}

/** Goes through a session event by event, by hand or by itself; asks the desk one question at a time. */
export class Replay {
  readonly #desk: DeskClient;
  readonly #from: number;
  readonly #pages: EventPages;
  readonly #listeners = new Set<() => void>();
  #state: ReplayState;
  #busy = false;
  /** Counts up where a search is wanted no more. */
  #search = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(desk: DeskClient, span: SessionSpan) {
    this.#desk = desk;
    this.#from = span.from;
    this.#pages = new EventPages(desk, span);
    this.#state = {
      at: span.from,
      to: span.to,
      shown: null,
      reason: null,
      seeking: false,
      playing: false,
      speed: 4,
      tradingOnly: true,
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): ReplayState => this.#state;

  /** Shows an event; one outside the session is the nearest of it. */
  go(seq: number): void {
    this.#search++;
    this.#change({ at: Math.min(Math.max(seq, this.#from), this.#state.to), reason: null, seeking: false });
    void this.#show();
  }

  /** Asks again for what could not be shown. */
  retry(): void {
    if (this.#state.reason !== null) this.go(this.#state.at);
  }

  /** A session that still runs has been written on: its last event is a later one now. */
  extend(to: number): void {
    if (to <= this.#state.to) return;
    this.#pages.extend(to);
    this.#change({ to });
  }

  /** Goes to the event before or after; where only trading counts, to the next that is about it. `false` at the end. */
  async step(way: 1 | -1): Promise<boolean> {
    const { at, to, tradingOnly } = this.#state;
    const edge = way === 1 ? to : this.#from;
    if (at === edge) return false;
    const search = ++this.#search;
    // Somebody may go elsewhere, or leave, meanwhile.
    const isWanted = (): boolean => this.#search === search;
    const noticed = setTimeout(() => isWanted() && this.#change({ seeking: true }), noticedMs);
    try {
      const next = tradingOnly ? await this.#pages.nextTrading(at, way, isWanted) : at + way;
      if (isWanted()) this.go(next ?? edge);
      return next !== null;
    } catch (error) {
      if (isWanted()) this.#fail(error);
      return false;
    } finally {
      clearTimeout(noticed);
    }
  }

  play(): void {
    this.#change({ playing: true });
    this.#tick();
  }

  pause(): void {
    clearTimeout(this.#timer);
    this.#search++;
    this.#change({ playing: false, seeking: false });
  }

  setSpeed(speed: number): void {
    this.#change({ speed });
  }

  setTradingOnly(tradingOnly: boolean): void {
    this.#change({ tradingOnly });
  }

  #tick(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#advance(), 1000 / this.#state.speed);
  }

  async #advance(): Promise<void> {
    if (!this.#state.playing) return;
    // It plays no faster than the desk can tell.
    const caughtUp = this.#state.shown?.seq === this.#state.at;
    const goesOn = !caughtUp || (await this.step(1));
    if (!goesOn || this.#state.reason !== null) this.pause();
    else if (this.#state.playing) this.#tick();
  }

  async #show(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    while (this.#state.shown?.seq !== this.#state.at && this.#state.reason === null) {
      const { at: seq } = this.#state;
      try {
        const [events, { desk }] = await Promise.all([
          this.#pages.between(seq - around, seq + around),
          this.#desk.call.getDeskAt({ seq }),
        ]);
        this.#change({ shown: { seq, event: events.find((event) => event.seq === seq), around: events, desk } });
      } catch (error) {
        // What failed is told only where nobody has gone elsewhere meanwhile.
        if (this.#state.at === seq) this.#fail(error);
      }
    }
    this.#busy = false;
  }

  #fail(error: unknown): void {
    this.#change({ reason: faultText(error).line, seeking: false });
  }

  #change(part: Partial<ReplayState>): void {
    this.#state = { ...this.#state, ...part };
    for (const listener of this.#listeners) listener();
  }
}
