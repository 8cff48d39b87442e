import { create } from "zustand";

/** Whether the command palette is open, and what stands in its search. */
export const usePalette = create<{ readonly open: boolean; readonly search: string }>(() => ({
  open: false,
  search: "",
}));

/** Opens the palette from anywhere, with a search already begun. */
export function openPalette(search = ""): void {
  usePalette.setState({ open: true, search });
}

export function closePalette(): void {
  usePalette.setState({ open: false });
}
