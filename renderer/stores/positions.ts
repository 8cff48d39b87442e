import { create } from "zustand";
import type { PositionView } from "../../shared/model/portfolio.ts";

export interface Positions {
  readonly byId: Readonly<Record<string, PositionView>>;
}

export const usePositions = create<Positions>(() => ({ byId: {} }));

export function takePositions(positions: readonly PositionView[]): void {
  usePositions.setState((state) => ({
    byId: { ...state.byId, ...Object.fromEntries(positions.map((position) => [position.instrumentId, position])) },
  }));
}

/** Whether a position holds anything. */
export function isOpen(position: PositionView): boolean {
  return /[1-9]/.test(position.size);
}
