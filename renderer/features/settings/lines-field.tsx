import { FieldFrame, type FieldFrameProps } from "../../ui/field.tsx";
import styles from "./settings.module.css";

interface LinesFieldProps extends FieldFrameProps {
  value: string;
  placeholder: string | undefined;
  onChange: (value: string) => void;
}

/** A setting as text of one line or several. */
export function LinesField({ value, placeholder, onChange, ...frame }: LinesFieldProps) {
  return (
    <FieldFrame {...frame}>
      {(ids) => (
        <textarea
          className={styles.lines}
          rows={value === "" ? 1 : Math.min(8, value.split("\n").length)}
          spellCheck={false}
          disabled={frame.disabled}
          placeholder={placeholder}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          {...ids}
        />
      )}
    </FieldFrame>
  );
}
