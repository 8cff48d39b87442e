import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactElement } from "react";
import styles from "./tooltip.module.css";

export interface TooltipProps {
  text: string;
  side?: "top" | "bottom" | "left" | "right";
  /** One focusable element that takes a ref. */
  children: ReactElement<Record<string, unknown>>;
}

/** A hint on hover and focus; never the only place something is said. */
export function Tooltip({ text, side = "bottom", children }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children} delay={350} />
      <Base.Portal>
        <Base.Positioner className={styles.positioner} sideOffset={6} side={side}>
          <Base.Popup className={styles.popup}>{text}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
