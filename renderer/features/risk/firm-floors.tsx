import type { FirmLimit } from "../../../shared/model/prop-firm-report.ts";
import { t } from "../../i18n/t.ts";
import { Meter } from "../../ui/meter.tsx";
import { type FirmMoney, floorBasis, floorLeft } from "./firm-words.ts";
import styles from "./risk.module.css";

/** The firm's floors: those that bind as gauges, other readings of them folded. */
export function FirmFloors({ limits, money }: { limits: readonly FirmLimit[]; money: FirmMoney }) {
  const binding = limits.filter(({ binds }) => binds);
  const others = limits.filter(({ binds }) => !binds);
  return (
    <>
      <ul className={styles.gauges} aria-label={t("risk.firm")}>
        {binding.map((limit) => (
          <li key={limit.rule}>
            <Meter
              label={t(`risk.firm.floor.${limit.rule}`)}
              share={limit.roomBps === null ? 0 : 1 - limit.roomBps / 10_000}
              text={floorLeft(limit, money)}
              warnFrom={0.6}
              badFrom={0.85}
            />
            <p className={styles.basis}>{floorBasis(limit, money)}</p>
          </li>
        ))}
      </ul>
      {others.length === 0 ? null : (
        <details className={styles.fold}>
          <summary>{t("risk.firm.floor.shown", { count: others.length })}</summary>
          <ul>
            {others.map((limit) => (
              <li key={`${limit.rule} ${limit.reading}`}>
                <b>{t(`risk.firm.floor.${limit.rule}`)}</b>
                {limit.reading === null ? "" : `, ${t("risk.firm.floor.reading", { reading: limit.reading })}`}:{" "}
                {floorLeft(limit, money)}; {floorBasis(limit, money)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
