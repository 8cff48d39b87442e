import { type RefObject, useEffect } from "react";
import { useSelection } from "../../stores/selection.ts";

/** Brings the setting that another panel asks for into sight: unfolds it, scrolls to it and puts the focus there. */
export function useShownSetting(root: RefObject<HTMLElement | null>, isReady: boolean): void {
  const path = useSelection((state) => state.settingPath);
  useEffect(() => {
    if (path === null || !isReady) return;
    useSelection.setState({ settingPath: null });
    const shows = (setting: string) => root.current?.querySelector(`[data-setting="${CSS.escape(setting)}"]`);
    // A setting inside another, such as the limit of one trader, is shown where that one is edited.
    const found = shows(path) ?? shows(path.split(".").slice(0, 2).join("."));
    if (!found) return;
    const folded = found.closest("details");
    if (folded) folded.open = true;
    found.scrollIntoView({ block: "center" });
    found.querySelector<HTMLElement>('input:not([aria-hidden="true"]), textarea, button:not([data-aside])')?.focus();
  }, [path, isReady, root]);
}
