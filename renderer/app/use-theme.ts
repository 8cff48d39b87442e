import { useEffect, useSyncExternalStore } from "react";
import { useAppearance } from "../stores/appearance.ts";

const light = (): MediaQueryList => window.matchMedia("(prefers-color-scheme: light)");

function subscribe(listener: () => void): () => void {
  const query = light();
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}

/** Writes the chosen theme and palette onto the document; `system` follows the operating system. */
export function useTheme(): void {
  const theme = useAppearance((state) => state.theme);
  const palette = useAppearance((state) => state.palette);
  const systemLight = useSyncExternalStore(subscribe, () => light().matches);
  const resolved = theme === "system" ? (systemLight ? "light" : "dark") : theme;
  useEffect(() => {
    document.documentElement.dataset["theme"] = resolved;
    document.documentElement.dataset["palette"] = palette;
  }, [resolved, palette]);
}
