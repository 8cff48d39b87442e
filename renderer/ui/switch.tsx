import { Switch as Base } from "@base-ui/react/switch";
import { type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";
import styles from "./toggle.module.css";

export interface SwitchProps {
  label: string;
  hint?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean | undefined;
}

/** Turns something on or off at once. */
export function Switch({ label, hint, checked, onChange, disabled }: SwitchProps) {
  const id = useId();
  return (
    <label htmlFor={`${id}-box`} className={classNames(styles.label, disabled && styles.disabled)}>
      <Base.Root
        id={`${id}-box`}
        className={styles.switch}
        checked={checked}
        disabled={disabled ?? false}
        onCheckedChange={(next) => onChange(next)}
        aria-labelledby={id}
      >
        <Base.Thumb className={styles.thumb} />
      </Base.Root>
      <span className={styles.texts}>
        <span id={id}>{label}</span>
        {hint ? <span className={styles.hint}>{hint}</span> : null}
      </span>
    </label>
  );
}
