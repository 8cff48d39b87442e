import type { DeskState } from "./desk-state.ts";
import type { InstrumentScale } from "./gate.ts";
import { changeIncrements, renameInstrument } from "./instrument-scale.ts";
import type { LatchesRecord } from "./latches.ts";
import type { OrderState } from "./order-state.ts";
import type { OrderTimesRecord } from "./order-times.ts";
import type { StandingRecord } from "./orders/standing-orders.ts";
import { type Excursion, excursionOf } from "./portfolio/excursion.ts";
import type { LedgerRecord } from "./portfolio/ledger-record.ts";
import type { TallyPoint } from "./portfolio/trade-tally.ts";
import type { Position } from "./position.ts";

/** An order as plain data: all but what is made from it or belongs to its instrument. */
type OrderRecord = Omit<OrderState, "scale" | "view">;

interface FillEntry {
  readonly order: number;
  readonly texts: DeskState["fills"][number]["texts"];
  readonly corrected: DeskState["fills"][number]["corrected"];
  readonly bookedAt: number;
  readonly at: number;
  readonly way: Excursion | null;
}

/** The fields of the state that are plain data themselves; a test fails for a field that no snapshot holds. */
export const plainFields = [
  "trading",
  "lastEventAt",
  "day",
  "controls",
  "rebookings",
  "changes",
  "ordered",
  "forgetAt",
  "splits",
] as const;
type PlainFields = Pick<DeskState, (typeof plainFields)[number]>;

/**
 * All that events have made of a desk, as plain data (bigints and maps among them, for a structured clone). Orders and fills
 * name each other by number.
 */
export interface DeskSnapshot {
  readonly plain: PlainFields;
  /** Every order that is named below; `held` says how many of them, from the first on, the desk holds. */
  readonly orders: readonly OrderRecord[];
  readonly held: number;
  readonly finished: readonly number[];
  readonly working: readonly (readonly number[])[];
  readonly entries: readonly (readonly number[])[];
  readonly groups: readonly (readonly [name: string, members: readonly number[]])[];
  readonly fills: readonly FillEntry[];
  readonly accountReports: readonly string[];
  readonly decided: readonly (readonly [actor: string, count: number])[];
  readonly settled: readonly (readonly [slot: number, position: Position])[];
  readonly tally: TallyPoint;
  readonly ledger: LedgerRecord;
  readonly latches: LatchesRecord;
  readonly orderTimes: OrderTimesRecord;
  readonly standing: StandingRecord;
  readonly instruments: readonly InstrumentScale["instrument"][];
}

/** Everything that `restore` would have to find again; what is only the market's is left out. The state may go on changing. */
export function saveDesk(state: DeskState, standing: { save(): StandingRecord }): DeskSnapshot {
  const { orders, fills, ledger } = state;
  const numbers = new Map<OrderState, number>();
  for (const order of orders.values()) numbers.set(order, numbers.size);
  const held = numbers.size;
  // A fill may be younger than what is kept of its order.
  for (const { order } of fills) if (!numbers.has(order)) numbers.set(order, numbers.size);
  const numberOf = (order: OrderState): number => numbers.get(order) as number;
  const plain = Object.fromEntries(plainFields.map((name) => [name, state[name]])) as unknown as PlainFields;
  return {
    plain: { ...plain, splits: state.splits.map((split) => ({ ...split })) },
    orders: [...numbers.keys()].map(({ scale: _scale, view: _view, fillIds, ...record }) => ({
      ...record,
      fillIds: [...fillIds],
    })),
    held,
    finished: state.finished.map(numberOf),
    working: state.working.map((list) => list.map(numberOf)),
    entries: state.entries.map((list) => list.map(numberOf)),
    groups: [...state.groups].map(([name, members]) => [name, members.map(numberOf)]),
    fills: fills.map(({ order, texts, corrected, bookedAt, at, way }) => {
      return { order: numberOf(order), texts, corrected, bookedAt, at, way: way && excursionOf(way) };
    }),
    accountReports: [...state.accountReports],
    decided: [...state.decided],
    settled: [...state.settled],
    tally: state.trades.base,
    ledger: ledger.save(),
    latches: state.latches.save(),
    orderTimes: state.orderTimes.save(state.lastEventAt),
    standing: standing.save(),
    instruments: ledger.scales.map(({ instrument }) => instrument),
  };
}

/** Makes a fresh state of what was saved. Throws a RangeError where the desk's instruments or currencies are others. */
export function loadDesk(
  state: DeskState,
  standing: { restore(record: StandingRecord): void },
  saved: DeskSnapshot,
): void {
  const { ledger } = state;
  const { scales } = ledger;
  const named = saved.instruments.map(({ id }) => id).join();
  if (named !== scales.map(({ instrument }) => instrument.id).join()) throw new RangeError("other instruments");
  for (const [index, { symbol, priceIncrement, sizeIncrement }] of saved.instruments.entries()) {
    const scale = scales[index] as InstrumentScale;
    if (scale.instrument.symbol !== symbol) renameInstrument(scale, symbol);
    const { instrument } = scale;
    if (instrument.priceIncrement === priceIncrement && instrument.sizeIncrement === sizeIncrement) continue;
    changeIncrements(scale, priceIncrement, sizeIncrement);
  }
  ledger.restore(saved.ledger);
  const orders = saved.orders.map((record): OrderState => {
    const { instrument, fillIds } = record;
    return { ...record, fillIds: [...fillIds], scale: scales[instrument] as InstrumentScale, view: null };
  });
  const orderAt = (number: number): OrderState => orders[number] as OrderState;
  for (const order of orders.slice(0, saved.held)) state.orders.set(order.orderId, order);
  for (const number of saved.finished) state.finished.push(orderAt(number));
  for (const [index, list] of saved.working.entries()) state.working[index]?.push(...list.map(orderAt));
  for (const [index, list] of saved.entries.entries()) state.entries[index]?.push(...list.map(orderAt));
  for (const [name, members] of saved.groups) state.groups.set(name, members.map(orderAt));
  for (const { order, ...fill } of saved.fills) state.fills.push({ order: orderAt(order), ...fill });
  for (const reportId of saved.accountReports) state.accountReports.add(reportId);
  for (const [actor, count] of saved.decided) state.decided.set(actor, count);
  for (const [slot, position] of saved.settled) state.settled.set(slot, position);
  const { splits, ...plain } = saved.plain;
  Object.assign(state, plain);
  state.splits.push(...splits.map((split) => ({ ...split })));
  state.latches.restore(saved.latches);
  state.orderTimes.restore(saved.orderTimes);
  standing.restore(saved.standing);
  state.trades.base = saved.tally;
  state.trades.restart();
}
