import { useEffect, useRef } from "react";
import { addShortcut, dispatchKey, type Shortcut } from "./hotkey-manager.ts";

/** Offers a shortcut while the component is mounted. */
export function useHotkey({ keys, text, group, run, everywhere }: Shortcut): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(
    () => addShortcut({ keys, text, group, everywhere, run: () => latest.current() }),
    [keys, text, group, everywhere],
  );
}

/** Listens to the page's keys; once, at the root. */
export function useHotkeyDispatch(): void {
  useEffect(() => {
    window.addEventListener("keydown", dispatchKey);
    return () => window.removeEventListener("keydown", dispatchKey);
  }, []);
}
