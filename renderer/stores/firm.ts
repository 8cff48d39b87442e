import { create } from "zustand";
import type { FirmDayPoint, PropFirmReport } from "../../shared/model/prop-firm-report.ts";

export interface Firm {
  /** `undefined` until its first word, `null` where the account is under no preset. */
  readonly report: PropFirmReport | null | undefined;
  /** The firm's day so far. */
  readonly day: readonly FirmDayPoint[];
}

/** The account under its prop firm. */
export const useFirm = create<Firm>(() => ({ report: undefined, day: [] }));
