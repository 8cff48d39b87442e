import { formatFixed } from "../../../shared/model/fixed.ts";
import type { JournalData } from "../../../shared/model/journal-event.ts";
import { type AppliedEvent, optionalText, textField } from "../applied-event.ts";
import type { DeskState } from "../desk-state.ts";
import { signOf } from "../exposure.ts";
import type { FillTexts } from "../facts.ts";
import { fillValue } from "../fill-outcome.ts";
import { type CorrectedAt, type FillRecord, fillParts } from "../fill-record.ts";
import type { OrderState } from "../order-state.ts";
import { accountData, changedBalances, positionData } from "../portfolio/account-data.ts";
import type { Booking } from "../portfolio/booking.ts";
import { bookFill, flat, type Position, splitPosition } from "../position.ts";
import { attribute } from "./held.ts";

/** What a correction may change; what is absent stays. Decimal text. */
export interface FillChange {
  readonly size?: string;
  readonly price?: string;
  readonly fee?: string;
}

/** A word of the venue about a fill, and when it was said. */
interface Correction extends FillChange {
  /** UTC milliseconds. */
  readonly at: number;
  /** `at` is the time of its arrival: when it was said cannot be told. */
  readonly untimed?: boolean;
}

/**
 * The fill as all that the venue has said of it leaves it: a part that it has said more of since stays, because words may
 * come late, or again. The same texts where nothing is new. Throws a RangeError for a size that is none.
 */
export function latestTexts({ texts, corrected }: FillRecord, correction: Correction): FillTexts {
  const said = correctedTexts(texts, correction);
  const isNews = (part: (typeof fillParts)[number]): boolean =>
    said[part] !== texts[part] && (correction.untimed || correction.at >= corrected[part]);
  const news = fillParts.filter(isNews);
  return news.length === 0 ? texts : { ...texts, ...Object.fromEntries(news.map((part) => [part, said[part]])) };
}

