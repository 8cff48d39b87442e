import type { RiskLimits } from "../../../shared/model/risk.ts";
import { t } from "../../i18n/t.ts";
import type { LimitGroup as Group, LimitField, LimitKey } from "./limit-fields.ts";
import { LimitInput } from "./limit-input.tsx";
import { limitLabel } from "./limit-label.ts";
import type { LimitProblem, LimitsForm } from "./limits-form.ts";
import styles from "./settings.module.css";

export interface LimitGroupProps {
  group: Group;
  fields: readonly LimitField[];
  /** What holds now: it decides what is folded, so that nothing moves while it is typed. */
  limits: RiskLimits;
  form: LimitsForm;
  /** Names of limits that loosen only with the next trading day; `*` is all. */
  locked: readonly string[];
  problems: ReadonlyMap<LimitKey, LimitProblem>;
  disabled: boolean;
  onChange: (key: LimitKey, value: string) => void;
}

/** The limits of one group: those that are set in sight, the others folded under their names. */
export function LimitGroup({ group, fields, limits, form, locked, problems, disabled, onChange }: LimitGroupProps) {
  const set = fields.filter(({ key }) => limits[key] !== undefined);
  const unset = fields.filter(({ key }) => limits[key] === undefined);
  const input = (field: LimitField) => (
    <LimitInput
      key={field.key}
      field={field}
      value={form[field.key]}
      locked={locked.includes("*") || locked.includes(field.key)}
      problem={problems.get(field.key)}
      disabled={disabled}
      onChange={(value) => onChange(field.key, value)}
    />
  );
  return (
    <fieldset className={styles.group}>
      <legend>
        {t(`settings.group.${group}`)}{" "}
        <span className={styles.quiet}>{t("settings.group.set", { set: set.length, all: fields.length })}</span>
      </legend>
      {set.map(input)}
      {unset.length === 0 ? null : (
        <details className={styles.unset}>
          <summary>{t("settings.group.unset", { names: unset.map(({ key }) => limitLabel(key)).join(", ") })}</summary>
          {unset.map(input)}
        </details>
      )}
    </fieldset>
  );
}
