import { divideHalfEven, MONEY_DIGITS, tenTo } from "../../../shared/model/fixed.ts";
import { CostBook } from "./cost-book.ts";
import type { Slot, SlotFill, SlotSplit } from "./slot-fill.ts";

/** What each fill and split of a slot realised, and what belongs to none of them: it goes to the fill that was changed last. */
export interface SlotResults {
  of(entry: SlotFill | SlotSplit): bigint;
  readonly rest: bigint;
}

/**
 * While every fill holds as it came, its event says what it realised. Once one was changed the journal states only the sum,
 * and what later fills realised depends on it: then the slot is booked anew, as the desk does, and the sum stays the stated one.
 */
export function slotResults(slot: Slot, fifo: boolean): SlotResults {
  if (slot.correctedAt === null) return { of: ({ realized }) => realized, rest: 0n };
  const book = new CostBook(fifo);
  const grain = grainOf(slot);
  const moves = new Map<SlotFill | SlotSplit, bigint>();
  for (const entry of slot.entries) {
    if (entry.kind === "split") {
      moves.set(entry, book.split(entry.ratio, splitSize(slot, book.size, entry.ratio), grain));
    } else if (entry.busted === null) {
      moves.set(entry, book.fill(entry.buys ? entry.size : -entry.size, entry.price));
    }
  }
  const total = [...moves.values()].reduce((sum, move) => sum + move, 0n);
  const [numerator, denominator] = moveValue(slot, fifo) ?? (total === 0n ? [0n, 1n] : [slot.realized, total]);
  const worth = (move: bigint): bigint => divideHalfEven(move * numerator, denominator);
  const told = [...moves.values()].reduce((sum, move) => sum + worth(move), 0n);
  return { of: (entry) => worth(moves.get(entry) ?? 0n), rest: slot.realized - told };
}

/** What a move of one in price makes with a size of one: the multiplier, from a fill that still holds as it came. */
function moveValue(slot: Slot, fifo: boolean): readonly [bigint, bigint] | null {
  const book = new CostBook(fifo);
  const grain = grainOf(slot);
  for (const entry of slot.entries) {
    if (entry.seq >= (slot.correctedAt ?? 0)) continue;
    if (entry.kind === "split") {
      book.split(entry.ratio, entry.size, grain);
      continue;
    }
    const { size, price } = entry.first;
    const move = book.fill(entry.buys ? size : -size, price);
    if (move !== 0n && entry.realized !== 0n) return [entry.realized, move];
  }
  return null;
}

/** What is held after a split where fills before it were changed: whole units of the finest that the slot counts in. */
export function splitSize(slot: Slot, size: bigint, [numerator, denominator]: readonly [bigint, bigint]): bigint {
  const after = (size * numerator) / denominator;
  return after - (after % grainOf(slot));
}

function grainOf({ entries }: Slot): bigint {
  let grain = tenTo(MONEY_DIGITS);
  for (const entry of entries) {
    const told = entry.kind === "fill" ? entry.first.size : entry.size;
    while (told % grain !== 0n) grain /= 10n;
  }
  return grain;
}
