import { t } from "../../i18n/t.ts";
import { Checkbox } from "../../ui/checkbox.tsx";
import { FieldFrame } from "../../ui/field.tsx";
import { NumberField } from "../../ui/number-field.tsx";
import { Select } from "../../ui/select.tsx";
import styles from "./risk.module.css";
import { type TermsForm, wrongRelease } from "./terms-form.ts";

export interface TermsFieldsProps {
  form: TermsForm;
  /** What this preset leaves to the trader: the rest is not asked. */
  asks: { readonly optionalDailyLoss: boolean; readonly automation: boolean; readonly calendar: boolean };
  fresh: boolean;
  onChange: (change: Partial<TermsForm>) => void;
  onFresh: (fresh: boolean) => void;
}

/** What a trader settles beside the firm's own rules. */
export function TermsFields({ form, asks, fresh, onChange, onFresh }: TermsFieldsProps) {
  return (
    <fieldset className={styles.terms}>
      <legend>{t("risk.preset.terms")}</legend>
      {asks.optionalDailyLoss ? (
        <Checkbox
          label={t("risk.preset.optional")}
          checked={form.optionalDailyLoss}
          onChange={(optionalDailyLoss) => onChange({ optionalDailyLoss })}
        />
      ) : null}
      {asks.automation ? (
        <Checkbox
          label={t("risk.preset.confirmed")}
          checked={form.automationConfirmed}
          onChange={(automationConfirmed) => onChange({ automationConfirmed })}
        />
      ) : null}
      {asks.calendar ? <CalendarField form={form} onChange={onChange} /> : null}
      <Checkbox label={t("risk.preset.fresh")} checked={fresh} onChange={onFresh} />
      <div className={styles.termsRow}>
        <NumberField
          label={t("risk.preset.margin")}
          hint={t("risk.preset.margin.hint")}
          value={form.safetyMarginPercent}
          onChange={(safetyMarginPercent) => onChange({ safetyMarginPercent })}
          unit="%"
        />
        <NumberField
          label={t("risk.preset.slippage")}
          hint={t("risk.preset.slippage.hint")}
          value={form.slippagePercent}
          onChange={(slippagePercent) => onChange({ slippagePercent })}
          step="0.1"
          unit="%"
        />
        <Select
          label={t("risk.preset.withoutStop")}
          value={form.withoutStop}
          onChange={(withoutStop) => onChange({ withoutStop })}
          options={(["watched", "refused"] as const).map((id) => ({
            value: id,
            label: t(`risk.preset.withoutStop.${id}`),
          }))}
        />
      </div>
    </fieldset>
  );
}

/** When releases come, where the firm has a rule about them. */
function CalendarField({ form, onChange }: Pick<TermsFieldsProps, "form" | "onChange">) {
  const wrong = wrongRelease(form);
  const { releases } = form;
  return (
    <>
      <Checkbox
        label={t("risk.preset.calendar")}
        hint={t("risk.preset.calendar.hint")}
        checked={releases !== null}
        onChange={(given) => onChange({ releases: given ? "" : null })}
      />
      {releases === null ? null : (
        <FieldFrame
          label={t("risk.preset.releases")}
          hint={t("risk.preset.releases.hint")}
          error={wrong === null ? null : t("risk.preset.releases.wrong", { line: wrong.slice(0, 60) })}
        >
          {(ids) => (
            <textarea
              className={styles.json}
              rows={Math.min(8, Math.max(3, releases.split("\n").length))}
              spellCheck={false}
              value={releases}
              onChange={(event) => onChange({ releases: event.currentTarget.value })}
              {...ids}
            />
          )}
        </FieldFrame>
      )}
    </>
  );
}
