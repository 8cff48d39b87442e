import { type RefObject, useEffect } from "react";
import { useSelection } from "../../stores/selection.ts";

/** Brings the setting that another panel asks for into sight: unfolds it, scrolls to it and puts the focus there. */
export function useShownSetting(root: RefObject<HTMLElement | null>, isReady: boolean): void {
  const path = useSelection((state) => state.settingPath);
  useEffect(() => {
    if (path === null || !isReady) return;
    useSelection.setState({ settingPath: null });
    // A setting inside another, such as the limit of one trader, is shown where that one is edited.
    const outer = path.split(".").slice(0, 2).join(".");
    const found = root.current?.querySelector(`[data-setting="${CSS.escape(outer)}"]`);
    if (!found) return;
    const folded = found.closest("details");
    if (folded) folded.open = true;
    found.scrollIntoView({ block: "center" });
    found.querySelector<HTMLElement>("input, textarea, button")?.focus();
  }, [path, isReady, root]);
}
