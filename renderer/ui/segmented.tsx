import { type KeyboardEvent, useRef } from "react";
import { classNames } from "./class-names.ts";
import styles from "./segmented.module.css";

export interface SegmentedOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly disabled?: boolean | undefined;
  /** Takes the colour of its side when chosen. */
  readonly tone?: "buy" | "sell" | undefined;
}

export interface SegmentedProps<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly SegmentedOption<Value>[];
  size?: "medium" | "large";
  wide?: boolean;
  className?: string | undefined;
}

/** A few choices side by side: a radio group, so arrows move and only the chosen one is a tab stop. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const { label, value, onChange, options, size = "medium", wide, className } = props;
  const group = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const usable = options.filter((option) => !option.disabled);
    const at = usable.findIndex((option) => option.value === value);
    const next = usable[(at + step + usable.length) % usable.length];
    if (!next) return;
    onChange(next.value);
    group.current?.querySelector<HTMLButtonElement>(`[data-value="${CSS.escape(next.value)}"]`)?.focus();
  };
  return (
    <div
      ref={group}
      role="radiogroup"
      aria-label={label}
      className={classNames(styles.group, wide && styles.wide, styles[size], className)}
      onKeyDown={move}
    >
      {options.map((option) => {
        const chosen = option.value === value;
        return (
          // biome-ignore lint/a11y/useSemanticElements: a button looks and focuses alike on every platform
          <button
            key={option.value}
            type="button"
            role="radio"
            aria-checked={chosen}
            data-value={option.value}
            disabled={option.disabled}
            tabIndex={chosen ? 0 : -1}
            className={classNames(styles.option, chosen && styles.chosen, chosen && option.tone && styles[option.tone])}
            onClick={() => onChange(option.value)}
          >
            {option.label}
          </button>
        );
      })}
    </div>
  );
}
