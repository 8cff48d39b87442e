import type { ReactNode } from "react";
import styles from "./badge.module.css";
import { classNames } from "./class-names.ts";

export type BadgeTone = "neutral" | "up" | "down" | "ok" | "warn" | "bad" | "info";

export interface BadgeProps {
  tone?: BadgeTone;
  icon?: ReactNode;
  className?: string | undefined;
  children: ReactNode;
}

/** A word in a small coloured box: colour supports the word, it never replaces it. */
export function Badge({ tone = "neutral", icon, className, children }: BadgeProps) {
  return (
    <span className={classNames(styles.badge, styles[tone], className)}>
      {icon}
      {children}
    </span>
  );
}
