import { Checkbox as Base } from "@base-ui/react/checkbox";
import { Check } from "lucide-react";
import { type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";
import styles from "./toggle.module.css";

export interface CheckboxProps {
  label: string;
  /** Under the label; for a disabled box it says why. */
  hint?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean | undefined;
}

/** Marks a choice that takes effect with the form it belongs to. */
export function Checkbox({ label, hint, checked, onChange, disabled }: CheckboxProps) {
  const id = useId();
  return (
    <label htmlFor={`${id}-box`} className={classNames(styles.label, disabled && styles.disabled)}>
      <Base.Root
        id={`${id}-box`}
        className={styles.box}
        checked={checked}
        disabled={disabled ?? false}
        onCheckedChange={(next) => onChange(next)}
        aria-labelledby={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
      >
        <Base.Indicator>
          <Check aria-hidden strokeWidth={3} />
        </Base.Indicator>
      </Base.Root>
      <span className={styles.texts}>
        <span id={id}>{label}</span>
        {hint ? (
          <span id={`${id}-hint`} className={styles.hint}>
            {hint}
          </span>
        ) : null}
      </span>
    </label>
  );
}