/** The fill as a correction leaves it. Throws a RangeError for a size that is none: a venue busts what has none. */
function correctedTexts(texts: FillTexts, { size, price, fee }: FillChange): FillTexts {
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
 * position is booked anew from all fills and splits of its slot, because what a later fill realised depends on it. `order`
 * is as the record tells of it: that of the fill may have been let go of, and not know what became of it since.
 */
function rebooked(state: DeskState, order: OrderState, record: FillRecord, texts: FillTexts | null): Rebooked {
  const { ledger } = state;
  const was = fillValue(state.ledger, order, record.texts);
  const is =
    texts === null ? { size: 0n, notional: 0n, fee: 0n, foreignFee: null } : fillValue(state.ledger, order, texts);
  const fee = (is.fee ?? 0n) - (was.fee ?? 0n);
  const notional = is.notional - was.notional;
  const cash = ledger.balance(ledger.currencyOf(order.instrument)) - signOf(order.side) * notional - fee;
  const foreign = (is.foreignFee?.amount ?? 0n) - (was.foreignFee?.amount ?? 0n);
  // A fee of nothing is in no currency.
  const currency = (is.foreignFee ?? was.foreignFee)?.currency;
  return {
    position: replayed(state, record, texts),
    cash,
    feeCash: currency === undefined ? null : { currency, balance: ledger.balance(currency) - foreign },
    filled: order.filled + is.size - was.size,
    cost: order.cost + notional,
    fees: order.fees + fee,
  };
}

/** The position that the fills and splits of a slot make, one fill being different. */
function replayed(state: DeskState, record: FillRecord, texts: FillTexts | null): Position {
  const { slot, instrument } = record.order;
  const { terms } = state.ledger;
  const splits = state.splits.filter((split) => split.instrument === instrument);
  let position = closedBooks(state, record, texts);
  let next = 0;
  for (let index = 0; index <= state.fills.length; index++) {
    for (let split = splits[next]; split !== undefined && split.fillsBefore <= index; split = splits[++next]) {
      position = splitPosition(position, split.numerator, split.denominator);
    }
    const fill = state.fills[index];
    if (fill === undefined || fill.order.slot !== slot || fill.order.instrument !== instrument) continue;
    const held = fill === record ? texts : fill.texts;
    if (held === null) continue;
    const { size, notional, fee } = fillValue(state.ledger, fill.order, held);
    const signed = signOf(fill.order.side) * size;
    position = bookFill(position, signed, notional, fee ?? 0n, fill.bookedAt, terms.costBasis);
  }
  return { ...position, funding: state.ledger.position(slot).funding };
}

/**
 * What the fills of a slot whose books are closed came to. Where the one in question is among them it is undone behind them
 * at its own price, which leaves cash, size and equity right.
 */
function closedBooks(state: DeskState, record: FillRecord, texts: FillTexts | null): Position {
  const { order, texts: was, bookedAt } = record;
  const { ledger } = state;
  const settled = state.settled.get(order.slot) ?? flat;
  if (state.fills.includes(record)) return settled;
  const book = (position: Position, held: FillTexts, sign: bigint): Position => {
    const { size, notional, fee } = fillValue(state.ledger, order, held);
    const signed = sign * signOf(order.side) * size;
    return bookFill(position, signed, notional, sign * (fee ?? 0n), bookedAt, ledger.terms.costBasis);
  };
  const undone = book(settled, was, -1n);
  return texts === null ? undone : book(undone, texts, 1n);
}

/** A booked fill of an order, from the record where the desk no longer holds it. */
export function findFill(
  state: DeskState,
  orderId: string,
  fillId: string,
  before = Number.POSITIVE_INFINITY,
): FillRecord | undefined {
  const isIt = ({ order, texts }: FillRecord): boolean => order.orderId === orderId && texts.fillId === fillId;
  return state.fills.findLast(isIt) ?? state.recall(orderId, before)?.fills.findLast(isIt);
}

/**
 * What `fill.busted` and `fill.corrected` say: the fill, what is held after it, and when the venue corrected it, where it
 * told.
 */
export function rebookingData(
  state: DeskState,
  order: OrderState,
  record: FillRecord,
  texts: FillTexts | null,
  reason: string,
  saidAt: number | null,
): JournalData {
  const { orderId, scale } = order;
  const after = rebooked(state, order, record, texts);
  const { position, filled } = after;
  const now = texts === null ? {} : { size: texts.size, price: texts.price, fee: texts.fee };
  const correctedAt = texts === null || saidAt === null ? {} : { correctedAt: saidAt };
  return {
    orderId,
    fillId: record.texts.fillId,
    ...now,
    ...correctedAt,
    was: { size: record.texts.size, price: record.texts.price, fee: record.texts.fee },
    reason,
    filledSize: formatFixed(filled, scale.sizeDigits),
    position: positionData(scale, position),
    account: accountData(state.ledger, changedBalances(state.ledger, scale.index, after)),
  };
}

/** Makes a bust or a correction true. Throws a RangeError for a fill that is not booked. */
export function applyRebooking(state: DeskState, order: OrderState, { type, data, seq }: AppliedEvent): void {
  const fillId = textField(data, "fillId");
  const record = findFill(state, order.orderId, fillId, seq ?? undefined);
  if (record === undefined) throw new RangeError(`there is no fill ${fillId} of order ${order.orderId}`);
  const texts = type === "fill.busted" ? null : correctedTexts(record.texts, fillChange(data));
  const after = rebooked(state, order, record, texts);
  if (!state.fills.includes(record)) state.settled.set(order.slot, closedBooks(state, record, texts));
  const change = after.filled - order.filled;
  state.rebookings++;
  // The change that this is a part of has not got its number yet.
  if (change < 0n) order.lostBy = state.changes + 1;
  state.ledger.book(order.slot, after, Number((texts ?? record.texts).price));
  order.filled = after.filled;
  order.undone -= change;
  order.cost = after.cost;
  order.fees = after.fees;
  order.remaining = order.size > after.filled ? order.size - after.filled : 0n;
  const index = state.fills.indexOf(record);
  if (texts === null && index >= 0) {
    state.fills.splice(index, 1);
    for (const split of state.splits) if (index < split.fillsBefore) split.fillsBefore--;
  }
  if (texts !== null) {
    record.corrected = correctedSince(record, texts, data["correctedAt"]);
    record.texts = texts;
  }
  attribute(state, order, change);
}

function correctedSince({ texts: was, corrected }: FillRecord, texts: FillTexts, at: unknown): CorrectedAt {
  if (typeof at !== "number") return corrected;
  const timeOf = (part: keyof CorrectedAt): number => (texts[part] === was[part] ? corrected[part] : at);
  return { size: timeOf("size"), price: timeOf("price"), fee: timeOf("fee") };
}

function fillChange(data: JournalData): FillChange {
  const change: { -readonly [key in keyof FillChange]: FillChange[key] } = {};
  for (const name of fillParts) {
    const text = optionalText(data, name);
    if (text !== undefined) change[name] = text;
  }
  return change;
}
