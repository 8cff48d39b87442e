import { t } from "../../i18n/t.ts";
import { Field } from "../../ui/field.tsx";
import styles from "./blotter.module.css";

/** The text filter over a table of the blotter. */
export function TableFilter({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <Field
      label={t("blotter.filter")}
      hideLabel
      type="search"
      placeholder={t("blotter.filter.placeholder")}
      value={value}
      onChange={onChange}
      className={styles.filter}
    />
  );
}
