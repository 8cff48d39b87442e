import type { RoomGauge } from "../../../shared/contract/room-gauge.ts";
import { t } from "../../i18n/t.ts";
import { useCurrency } from "../../stores/desk.ts";
import { openSetting } from "../../stores/selection.ts";
import { Meter } from "../../ui/meter.tsx";
import { gaugeWords, usedShare } from "./gauge-words.ts";
import styles from "./risk.module.css";

/** The room each limit leaves: the currency first, then percent, then the limit and what it is measured from. */
export function Gauges({ gauges }: { gauges: readonly RoomGauge[] }) {
  const currency = useCurrency();
  return (
    <ul className={styles.gauges} aria-label={t("risk.room")}>
      {gauges.map((gauge) => {
        const { left, basis } = gaugeWords(gauge, currency);
        const name = t(`risk.gauge.${gauge.id}`);
        const { setting, limit } = gauge;
        return (
          <li key={gauge.id}>
            {limit === null ? (
              <div className={styles.unset}>
                <span>{name}</span>
                <span>{left}</span>
                {setting === null ? null : (
                  <button type="button" className={styles.link} onClick={() => openSetting(setting)}>
                    {t("risk.gauge.set")}{" "}
                    <span className="visually-hidden">{t("risk.gauge.for", { gauge: name })}</span>
                  </button>
                )}
              </div>
            ) : (
              <Meter label={name} share={usedShare(gauge)} text={left} warnFrom={0.6} badFrom={0.85} />
            )}
            <p className={styles.basis}>{basis}</p>
          </li>
        );
      })}
    </ul>
  );
}
