import { mostWindows } from "../../../shared/model/time-windows.ts";
import { t } from "../../i18n/t.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/select.tsx";
import type { PauseDraft, WindowDraft, WindowsDraft } from "./limit-draft.ts";
import type { PartProblems } from "./limit-parts.ts";
import styles from "./limit-rows.module.css";
import { RowList } from "./row-list.tsx";
import { namedZones } from "./time-zones.ts";

interface EditorProps<Draft> {
  draft: Draft | undefined;
  problems: PartProblems;
  disabled: boolean;
  onChange: (draft: Draft | undefined) => void;
}

const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

function Zone({ zone, disabled, onChange }: { zone: string; disabled: boolean; onChange: (zone: string) => void }) {
  return (
    <Select
      label={t("settings.window.zone")}
      className={styles.zone}
      value={zone}
      disabled={disabled}
      onChange={onChange}
      options={namedZones(zone).map((value) => ({ value, label: value }))}
    />
  );
}

/** On which weekdays a window begins; none chosen is every day. */
function Days({ days = [], onChange }: { days: readonly number[] | undefined; onChange: (days: number[]) => void }) {
  return (
    <fieldset aria-label={t("settings.window.days")} className={styles.days}>
      <span aria-hidden className={styles.caption}>
        {t("settings.window.days")}
      </span>
      {weekdays.map((day) => (
        <Button
          key={day}
          size="small"
          variant={days.includes(day) ? "primary" : "plain"}
          aria-pressed={days.includes(day)}
          onClick={() => onChange(weekdays.filter((one) => (one === day) !== days.includes(one)))}
        >
          {t(`settings.window.day.${day}`)}
        </Button>
      ))}
    </fieldset>
  );
}

/** Times of the day in one zone; `dated` ones may be of one day and have a title, as an event of the calendar. */
export function WindowsEditor({
  draft,
  problems,
  disabled,
  onChange,
  dated,
}: EditorProps<WindowsDraft> & { dated: boolean }) {
  const { zone, windows } = draft ?? { zone: "UTC", windows: [] };
  const set = (rows: readonly WindowDraft[]): void =>
    onChange(rows.length === 0 ? undefined : { zone, windows: rows.map(withoutEmpty) });
  return (
    <>
      {windows.length === 0 ? null : (
        <Zone zone={zone} disabled={disabled} onChange={(next) => onChange({ zone: next, windows })} />
      )}
      <RowList<WindowDraft>
        rows={windows}
        rowName={(number) => t("settings.window.row", { number })}
        addLabel={t("settings.window.add")}
        added={() => ({ from: "", to: "" })}
        most={mostWindows}
        disabled={disabled}
        onChange={set}
      >
        {(row, at, change) => (
          <>
            {(["from", "to"] as const).map((part) => (
              <Field
                key={part}
                className={styles.time}
                label={t(`settings.window.${part}`)}
                placeholder={part === "from" ? "08:30" : "17:00"}
                maxLength={5}
                value={row[part]}
                error={problems.get(`windows.${at}.${part}`)}
                onChange={(value) => change({ [part]: value })}
              />
            ))}
            {dated ? (
              <>
                <Field
                  className={styles.date}
                  label={t("settings.window.date")}
                  placeholder={t("settings.window.anyDay")}
                  maxLength={10}
                  value={row.date ?? ""}
                  error={problems.get(`windows.${at}.date`)}
                  onChange={(date) => change({ date })}
                />
                <Field
                  className={styles.wide}
                  label={t("settings.window.title")}
                  maxLength={200}
                  value={row.title ?? ""}
                  error={problems.get(`windows.${at}.title`)}
                  onChange={(title) => change({ title })}
                />
              </>
            ) : null}
            {row.date === undefined ? <Days days={row.days} onChange={(days) => change({ days })} /> : null}
          </>
        )}
      </RowList>
    </>
  );
}

/** What nothing stands in is not set. */
function withoutEmpty({ from, to, days, date, title }: WindowDraft): WindowDraft {
  return {
    from,
    to,
    ...(days === undefined || days.length === 0 || days.length === weekdays.length ? {} : { days }),
    ...(date === undefined || date === "" ? {} : { date }),
    ...(title === undefined || title === "" ? {} : { title }),
  };
}

/** The pause over the weekend. */
export function PauseEditor({ draft, problems, disabled, onChange }: EditorProps<PauseDraft>) {
  if (draft === undefined) {
    return (
      <div className={styles.buttons}>
        <Button
          size="small"
          disabled={disabled}
          onClick={() => onChange({ zone: "UTC", fridayFrom: "20:00", sundayTo: "22:00" })}
        >
          {t("settings.pause.add")}
        </Button>
      </div>
    );
  }
  return (
    <fieldset className={styles.row} disabled={disabled}>
      <legend className="visually-hidden">{t("settings.limit.weekendPause")}</legend>
      <div className={styles.fields}>
        {(["fridayFrom", "sundayTo"] as const).map((part) => (
          <Field
            key={part}
            className={styles.date}
            label={t(`settings.pause.${part}`)}
            placeholder="20:00"
            maxLength={5}
            value={draft[part]}
            error={problems.get(part)}
            onChange={(value) => onChange({ ...draft, [part]: value })}
          />
        ))}
        <Zone zone={draft.zone} disabled={disabled} onChange={(zone) => onChange({ ...draft, zone })} />
        <Button size="small" variant="quiet" className={styles.beside} onClick={() => onChange(undefined)}>
          {t("settings.pause.remove")}
        </Button>
      </div>
    </fieldset>
  );
}
