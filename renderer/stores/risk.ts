import { create } from "zustand";
import type { RiskView } from "../../shared/contract/risk.ts";

/** The gate as it stands; `null` until its first word. */
export const useRisk = create<{ readonly risk: RiskView | null }>(() => ({ risk: null }));
