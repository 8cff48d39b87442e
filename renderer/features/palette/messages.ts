import type { MessageCatalogue } from "../../i18n/t.ts";

export const paletteMessages = {
  "palette.title": "Commands",
  "palette.search": "Search instruments, rooms, intervals, commands",
  "palette.none": "Nothing matches.",
  "palette.how": "Arrows choose, Enter runs, Esc closes",
} as const satisfies MessageCatalogue;
