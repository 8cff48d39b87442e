import { ChevronDown, ChevronUp } from "lucide-react";
import { type KeyboardEvent, type ReactNode, type Ref, useState } from "react";
import { t } from "../i18n/t.ts";
import { classNames } from "./class-names.ts";
import styles from "./field.module.css";
import { FieldFrame, type FieldFrameProps } from "./field.tsx";
import { parseDecimal } from "./format/parse-decimal.ts";
import { stepDecimal } from "./format/step-decimal.ts";

export interface NumberFieldProps extends FieldFrameProps {
  /** Decimal text, or empty, or what was typed and is no number. */
  value: string;
  /** Gets decimal text, empty when nothing is typed, and what cannot be read as it stands: taken for nothing it would lift a limit or drop a stop. */
  onChange: (value: string) => void;
  /** Decimal text: what an arrow key adds; with Shift ten times as much. */
  step?: string;
  min?: string;
  /** Where arrows start when the field is empty, for example the last price. */
  startAt?: string | undefined;
  unit?: ReactNode;
  placeholder?: string;
  onEnter?: () => void;
  inputRef?: Ref<HTMLInputElement>;
  name?: string;
}

const meaning = (text: string): string => parseDecimal(text) ?? text.trim();

/** A decimal number as text in and text out; arrows step, `k` and `m` multiply, nothing becomes a double. */
export function NumberField(props: NumberFieldProps) {
  const { label, value, onChange, step = "1", min = "0", startAt, unit, placeholder, onEnter, inputRef, name } = props;
  const { hideLabel, hint, disabled, className } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const shown = draft !== null && meaning(draft) === value ? draft : value;
  const unreadable = value.trim() !== "" && parseDecimal(value) === null;
  const error = unreadable ? t("ui.not-a-number") : props.error;

  const move = (count: number): void => {
    const next = stepDecimal((unreadable ? "" : value) || startAt || "0", step, count, min);
    setDraft(null);
    onChange(next);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === "Enter") onEnter?.();
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    move((event.key === "ArrowUp" ? 1 : -1) * (event.shiftKey ? 10 : 1));
  };

  return (
    <FieldFrame label={label} hideLabel={hideLabel} hint={hint} error={error} disabled={disabled} className={className}>
      {(ids) => (
        <>
          <input
            type="text"
            inputMode="decimal"
            autoComplete="off"
            spellCheck={false}
            ref={inputRef}
            name={name}
            className={classNames(styles.input, styles.number)}
            disabled={disabled}
            placeholder={placeholder}
            value={shown}
            onChange={(event) => {
              setDraft(event.currentTarget.value);
              onChange(meaning(event.currentTarget.value));
            }}
            onBlur={() => setDraft(null)}
            onKeyDown={onKeyDown}
            {...ids}
          />
          {unit ? <span className={styles.unit}>{unit}</span> : null}
          <span className={styles.steps}>
            <button
              type="button"
              className={styles.step}
              tabIndex={-1}
              disabled={disabled}
              aria-label={t("ui.increase", { label })}
              onClick={(event) => move(event.shiftKey ? 10 : 1)}
            >
              <ChevronUp aria-hidden />
            </button>
            <button
              type="button"
              className={styles.step}
              tabIndex={-1}
              disabled={disabled}
              aria-label={t("ui.decrease", { label })}
              onClick={(event) => move(event.shiftKey ? -10 : -1)}
            >
              <ChevronDown aria-hidden />
            </button>
          </span>
        </>
      )}
    </FieldFrame>
  );
}
