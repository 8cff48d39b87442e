import { type FormEvent, useEffect, useState } from "react";
import { AccountTerms } from "../../../shared/model/account-terms.ts";
import { t } from "../../i18n/t.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Button } from "../../ui/button.tsx";
import { faultText } from "../../ui/fault-text.ts";
import { Field } from "../../ui/field.tsx";
import { NumberField } from "../../ui/number-field.tsx";
import { RoomSection } from "../../ui/room-section.tsx";
import { Select } from "../../ui/select.tsx";
import { type AccountField, type AccountForm, accountToForm, readAccount } from "./account-form.ts";
import { ConversionsField } from "./conversions-field.tsx";
import styles from "./settings.module.css";
import { namedZones } from "./time-zones.ts";

const modes = {
  positionMode: AccountTerms.shape.positionMode.unwrap().options,
  costBasis: AccountTerms.shape.costBasis.unwrap().options,
  marginMode: AccountTerms.shape.marginMode.unwrap().options,
} as const;

type Outcome = { readonly kind: "made"; readonly profile: string } | { readonly kind: "failed"; readonly why: string };

/** The paper account of a new profile: an account that has been opened keeps its terms, so others need another profile. */
export function AccountSection({ mayChange }: { mayChange: boolean }) {
  const desk = useDesk();
  const [form, setForm] = useState<AccountForm | null>(null);
  const [touched, setTouched] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  useEffect(() => {
    let isWanted = true;
    desk.call.getNewAccount({}).then(
      (account) => isWanted && setForm(accountToForm(account)),
      (error: unknown) => isWanted && setOutcome({ kind: "failed", why: faultText(error).line }),
    );
    return () => {
      isWanted = false;
    };
  }, [desk]);

  const reading = form && readAccount(form);
  const change = (part: Partial<AccountForm>): void => {
    setForm((before) => before && { ...before, ...part });
    setOutcome(null);
  };
  const make = (event: FormEvent): void => {
    event.preventDefault();
    setTouched(true);
    if (!reading?.ok || !mayChange) return;
    desk.call.createProfile({ name: reading.name, account: reading.account }).then(
      ({ profile }) => {
        setOutcome({ kind: "made", profile });
        setTouched(false);
      },
      (error: unknown) => setOutcome({ kind: "failed", why: faultText(error).line }),
    );
  };
  /** An empty name is not a mistake until the profile is to be made. */
  const problem = (field: AccountField): string | null => {
    const id = reading && !reading.ok ? reading.problems.get(field) : undefined;
    return id === undefined || (field === "name" && form?.name === "" && !touched) ? null : t(id);
  };

  return (
    <RoomSection title={t("settings.account")}>
      <p className={styles.quiet}>{t("settings.account.text")}</p>
      {form ? (
        <form className={styles.form} aria-label={t("settings.account")} onSubmit={make}>
          <div className={styles.pair}>
            <Field
              label={t("settings.account.name")}
              hint={t("settings.account.name.hint")}
              value={form.name}
              onChange={(name) => change({ name })}
              disabled={!mayChange}
              error={problem("name")}
            />
            <Field
              label={t("settings.account.currency")}
              value={form.currency}
              onChange={(currency) => change({ currency })}
              disabled={!mayChange}
              error={problem("currency")}
            />
            <NumberField
              label={t("settings.account.cash")}
              value={form.cash}
              onChange={(cash) => change({ cash })}
              step="1000"
              unit={form.currency}
              disabled={!mayChange}
              error={problem("cash")}
            />
            <NumberField
              label={t("settings.account.leverage")}
              value={form.leverage}
              onChange={(leverage) => change({ leverage })}
              unit="×"
              disabled={!mayChange}
              error={problem("leverage")}
            />
          </div>
          {(["positionMode", "costBasis", "marginMode"] as const).map((mode) => (
            <Select<string>
              key={mode}
              label={t(`ui.terms.${mode}`)}
              value={form[mode]}
              onChange={(value) => change({ [mode]: value })}
              options={modes[mode].map((value) => ({ value, label: t(`ui.terms.${mode}.${value}`) }))}
              disabled={!mayChange}
            />
          ))}
          <div className={styles.pair}>
            <Field
              type="time"
              label={t("ui.terms.day")}
              value={form.dayStartsAt}
              onChange={(dayStartsAt) => change({ dayStartsAt })}
              disabled={!mayChange}
              error={problem("dayStartsAt")}
            />
            <Select
              label={t("settings.account.dayZone")}
              value={form.dayZone}
              onChange={(dayZone) => change({ dayZone })}
              options={namedZones(form.dayZone).map((zone) => ({ value: zone, label: zone }))}
              disabled={!mayChange}
            />
          </div>
          <ConversionsField
            conversions={form.conversions}
            error={problem("conversions")}
            disabled={!mayChange}
            onChange={(conversions) => change({ conversions })}
          />
          <div className={styles.buttons}>
            <Button type="submit" variant="primary" disabled={!mayChange}>
              {t("settings.account.make")}
            </Button>
          </div>
        </form>
      ) : null}
      {outcome?.kind === "failed" ? (
        <p className={styles.bad} role="alert">
          {t("settings.account.failed", { reason: outcome.why })}
        </p>
      ) : null}
      {outcome?.kind === "made" ? (
        <div className={styles.changes} role="status">
          <p>{t("settings.account.made")}</p>
          <code className={styles.mono}>npm start -- --profile {outcome.profile}</code>
        </div>
      ) : null}
    </RoomSection>
  );
}
