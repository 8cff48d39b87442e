import { create } from "zustand";
import { positionKey } from "../../shared/contract/trading.ts";
import type { PositionSide } from "../../shared/model/order.ts";
import type { PositionView } from "../../shared/model/portfolio.ts";

export interface Positions {
  /** By instrument, and where the account holds both also by side: see `positionKey`. */
  readonly byId: Readonly<Record<string, PositionView>>;
}

export const usePositions = create<Positions>(() => ({ byId: {} }));

export function takePositions(positions: readonly PositionView[]): void {
  usePositions.setState((state) => ({
    byId: { ...state.byId, ...Object.fromEntries(positions.map((position) => [positionKey(position), position])) },
  }));
}

/** The position of an instrument: the net one, or the one of a side where the account holds both. */
export function positionIn(
  { byId }: Positions,
  instrumentId: string,
  positionSide: PositionSide | undefined,
): PositionView | undefined {
  return byId[positionKey({ instrumentId, positionSide })];
}

/** Whether a position holds anything. */
export function isOpen(position: PositionView): boolean {
  return /[1-9]/.test(position.size);
}
