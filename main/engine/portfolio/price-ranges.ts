import { formatFixed, parseFixed, toNumber } from "../../../shared/model/fixed.ts";
import type { JournalData } from "../../../shared/model/journal-event.ts";
import { optionalText, textField } from "../applied-event.ts";
import type { DeskState } from "../desk-state.ts";
import type { InstrumentScale } from "../gate.ts";

/**
 * What `ranges` of an `account.snapshotted` holds: the lowest and highest price that each open position has seen, decimal
 * text in the instrument's increments, because prices are no events and a restart has to know the way of a position.
 */
export function rangesData({ ledger, marks }: DeskState): JournalData[] {
  return ledger.positions.flatMap(({ size }, slot) => {
    if (size === 0n) return [];
    const instrument = ledger.instrumentOf(slot);
    const { instrument: listed, priceDigits } = ledger.scales[instrument] as InstrumentScale;
    const text = (price: number): string => formatFixed(marks.unitsOf(instrument, price) ?? 0n, priceDigits);
    const [low, high] = ledger.range(slot).map(text) as [string, string];
    const side = ledger.hedging ? { positionSide: slot % 2 === 0 ? "long" : "short" } : {};
    return [{ instrumentId: listed.id, ...side, low, high }];
  });
}

/** Shows open positions the ranges that an event tells of; one of before tells of none. Throws a RangeError for text that is no price. */
export function applyRanges(state: DeskState, { ranges }: JournalData): void {
  if (!Array.isArray(ranges)) return;
  for (const range of ranges as readonly JournalData[]) {
    const scale = state.scale(textField(range, "instrumentId"));
    if (scale === undefined) continue;
    const price = (name: string): number =>
      toNumber(parseFixed(textField(range, name), scale.priceDigits), scale.priceDigits);
    const side = optionalText(range, "positionSide") === "short" ? "short" : "long";
    state.ledger.seeRange(state.ledger.slotOf(scale.index, side), price("low"), price("high"));
  }
}
