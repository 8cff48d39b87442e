import type { ComponentPropsWithRef, ReactNode } from "react";
import styles from "./button.module.css";
import { classNames } from "./class-names.ts";
import { Tooltip } from "./tooltip.tsx";

export interface IconButtonProps extends Omit<ComponentPropsWithRef<"button">, "aria-label" | "children"> {
  /** What it does, as its accessible name and its tooltip. */
  label: string;
  icon: ReactNode;
  size?: "small" | "medium";
  /** Makes it a toggle. */
  pressed?: boolean | undefined;
}

/** A button that shows only an icon and says what it does on hover, on focus and to assistive technology. */
export function IconButton({ label, icon, size = "medium", pressed, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={pressed}
        className={classNames(
          styles.button,
          styles.quiet,
          styles.icon,
          styles[size],
          pressed && styles.pressed,
          className,
        )}
        {...rest}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
