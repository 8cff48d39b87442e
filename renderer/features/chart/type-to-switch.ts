import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { openPalette } from "../../stores/palette.ts";
import { selectInterval } from "../../stores/selection.ts";
import { intervalFromTyped, mayGrow } from "./typed-interval.ts";

/** How long a half-typed interval waits for its next digit. */
const settleMs = 700;

/** Digits typed on the chart change the interval, letters open the instrument search. Returns what is typed so far. */
export function useTypeToSwitch(): { typed: string; onKeyDown: (event: KeyboardEvent) => boolean } {
  const [typed, setTyped] = useState("");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const settle = (text: string): void => {
    clearTimeout(timer.current);
    setTyped("");
    const interval = intervalFromTyped(text);
    if (interval) selectInterval(interval);
  };
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const digit = /^[0-9]$/.test(event.key);
    const unit = typed !== "" && /^[mhd]$/i.test(event.key);
    if (digit || unit) {
      const next = typed + event.key;
      if (!mayGrow(next)) settle(next);
      else {
        setTyped(next);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => settle(next), settleMs);
      }
      return true;
    }
    if (typed !== "" && event.key === "Enter") {
      settle(typed);
      return true;
    }
    if (typed !== "" && event.key === "Escape") {
      settle("");
      return true;
    }
    if (/^[a-z]$/i.test(event.key)) {
      openPalette(event.key);
      return true;
    }
    return false;
  };
  return { typed, onKeyDown };
}
