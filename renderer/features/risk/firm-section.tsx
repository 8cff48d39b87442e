import { useState } from "react";
import type { PropFirmReport } from "../../../shared/model/prop-firm-report.ts";
import { t } from "../../i18n/t.ts";
import { useMayTrade } from "../../stores/desk.ts";
import { useFirm } from "../../stores/firm.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { useDeskNow } from "../../ui/desk-clock.ts";
import { formatTime } from "../../ui/format/format-time.ts";
import { RoomSection } from "../../ui/room-section.tsx";
import { useTimeZone } from "../../ui/time-zone.ts";
import { DayTimeline } from "./day-timeline.tsx";
import { FirmFloors } from "./firm-floors.tsx";
import {
  breachText,
  conditionFigure,
  dayUntilNow,
  type FirmMoney,
  firmRows,
  moneyIn,
  presetName,
} from "./firm-words.ts";
import { PresetDoubts } from "./preset-doubts.tsx";
import { PresetPicker } from "./preset-picker.tsx";
import styles from "./risk.module.css";

const tones = { trading: "ok", stopped: "warn", paused: "warn", failed: "bad" } as const;

/** The account under its prop firm: the floors first, then every other rule, and where the rules come from. */
export function FirmSection() {
  const report = useFirm((state) => state.report);
  const mayTrade = useMayTrade();
  const [picks, setPicks] = useState(false);
  return (
    <RoomSection
      title={t("risk.firm")}
      actions={
        <Button size="small" disabled={!mayTrade} onClick={() => setPicks(true)}>
          {t(report ? "risk.firm.change" : "risk.firm.choose")}
        </Button>
      }
    >
      {report ? <Standing report={report} /> : <p className={styles.quiet}>{t("risk.firm.none")}</p>}
      {picks ? <PresetPicker current={report ?? null} onClose={() => setPicks(false)} /> : null}
    </RoomSection>
  );
}

function Standing({ report }: { report: PropFirmReport }) {
  const day = useFirm((state) => state.day);
  const now = useDeskNow();
  const timeZone = useTimeZone();
  const { preset, standing, stop } = report;
  const money = moneyIn(preset.currency);
  return (
    <>
      <p className={styles.state}>
        <Badge tone={tones[standing]}>{t(`risk.firm.standing.${standing}`)}</Badge>
        <b>{presetName(preset, money)}</b>
      </p>
      <p className={styles.quiet}>
        {t("risk.firm.asOf", {
          date: preset.as_of,
          confidence: preset.confidence,
          status: preset.status,
          applied: formatTime(report.appliedAt, "date-time", timeZone),
        })}
      </p>
      {stop === null ? null : (
        <p className={styles.locked} role="status">
          {t("risk.firm.stop", {
            reason: stop.reason,
            until:
              stop.until === null
                ? t("risk.firm.stop.open")
                : t("risk.firm.stop.until", { until: formatTime(stop.until, "date-time", timeZone) }),
          })}
        </p>
      )}
      <FirmFloors limits={report.limits} money={money} />
      <h4 className={styles.sub}>{t("risk.firm.day")}</h4>
      <DayTimeline points={dayUntilNow(day, report)} money={money} />
      <dl className={styles.facts}>
        {firmRows(report, money, now, timeZone).map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <Payout payout={report.payout} money={money} />
      {report.breaches.length === 0 ? null : (
        <section aria-label={t("risk.firm.breaches")}>
          <h4 className={styles.sub}>{t("risk.firm.breaches")}</h4>
          <ul className={styles.doubt}>
            {report.breaches.map((breach) => (
              <li key={`${breach.rule} ${breach.at}`}>{breachText(breach, money, timeZone)}</li>
            ))}
          </ul>
        </section>
      )}
      {report.toConfirm.length === 0 ? null : (
        <details className={styles.fold}>
          <summary>{t("risk.firm.confirm")}</summary>
          <ul>
            {report.toConfirm.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </details>
      )}
      <details className={styles.fold}>
        <summary>{t("risk.firm.about")}</summary>
        <PresetDoubts preset={preset} />
      </details>
    </>
  );
}

/** What stands before money leaves the account, way by way. */
function Payout({ payout, money }: { payout: PropFirmReport["payout"]; money: FirmMoney }) {
  if (payout.length === 0) return null;
  return (
    <section aria-label={t("risk.firm.payout")}>
      <h4 className={styles.sub}>{t("risk.firm.payout")}</h4>
      <ul className={styles.payout}>
        {payout.map(({ name, open, most, conditions }) => (
          <li key={name}>
            <p>{t("risk.firm.payout.path", { name, open: open ? "yes" : "no", most: money(most) })}</p>
            <ul>
              {conditions.map(({ condition, has, needs, met }) => (
                <li key={condition}>
                  <Badge tone={met ? "ok" : "neutral"}>{t(met ? "risk.firm.met" : "risk.firm.unmet")}</Badge>{" "}
                  {t("risk.firm.payout.condition", {
                    condition: t(`risk.firm.condition.${condition}`),
                    has: conditionFigure(condition, has, money),
                    needs: conditionFigure(condition, needs, money),
                  })}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}
