import type { TimelineEvent } from "../../../../shared/contract/audit.ts";
import type { DeskClient } from "../../../transport/desk-client.ts";

/** Events that are fetched together, and how many such pages are held. */
const pageEvents = 100;
const mostPages = 40;

/** Families of events that say nothing of trading: the desk's own pulse, its record and its keys. */
const quiet =
  /^(account\.snapshotted|journal\.|session\.|clock\.|heartbeat\.|link\.|export\.|backup\.|anchor\.|key\.|integrity\.)/;

/** Whether an event is about trading. */
function isTrading({ type }: Pick<TimelineEvent, "type">): boolean {
  return !quiet.test(type);
}

/** The events of one session, fetched page by page as they are looked at. */
export class EventPages {
  readonly #desk: DeskClient;
  readonly #from: number;
  #to: number;
  readonly #pages = new Map<number, Promise<readonly TimelineEvent[]>>();

  constructor(desk: DeskClient, { from, to }: { readonly from: number; readonly to: number }) {
    this.#desk = desk;
    this.#from = from;
    this.#to = to;
  }

  /** The session has been written on: its last page so far is fetched again. */
  extend(to: number): void {
    this.#pages.delete(this.#pageOf(this.#to));
    this.#to = to;
  }

  /** Events of the session from `first` to `last`, as far as there are any. */
  async between(first: number, last: number): Promise<readonly TimelineEvent[]> {
    const [from, to] = [Math.max(first, this.#from), Math.min(last, this.#to)];
    const found: TimelineEvent[] = [];
    for (let page = this.#pageOf(from); page <= this.#pageOf(to); page++) found.push(...(await this.#page(page)));
    return found.filter(({ seq }) => seq >= from && seq <= to);
  }

  /** The next event about trading before or after one; `null` where there is none, or nobody wants it any more. */
  async nextTrading(seq: number, way: 1 | -1, isWanted: () => boolean): Promise<number | null> {
    for (let page = this.#pageOf(seq); page >= 0 && page <= this.#pageOf(this.#to) && isWanted(); page += way) {
      const events = await this.#page(page);
      const beyond = events.filter((event) => (event.seq - seq) * way > 0 && isTrading(event));
      const next = way === 1 ? beyond[0] : beyond.at(-1);
      if (next !== undefined) return next.seq;
    }
    return null;
  }

  #pageOf(seq: number): number {
    return Math.floor((seq - this.#from) / pageEvents);
  }

  #page(page: number): Promise<readonly TimelineEvent[]> {
    const known = this.#pages.get(page);
    if (known !== undefined) return known;
    const from = this.#from + page * pageEvents;
    const count = Math.min(pageEvents, this.#to - from + 1);
    const asked = this.#desk.call.getEvents({ from, count }).then(({ events }) => events);
    // What failed is asked for again.
    asked.catch(() => this.#pages.delete(page));
    this.#pages.set(page, asked);
    const [oldest] = this.#pages.keys();
    if (this.#pages.size > mostPages && oldest !== undefined) this.#pages.delete(oldest);
    return asked;
  }
}
