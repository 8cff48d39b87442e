import { create } from "zustand";
import type { DeskHealth, DeskInfo } from "../../shared/contract/desk.ts";
import type { Instrument } from "../../shared/model/instrument.ts";

export interface DeskState {
  readonly info: DeskInfo | null;
  readonly health: DeskHealth | null;
  /** When the last pulse arrived here, by this machine's clock. */
  readonly healthReceivedAt: number;
}

export const useDeskState = create<DeskState>(() => ({ info: null, health: null, healthReceivedAt: 0 }));

const none: readonly Instrument[] = [];

/** All instruments of the desk, in its order. */
export function useInstruments(): readonly Instrument[] {
  return useDeskState((state) => state.info?.instruments ?? none);
}

/** One instrument by id, or `undefined` while it is not known. */
export function useInstrument(instrumentId: string | null | undefined): Instrument | undefined {
  return useDeskState((state) => state.info?.instruments.find(({ id }) => id === instrumentId));
}

/** Whether this session may trade; a viewer may only look and stop. */
export function useMayTrade(): boolean {
  return useDeskState((state) => state.info?.role === "trader");
}

/** Whether the account holds a long and a short position side by side. */
export function useHedging(): boolean {
  return useDeskState((state) => state.info?.terms.positionMode === "hedging");
}

/** The currency of the account. */
export function useCurrency(): string {
  return useDeskState((state) => state.info?.currency ?? "");
}
