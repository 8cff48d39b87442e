import { useRef, useState } from "react";
import { mostCalendarBytes } from "../../../shared/contract/risk.ts";
import { t } from "../../i18n/t.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { faultText } from "../../ui/fault-text.ts";
import { NumberField } from "../../ui/number-field.tsx";
import { Select } from "../../ui/select.tsx";
import { CalendarTaken, type TakenCalendar } from "./calendar-taken.tsx";
import rows from "./limit-rows.module.css";
import styles from "./settings.module.css";
import { namedZones } from "./time-zones.ts";

const numbers = {
  beforeMinutes: { least: 0, most: 1440, unit: "min" },
  afterMinutes: { least: 0, most: 1440, unit: "min" },
  days: { least: 1, most: 366, unit: "d" },
} as const;
type Numbers = Record<keyof typeof numbers, string>;

const isWhole = (name: keyof Numbers, text: string): boolean =>
  /^\d{1,4}$/.test(text) && Number(text) >= numbers[name].least && Number(text) <= numbers[name].most;

/** Takes the events of a calendar file over as news windows. */
export function CalendarImport({ disabled }: { disabled: boolean }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="small" disabled={disabled} onClick={() => setOpen(true)}>
        {t("settings.news.import")}
      </Button>
      {isOpen ? <ImportDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function ImportDialog({ onClose }: { onClose: () => void }) {
  const desk = useDesk();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [typed, setTyped] = useState<Numbers>({ beforeMinutes: "15", afterMinutes: "15", days: "90" });
  const [zone, setZone] = useState("UTC");
  const [reading, setReading] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [taken, setTaken] = useState<TakenCalendar | null>(null);
  const names = Object.keys(numbers) as (keyof Numbers)[];
  const isReady = file !== null && !reading && names.every((name) => isWhole(name, typed[name]));

  const take = async (chosen: File): Promise<void> => {
    // A line's end takes more room on the wire than in the file.
    const text = chosen.size > mostCalendarBytes ? null : (await chosen.text()).replaceAll("\r\n", "\n");
    if (text === null || new TextEncoder().encode(JSON.stringify(text)).length > mostCalendarBytes) {
      setFailure(t("settings.news.tooLarge"));
      return;
    }
    const [beforeMinutes, afterMinutes, days] = [typed.beforeMinutes, typed.afterMinutes, typed.days].map(Number);
    const wish = { beforeMinutes: beforeMinutes ?? 0, afterMinutes: afterMinutes ?? 0, days: days ?? 0, zone };
    setTaken({ ...(await desk.call.importNews({ text, ...wish })), wish: { days: wish.days, zone } });
  };
  const start = (): void => {
    if (file === null) return;
    setReading(true);
    setFailure(null);
    take(file)
      .catch((error: unknown) => setFailure(t("settings.news.failed", { reason: faultText(error).line })))
      .finally(() => setReading(false));
  };

  if (taken !== null) return <CalendarTaken taken={taken} onClose={onClose} />;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("settings.news.title")}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            {t("ui.cancel")}
          </Button>
          <Button variant="primary" disabled={!isReady} onClick={start}>
            {t(reading ? "settings.news.reading" : "settings.news.take")}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <p className={styles.quiet}>{t("settings.news.text")}</p>
        <div className={rows.fields}>
          {names.map((name) => (
            <NumberField
              key={name}
              className={rows.amount}
              label={t(`settings.news.${name}`)}
              unit={numbers[name].unit}
              value={typed[name]}
              error={
                isWhole(name, typed[name])
                  ? null
                  : t("settings.news.range", { least: numbers[name].least, most: numbers[name].most })
              }
              onChange={(value) => setTyped({ ...typed, [name]: value })}
            />
          ))}
        </div>
        <Select
          label={t("settings.news.zone")}
          className={rows.zone}
          value={zone}
          onChange={setZone}
          options={namedZones(zone).map((value) => ({ value, label: value }))}
        />
        <div className={styles.now}>
          <input
            ref={input}
            type="file"
            accept=".ics,text/calendar"
            hidden
            aria-label={t("settings.news.file")}
            onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
          />
          <Button onClick={() => input.current?.click()}>{t("settings.news.file")}</Button>
          <span className={styles.quiet}>{file?.name ?? t("settings.news.noFile")}</span>
        </div>
        {failure === null ? null : (
          <p className={styles.bad} role="alert">
            {failure}
          </p>
        )}
      </div>
    </Dialog>
  );
}
