import { Plus, X } from "lucide-react";
import { t } from "../../i18n/t.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import type { ConversionForm } from "./account-form.ts";
import styles from "./settings.module.css";

interface ConversionsFieldProps {
  conversions: readonly ConversionForm[];
  error: string | null;
  disabled: boolean;
  onChange: (conversions: readonly ConversionForm[]) => void;
}

/** The declared conversions: each is a fixed rate, or the last price of an instrument. */
export function ConversionsField({ conversions, error, disabled, onChange }: ConversionsFieldProps) {
  const change = (at: number, part: Partial<ConversionForm>): void =>
    onChange(conversions.map((one, index) => (index === at ? { ...one, ...part } : one)));
  return (
    <fieldset className={styles.conversions} disabled={disabled}>
      <legend>{t("settings.conversions")}</legend>
      <p className={styles.quiet}>{t("settings.conversions.text")}</p>
      {conversions.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity while they are typed
        <div key={at} className={styles.conversion}>
          {(["from", "to", "worth"] as const).map((part) => (
            <Field
              key={part}
              label={t(`settings.conversions.${part}`, { number: at + 1 })}
              hideLabel
              placeholder={t(`settings.conversions.${part}.hint`)}
              value={one[part]}
              onChange={(text) => change(at, { [part]: text })}
            />
          ))}
          <IconButton
            label={t("settings.conversions.remove", { number: at + 1 })}
            icon={<X aria-hidden />}
            size="small"
            onClick={() => onChange(conversions.filter((_, index) => index !== at))}
          />
        </div>
      ))}
      {error === null ? null : (
        <p className={styles.bad} role="alert">
          {error}
        </p>
      )}
      <div className={styles.buttons}>
        <Button size="small" onClick={() => onChange([...conversions, { from: "", to: "", worth: "" }])}>
          <Plus aria-hidden />
          {t("settings.conversions.add")}
        </Button>
      </div>
    </fieldset>
  );
}
