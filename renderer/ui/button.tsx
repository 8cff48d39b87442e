import type { ComponentPropsWithRef } from "react";
import styles from "./button.module.css";
import { classNames } from "./class-names.ts";

export type ButtonVariant = "buy" | "sell" | "primary" | "quiet" | "danger" | "plain";

export interface ButtonProps extends ComponentPropsWithRef<"button"> {
  variant?: ButtonVariant;
  size?: "small" | "medium" | "large";
  wide?: boolean;
}

/** A push button; `buy` and `sell` take the market palette, `danger` is for what cannot be taken back. */
export function Button({ variant = "plain", size = "medium", wide, className, type, ...rest }: ButtonProps) {
  return (
    <button
      type={type ?? "button"}
      className={classNames(styles.button, styles[variant], styles[size], wide && styles.wide, className)}
      {...rest}
    />
  );
}
