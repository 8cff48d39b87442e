import { create } from "zustand";
import type { Appearance } from "../../shared/model/settings.ts";

/** How the page looks, kept by the profile. */
export const useAppearance = create<Appearance>(() => ({
  theme: "system",
  palette: "green-up",
  timeZone: "UTC",
  confirmOrders: true,
}));
