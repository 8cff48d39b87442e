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
import type { OrderState } from "./order-state.ts";
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
    const { bid, ask, quotedAt } = this.#source.marks;
    const { index } = this.#scale;
    const at = quotedAt[index] as number;
    return Number.isNaN(at) ? null : { bid: bid[index] as number, ask: ask[index] as number, at };
  }

  dayStartEquity(): bigint {
    return this.#source.state.ledger.dayStartEquity;
  }

  equityPeak(): bigint {
    return this.#source.state.ledger.peak.value();
  }

  trades(): TradeCounts {
    return this.#source.state.trades.at(this.#now);
  }

  dayEnd(at: number): number {
    const { days } = this.#source.state;
    return days.startOf(days.dayOf(at) + 1);
  }

  cancelsAfter(since: number): number {
    const { working } = this.#source.state;
    let cancels = 0;
    const count = ({ cancelAskedAt, withdrawn }: OrderState): void => {
      if (cancelAskedAt !== null && cancelAskedAt > since && !withdrawn) cancels++;
    };
    for (const orders of working) orders.forEach(count);
    for (const order of this.#finishedAfter(since)) count(order);
    return cancels;
  }

  passedAfter(since: number): readonly PassedOrder[] {
    const { index } = this.#scale;
    const passed: OrderState[] = [];
    const take = (order: OrderState): void => {
      if (order.createdAt > since && order.approved && order !== this.#except) passed.push(order);
    };
    this.#source.state.working[index]?.forEach(take);
    for (const order of this.#finishedAfter(since)) if (order.instrument === index) take(order);
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
    const members = [...(groups.get(orderId) ?? []), ...(link === undefined ? [] : (groups.get(link.group) ?? []))];
    const stop = members.findLast((order) => order.side !== side && isStop(order.intent) && !isFinished(order.status));
    if (stop?.intent.triggerPrice === undefined) return null;
    return stopPrice(stop.intent, stop.side, 0n, this.#scale) ?? 0n;
  }

  /** Newest first: what was decided or canceled after a time cannot have finished before it. */
  *#finishedAfter(since: number): Iterable<OrderState> {
    const { finished } = this.#source.state;
    for (let index = finished.length - 1; index >= 0; index--) {
      const order = finished[index] as OrderState;
      if (order.updatedAt < since) return;
      yield order;
    }
  }
}
