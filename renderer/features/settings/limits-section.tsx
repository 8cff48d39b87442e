import { type FormEvent, useState } from "react";
import type { RiskView } from "../../../shared/contract/risk.ts";
import { namedInstruments } from "../../../shared/model/named-instruments.ts";
import type { RiskLimits } from "../../../shared/model/risk.ts";
import { t } from "../../i18n/t.ts";
import { useInstruments } from "../../stores/desk.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Button } from "../../ui/button.tsx";
import { faultText } from "../../ui/fault-text.ts";
import { RoomSection } from "../../ui/room-section.tsx";
import { notify } from "../../ui/toast.tsx";
import { changeText } from "./change-text.ts";
import { groupedLimits, type LimitKey } from "./limit-fields.ts";
import { LimitGroup } from "./limit-group.tsx";
import { changedLimits, type LimitsForm, limitsToForm, readLimits } from "./limits-form.ts";
import styles from "./settings.module.css";
import { WaitingChanges } from "./waiting-changes.tsx";

interface Edit {
  readonly base: RiskLimits;
  readonly form: LimitsForm;
}

const noProblems = new Map<never, never>();

/** The gate's limits: explained, checked while typed, and saved only with what changes in sight. */
export function LimitsSection({ risk, mayChange }: { risk: RiskView | null; mayChange: boolean }) {
  const desk = useDesk();
  const instruments = useInstruments();
  const [edit, setEdit] = useState<Edit | null>(null);
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  if (!risk)
    return (
      <RoomSection title={t("settings.limits")}>
        <p className={styles.quiet}>{t("settings.limits.waiting")}</p>
      </RoomSection>
    );

  const { limits: held, waitingLimits: waiting } = risk;
  // What was asked for last is what a further change is added to.
  const limits = waiting?.limits ?? held;
  const form = edit?.form ?? limitsToForm(limits);
  const reading = readLimits(form);
  const changes = reading.ok ? changedLimits(limits, reading.limits) : [];
  const strangers = instruments.length === 0 || !reading.ok ? [] : namesBeside(instruments, reading.limits);
  const moved = edit !== null && changedLimits(edit.base, limits).length > 0;
  const change = (key: LimitKey, value: string): void =>
    setEdit({ base: edit?.base ?? limits, form: { ...form, [key]: value } });
  const send = (wanted: RiskLimits): void => {
    setSaving(true);
    setFailure(null);
    desk.call
      .setRiskLimits(wanted)
      .then(
        () => {
          setEdit(null);
          notify({ title: t("settings.limits.saved"), tone: "ok" });
        },
        (error: unknown) => setFailure(t("settings.limits.failed", { reason: faultText(error).line })),
      )
      .finally(() => setSaving(false));
  };
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (reading.ok && changes.length > 0 && !saving && mayChange) send(reading.limits);
  };

  return (
    <RoomSection title={t("settings.limits")}>
      <p className={styles.quiet}>{t("settings.limits.text")}</p>
      {waiting ? (
        <WaitingChanges held={held} waiting={waiting} disabled={!mayChange || saving} onDrop={() => send(held)} />
      ) : null}
      <form className={styles.form} aria-label={t("settings.limits")} onSubmit={save}>
        {groupedLimits.map(([group, fields]) => (
          <LimitGroup
            key={group}
            group={group}
            fields={fields}
            limits={limits}
            form={form}
            locked={held.locked ?? []}
            problems={reading.ok ? noProblems : reading.problems}
            disabled={!mayChange}
            onChange={change}
          />
        ))}
        {moved ? <p className={styles.warn}>{t("settings.limits.moved")}</p> : null}
        {strangers.length > 0 ? (
          <p className={styles.warn}>{t("settings.limits.strangers", { names: strangers.join(", ") })}</p>
        ) : null}
        {changes.length > 0 ? (
          <ul className={styles.changes} aria-label={t("settings.limits.changes")}>
            {changes.map((one) => (
              <li key={one.key}>{changeText(one)}</li>
            ))}
          </ul>
        ) : null}
        {failure === null ? null : (
          <p className={styles.bad} role="alert">
            {failure}
          </p>
        )}
        <div className={styles.buttons}>
          <Button type="submit" variant="primary" disabled={!mayChange || saving || changes.length === 0}>
            {t(saving ? "settings.limits.saving" : "settings.limits.save")}
          </Button>
          <Button variant="quiet" disabled={edit === null || saving} onClick={() => setEdit(null)}>
            {t("settings.limits.revert")}
          </Button>
        </div>
      </form>
    </RoomSection>
  );
}

/** Instruments that limits name and the desk does not trade: they may be another market's, or written wrongly. */
function namesBeside(instruments: readonly { readonly id: string }[], limits: RiskLimits): string[] {
  const known = new Set(instruments.map(({ id }) => id));
  return [...new Set(namedInstruments(limits).map(({ id }) => id))].filter((id) => !known.has(id));
}
