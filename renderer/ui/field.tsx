import { type ComponentPropsWithRef, type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";
import styles from "./field.module.css";

export interface FieldFrameProps {
  label: string;
  /** Keeps the label for assistive technology only. */
  hideLabel?: boolean | undefined;
  hint?: ReactNode;
  /** Says what is wrong and how to put it right; marks the control invalid. */
  error?: string | null | undefined;
  disabled?: boolean | undefined;
  className?: string | undefined;
}

interface ControlIds {
  readonly id: string;
  readonly "aria-invalid": true | undefined;
  readonly "aria-describedby": string | undefined;
}

/** Label, control, hint and error, wired together for assistive technology. */
export function FieldFrame({
  label,
  hideLabel,
  hint,
  error,
  disabled,
  className,
  children,
}: FieldFrameProps & { children: (ids: ControlIds) => ReactNode }) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? hint;
  return (
    <div className={classNames(styles.field, className)}>
      <label htmlFor={id} className={hideLabel ? "visually-hidden" : styles.label}>
        {label}
      </label>
      <div className={classNames(styles.row, error && styles.invalid, disabled && styles.disabled)}>
        {children({
          id,
          "aria-invalid": error ? true : undefined,
          "aria-describedby": note ? noteId : undefined,
        })}
      </div>
      {note ? (
        <div id={noteId} className={error ? styles.error : styles.hint} role={error ? "alert" : undefined}>
          {note}
        </div>
      ) : null}
    </div>
  );
}

export interface FieldProps
  extends FieldFrameProps,
    Omit<ComponentPropsWithRef<"input">, "onChange" | "value" | "className"> {
  value: string;
  onChange: (value: string) => void;
}

/** One line of text with its label, hint and error. */
export function Field({ label, hideLabel, hint, error, disabled, className, value, onChange, ...rest }: FieldProps) {
  return (
    <FieldFrame label={label} hideLabel={hideLabel} hint={hint} error={error} disabled={disabled} className={className}>
      {(ids) => (
        <input
          type="text"
          autoComplete="off"
          spellCheck={false}
          className={styles.input}
          disabled={disabled}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          {...rest}
          {...ids}
        />
      )}
    </FieldFrame>
  );
}
