import type { OrderIntent, Side } from "../../shared/model/order.ts";
import type { InstrumentScale } from "./gate.ts";
import type {
  Counts,
  GateFacts,
  OtherHolding,
  OtherTotals,
  PassedOrder,
  ScopeBook,
  TradeCounts,
} from "./gate-facts.ts";
import type { GateViewSource } from "./gate-source.ts";
import type { Holdings } from "./holdings.ts";
import { canceledAt, type OrderState } from "./order-state.ts";
import { isFinished } from "./order-transitions.ts";
import type { ActorCounts } from "./portfolio/trade-tally.ts";
import { isStop, stopPrice } from "./protective-stop.ts";
import { scopeBook } from "./scope-book.ts";
import { type StopPlan, stopBook } from "./stop-plan.ts";

const restingTypes: ReadonlySet<string> = new Set(["limit", "stop-limit", "limit-if-touched"]);

/** Looks up for one order what its rules ask for. */
export class DeskFacts implements GateFacts {
  readonly #source: GateViewSource;
  readonly #scale: InstrumentScale;
  readonly #slot: number;
  readonly #now: number;
  readonly #except: OrderState | undefined;
  readonly #holdings: Holdings;
  #others: readonly OtherHolding[] | null = null;
  #totals: OtherTotals | null = null;
  #trades: TradeCounts | null = null;
  #stops: readonly (readonly StopPlan[])[] | null = null;

  constructor(
    source: GateViewSource,
    scale: InstrumentScale,
    slot: number,
    now: number,
    holdings: Holdings,
    except?: OrderState,
  ) {
    this.#source = source;
    this.#holdings = holdings;
    this.#scale = scale;
    this.#slot = slot;
    this.#now = now;
    this.#except = except;
  }

  others(): readonly OtherHolding[] {
    this.#others ??= this.#holdings.beside(this.#slot);
    return this.#others;
  }

  totals(): OtherTotals {
    this.#totals ??= this.#holdings.totalsBeside(this.#slot);
    return this.#totals;
  }

  sameInstrument(): bigint {
    return this.#holdings.sameInstrument(this.#slot);
  }

  grossOf(counts: Counts): bigint {
    return this.#holdings.grossBeside(this.#slot, counts);
  }

  scope(name: string, counts: ActorCounts): ScopeBook {
    const about = { source: this.#source, slot: this.#slot, now: this.#now, except: this.#except };
    return scopeBook(this, about, name, counts);
  }

  stops(): readonly StopPlan[] {
    return this.slotStops().flat();
  }

  slotStops(): readonly (readonly StopPlan[])[] {
    this.#stops ??= stopBook(this.#source).slots(this.#except);
    return this.#stops;
  }

  quote(): { bid: number; ask: number; at: number } | null {
    const { bid, ask, quotedAt: at } = this.#source.marks.of(this.#scale.index);
    return Number.isNaN(at) ? null : { bid, ask, at };
  }

  dayStartEquity(): bigint {
    return this.#source.state.ledger.dayStartEquity;
  }

  equityPeak(): bigint {
    return this.#source.state.ledger.peak.value();
  }

  trades(): TradeCounts {
    this.#trades ??= this.#source.state.trades.at(this.#now);
    return this.#trades;
  }

  dayEnd(at: number): number {
    const { days } = this.#source.state;
    return days.startOf(days.dayOf(at) + 1);
  }

  cancelsAfter(since: number): number {
    const { finished } = this.#source.state;
    let cancels = this.#holdings.cancelsAfter(since);
    for (let i = this.#finishedAfter(since); i < finished.length; i++) {
      if (canceledAt(finished[i] as OrderState) > since) cancels++;
    }
    return cancels;
  }

  passedAfter(since: number): readonly PassedOrder[] {
    const { index } = this.#scale;
    const { working, finished } = this.#source.state;
    const isPassed = (order: OrderState): boolean =>
      order.createdAt > since && order.instrument === index && order.approved && order !== this.#except;
    const passed: OrderState[] = [];
    for (const order of working[index] as readonly OrderState[]) if (isPassed(order)) passed.push(order);
    for (let i = finished.length - 1, first = this.#finishedAfter(since); i >= first; i--) {
      if (isPassed(finished[i] as OrderState)) passed.push(finished[i] as OrderState);
    }
    return passed;
  }

  restingAgainst(side: Side): bigint | null {
    let best: bigint | null = null;
    for (const order of this.#source.state.working[this.#scale.index] as readonly OrderState[]) {
      const { limitPrice, intent, triggeredAt } = order;
      if (order.side === side || limitPrice === null || order === this.#except) continue;
      if (!restingTypes.has(intent.type) || (intent.type !== "limit" && triggeredAt === null)) continue;
      if (best === null || (side === "buy" ? limitPrice < best : limitPrice > best)) best = limitPrice;
    }
    return best;
  }

  linkedStop({ orderId, side, link }: OrderIntent): bigint | null {
    const { groups } = this.#source.state;
    const exits = groups.get(orderId);
    const group = link === undefined ? undefined : groups.get(link.group);
    if (exits === undefined && group === undefined) return null;
    const members = [...(exits ?? []), ...(group ?? [])];
    const stop = members.findLast((order) => order.side !== side && isStop(order.intent) && !isFinished(order.status));
    if (stop?.intent.triggerPrice === undefined) return null;
    return stopPrice(stop.intent, stop.side, 0n, this.#scale) ?? 0n;
  }

  /** Where the finished orders begin that matter: what was decided or canceled after a time cannot have finished before it. */
  #finishedAfter(since: number): number {
    const { finished } = this.#source.state;
    let first = finished.length;
    while (first > 0 && (finished[first - 1] as OrderState).updatedAt >= since) first--;
    return first;
  }
}
