import { create } from "zustand";
import type { AccountView } from "../../shared/model/portfolio.ts";

/** The one account of this desk; `null` until its first word. */
export const useAccount = create<{ readonly account: AccountView | null }>(() => ({ account: null }));
