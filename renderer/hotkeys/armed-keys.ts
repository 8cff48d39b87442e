import { useEffect } from "react";
import { create } from "zustand";

/** Why keys that trade are off again; `null` while they have not been armed yet. */
type DisarmReason = "pressed" | "blur" | "idle" | "left";

interface ArmedKeys {
  readonly armed: boolean;
  readonly reason: DisarmReason | null;
}

/** Keys that trade are off until a person arms them. */
export const useArmedKeys = create<ArmedKeys>(() => ({ armed: false, reason: null }));

/** Nobody has touched the page for so long: whoever armed the keys may be gone. */
export const idleAfterMs = 300_000;

export function armKeys(): void {
  useArmedKeys.setState({ armed: true, reason: null });
}

export function disarmKeys(reason: DisarmReason): void {
  if (useArmedKeys.getState().armed) useArmedKeys.setState({ armed: false, reason });
}

/** Whether something is open that wants an answer first: a key must not trade behind it. */
const isAsked = (): boolean =>
  document.querySelector(":is([role=dialog], [role=alertdialog]):not([aria-modal=false])") !== null;

/** Runs what a trading key does, only while the keys are armed and nothing else is asked. */
export function whileArmed(run: () => void): () => void {
  return () => {
    if (useArmedKeys.getState().armed && !isAsked()) run();
  };
}

/**
 * Disarms when the window loses the focus or is hidden, when nobody has touched it for a while, and when `mayStay` says that
 * the person has left the room of the ticket or the page no longer reaches the desk.
 */
export function useDisarming(mayStay: boolean): void {
  const armed = useArmedKeys((state) => state.armed);
  useEffect(() => {
    if (armed && !mayStay) disarmKeys("left");
  }, [armed, mayStay]);
  useEffect(() => {
    if (!armed) return;
    const stop = new AbortController();
    const { signal } = stop;
    let timer: ReturnType<typeof setTimeout>;
    const touched = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => disarmKeys("idle"), idleAfterMs);
    };
    touched();
    for (const type of ["keydown", "pointerdown", "pointermove", "wheel"])
      window.addEventListener(type, touched, { signal, passive: true, capture: true });
    // A locked screen takes the focus and hides the page.
    window.addEventListener("blur", () => disarmKeys("blur"), { signal });
    window.addEventListener("pagehide", () => disarmKeys("blur"), { signal });
    document.addEventListener("visibilitychange", () => document.hidden && disarmKeys("blur"), { signal });
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [armed]);
}
