import type { Instrument } from "../../../shared/model/instrument.ts";
import type { Quote } from "../../../shared/model/market.ts";
import type { FillView, OrderView } from "../../../shared/model/order.ts";
import type { PositionView } from "../../../shared/model/portfolio.ts";
import { distanceToMarkPct } from "./distance-to-mark.ts";
import { orderSource } from "./order-source.ts";
import { isOpen, orderState, type StateTone } from "./order-state.ts";
import { isFlat } from "./remaining-size.ts";

/** What a row needs of its instrument; an instrument the desk no longer lists is shown by its id, unrounded. */
export interface RowInstrument {
  readonly symbol: string;
  readonly priceIncrement: string;
  readonly sizeIncrement: string;
  readonly quoteCurrency: string;
}

export interface PositionRow {
  readonly position: PositionView;
  readonly instrument: RowInstrument;
  readonly side: "long" | "short" | "flat";
  /** The instrument, and which of its two positions where the account holds both. */
  readonly name: PositionName;
}

/** What a position is called: its symbol, and its side where that tells it from another one. */
export interface PositionName {
  readonly symbol: string;
  readonly side: "long" | "short" | "net";
}

export interface OrderRow {
  readonly order: OrderView;
  readonly instrument: RowInstrument;
  readonly distancePct: number | null;
  readonly statusId: string;
  readonly tone: StateTone;
  readonly sourceId: string;
  readonly sourceName: string;
}

export interface FillRow {
  readonly fill: FillView;
  readonly instrument: RowInstrument;
  readonly sourceId: string;
  readonly sourceName: string;
}

/** What the rows are joined with. */
export interface BlotterContext {
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly quotes: ReadonlyMap<string, Quote>;
  readonly traderNames: ReadonlyMap<string, string>;
  readonly sessionStartedAt: number | null;
}

function rowInstrument(id: string, instruments: ReadonlyMap<string, Instrument>): RowInstrument {
  return (
    instruments.get(id) ?? { symbol: id, priceIncrement: "0.00000001", sizeIncrement: "0.00000001", quoteCurrency: "" }
  );
}

/** Open positions first, then flat ones that made or lost something. */
export function positionRows(positions: Iterable<PositionView>, context: BlotterContext): readonly PositionRow[] {
  return [...positions]
    .filter((position) => !isFlat(position.size) || !isFlat(position.realizedPnl) || !isFlat(position.fees))
    .map((position) => {
      const instrument = rowInstrument(position.instrumentId, context.instruments);
      return {
        position,
        instrument,
        side: sideOf(position.size),
        name: { symbol: instrument.symbol, side: position.positionSide ?? "net" } as const,
      };
    })
    .sort(
      (a, b) =>
        Number(a.side === "flat") - Number(b.side === "flat") ||
        a.name.symbol.localeCompare(b.name.symbol) ||
        a.name.side.localeCompare(b.name.side),
    );
}

function sideOf(size: string): PositionRow["side"] {
  if (isFlat(size)) return "flat";
  return size.startsWith("-") ? "short" : "long";
}

export function orderRows(
  orders: Iterable<OrderView>,
  show: "working" | "all",
  context: BlotterContext,
): readonly OrderRow[] {
  const rows: OrderRow[] = [];
  for (const order of orders) {
    if (show === "working" && !isOpen(order)) continue;
    const state = orderState(order, context.sessionStartedAt);
    const source = sourceOf(order.actor, context.traderNames);
    const quote = context.quotes.get(order.instrumentId);
    rows.push({
      order,
      instrument: rowInstrument(order.instrumentId, context.instruments),
      distancePct: isOpen(order) ? distanceToMarkPct(order, quote?.last) : null,
      statusId: state.id,
      tone: state.tone,
      ...source,
    });
  }
  return rows.sort((a, b) => b.order.createdAt - a.order.createdAt);
}

export function fillRows(fills: Iterable<FillView>, context: BlotterContext): readonly FillRow[] {
  return [...fills]
    .map((fill) => ({
      fill,
      instrument: rowInstrument(fill.instrumentId, context.instruments),
      ...sourceOf(fill.actor, context.traderNames),
    }))
    .sort((a, b) => b.fill.at - a.fill.at);
}

function sourceOf(
  actor: OrderView["actor"],
  names: ReadonlyMap<string, string>,
): { sourceId: string; sourceName: string } {
  const { id, name } = orderSource(actor, names);
  return { sourceId: id, sourceName: name };
}

/** Whether a row's words contain what is typed in the filter. */
export function rowMatches(words: readonly string[], filter: string): boolean {
  const wanted = filter.trim().toLowerCase();
  return wanted === "" || words.some((word) => word.toLowerCase().includes(wanted));
}
