import { formatFixed, MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import type { JournalData } from "../../../shared/model/journal-event.ts";
import { type AppliedEvent, optionalText, textField } from "../applied-event.ts";
import type { DeskState } from "../desk-state.ts";
import { signOf } from "../exposure.ts";
import type { FillTexts } from "../facts.ts";
import type { FillRecord } from "../fill-record.ts";
import type { Booking } from "../ledger.ts";
import { averageText } from "../ledger.ts";
import type { OrderState } from "../order-state.ts";
import { bookFill, flat } from "../position.ts";
import { attribute } from "./held.ts";

/** What a correction may change; what is absent stays. Decimal text. */
export interface FillChange {
  readonly size?: string;
  readonly price?: string;
  readonly fee?: string;
}

/** The fill as a correction leaves it. Throws a RangeError for a size that is none: a venue busts what has none. */
export function correctedTexts(texts: FillTexts, { size, price, fee }: FillChange): FillTexts {
  if (size !== undefined && !(Number(size) > 0)) throw new RangeError(`fill ${texts.fillId} corrected to no size`);
  return { ...texts, size: size ?? texts.size, price: price ?? texts.price, fee: fee ?? texts.fee };
}

interface Rebooked extends Booking {
  readonly filled: bigint;
  readonly cost: bigint;
  readonly fees: bigint;
}

/**
 * The books as if a fill had been different, or had not been (`texts` is null): cash moves by the difference, and the
 * position is booked anew from all fills of the instrument, because what a later fill realised depends on it.
 */
function rebooked(state: DeskState, record: FillRecord, texts: FillTexts | null): Rebooked {
  const { order } = record;
  const was = state.valueOf(order, record.texts);
  const none = { size: 0n, notional: 0n, fee: 0n };
  const is = texts === null ? none : state.valueOf(order, texts);
  const sign = signOf(order.side);
  const fee = (is.fee ?? 0n) - (was.fee ?? 0n);
  const notional = is.notional - was.notional;
  let position = flat;
  for (const fill of state.fills) {
    if (fill.order.instrument !== order.instrument) continue;
    const held = fill === record ? texts : fill.texts;
    if (held === null) continue;
    const value = fill === record ? is : state.valueOf(fill.order, held);
    const size = signOf(fill.order.side) * value.size;
    position = bookFill(position, size, value.notional, value.fee ?? 0n, fill.bookedAt);
  }
  return {
    position,
    cash: state.ledger.cash - sign * notional - fee,
    filled: order.filled + is.size - was.size,
    cost: order.cost + notional,
    fees: order.fees + fee,
  };
}

/** What `fill.busted` and `fill.corrected` say: the fill, and what is held after it. */
export function rebookingData(
  state: DeskState,
  record: FillRecord,
  texts: FillTexts | null,
  reason: string,
): JournalData {
  const { orderId, scale } = record.order;
  const { position, cash, filled } = rebooked(state, record, texts);
  const now = texts === null ? {} : { size: texts.size, price: texts.price, fee: texts.fee };
  return {
    orderId,
    fillId: record.texts.fillId,
    ...now,
    was: { size: record.texts.size, price: record.texts.price, fee: record.texts.fee },
    reason,
    filledSize: formatFixed(filled, scale.sizeDigits),
    position: {
      size: formatFixed(position.size, scale.sizeDigits),
      averagePrice: position.size === 0n ? null : averageText(scale, position.cost, position.size),
      realizedPnl: formatFixed(position.realized, MONEY_DIGITS),
    },
    account: { cash: formatFixed(cash, MONEY_DIGITS) },
  };
}

/** Makes a bust or a correction true. Throws a RangeError for a fill that is not booked. */
export function applyRebooking(state: DeskState, order: OrderState, { type, data }: AppliedEvent): void {
  const fillId = textField(data, "fillId");
  const index = state.fills.findLastIndex((fill) => fill.order === order && fill.texts.fillId === fillId);
  const record = state.fills[index];
  if (record === undefined) throw new RangeError(`there is no fill ${fillId} of order ${order.orderId}`);
  const texts = type === "fill.busted" ? null : correctedTexts(record.texts, fillChange(data));
  const after = rebooked(state, record, texts);
  const change = after.filled - order.filled;
  state.ledger.book(order.instrument, after);
  order.filled = after.filled;
  order.cost = after.cost;
  order.fees = after.fees;
  order.remaining = order.size > after.filled ? order.size - after.filled : 0n;
  if (texts === null) state.fills.splice(index, 1);
  else record.texts = texts;
  attribute(state, order, change);
}

function fillChange(data: JournalData): FillChange {
  const change: { -readonly [key in keyof FillChange]: FillChange[key] } = {};
  for (const name of ["size", "price", "fee"] as const) {
    const text = optionalText(data, name);
    if (text !== undefined) change[name] = text;
  }
  return change;
}
