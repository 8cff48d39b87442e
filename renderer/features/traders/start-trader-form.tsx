import type { StrategyInfo, StrategyParameter } from "../../../shared/contract/traders.ts";
import type { Instrument } from "../../../shared/model/instrument.ts";
import { t } from "../../i18n/t.ts";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/select.tsx";
import { type FormProblem, formFor, type TraderForm } from "./trader-form.ts";
import styles from "./traders.module.css";

export interface StartTraderFormProps {
  strategies: readonly StrategyInfo[];
  strategy: StrategyInfo;
  instruments: readonly Instrument[];
  form: TraderForm;
  problems: ReadonlyMap<string, FormProblem>;
  onChange: (form: TraderForm) => void;
  onSubmit: () => void;
}

/** The form that a strategy's own parameters draw. */
export function StartTraderForm(props: StartTraderFormProps) {
  const { strategies, strategy, instruments, form, problems, onChange, onSubmit } = props;
  const problem = (field: string): string | null => {
    const id = problems.get(field);
    return id === undefined ? null : t(id);
  };
  const toggle = (id: string, chosen: boolean): void => {
    const others = form.instrumentIds.filter((each) => each !== id);
    onChange({ ...form, instrumentIds: chosen ? [...others, id] : others });
  };
  return (
    <form
      className={styles.form}
      aria-label={t("traders.form.title")}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <div className={styles.pair}>
        <Select
          label={t("traders.form.strategy")}
          value={form.strategy}
          onChange={(name) => {
            const next = strategies.find((each) => each.name === name);
            if (next) onChange(formFor(next, form.instrumentIds));
          }}
          options={strategies.map(({ name, title }) => ({ value: name, label: title }))}
        />
        <Field
          label={t("traders.form.name")}
          value={form.name}
          maxLength={60}
          error={problem("name")}
          onChange={(name) => onChange({ ...form, name })}
        />
      </div>
      <p className={styles.sub}>{strategy.text}</p>
      <fieldset className={styles.group}>
        <legend>{t("traders.form.instruments")}</legend>
        <div className={styles.checks}>
          {instruments.map(({ id, symbol }) => (
            <Checkbox
              key={id}
              label={symbol}
              checked={form.instrumentIds.includes(id)}
              onChange={(chosen) => toggle(id, chosen)}
            />
          ))}
        </div>
        {problem("instrumentIds") ? (
          <p className={styles.problem} role="alert">
            {problem("instrumentIds")}
          </p>
        ) : null}
      </fieldset>
      <fieldset className={styles.group}>
        <legend>{t("traders.form.params")}</legend>
        <div className={styles.pair}>
          {strategy.parameters.map((parameter) => (
            <Parameter
              key={parameter.name}
              parameter={parameter}
              value={form.params[parameter.name] ?? ""}
              error={problem(`params.${parameter.name}`)}
              onChange={(value) => onChange({ ...form, params: { ...form.params, [parameter.name]: value } })}
            />
          ))}
        </div>
      </fieldset>
      <p className={styles.sub}>{t("traders.form.note")}</p>
      <button type="submit" hidden />
    </form>
  );
}

interface ParameterProps {
  parameter: StrategyParameter;
  value: string;
  error: string | null;
  onChange: (value: string) => void;
}

function Parameter({ parameter, value, error, onChange }: ParameterProps) {
  if (parameter.kind === "choice")
    return (
      <div className={styles.parameter}>
        <Select
          label={parameter.name}
          value={value}
          onChange={onChange}
          options={(parameter.choices ?? []).map((choice) => ({ value: choice, label: choice }))}
        />
        <p className={styles.hint}>{parameter.text}</p>
      </div>
    );
  return <Field label={parameter.name} value={value} hint={parameter.text} error={error} onChange={onChange} />;
}
