import type { RiskView } from "../../../shared/contract/risk.ts";
import { t } from "../../i18n/t.ts";
import { RoomSection } from "../../ui/room-section.tsx";
import styles from "./compliance.module.css";

/** Every rule the gate asks, with the setting that decides it. */
export function RulesSection({ rules }: { rules: RiskView["rules"] }) {
  return (
    <RoomSection title={t("compliance.rules")}>
      <p className={styles.quiet}>{t("compliance.rules.text")}</p>
      <div className={styles.tableScroll}>
        <table className={styles.rules} aria-label={t("compliance.rules")}>
          <thead>
            <tr>
              <th scope="col">{t("compliance.rules.code")}</th>
              <th scope="col">{t("compliance.rules.rule")}</th>
              <th scope="col">{t("compliance.rules.means")}</th>
              <th scope="col">{t("compliance.rules.setting")}</th>
            </tr>
          </thead>
          <tbody>
            {rules.map((rule) => (
              <tr key={rule.code}>
                <td className={styles.code}>{rule.code}</td>
                <th scope="row">{rule.rule}</th>
                <td>{rule.text}</td>
                <td className={styles.code}>{rule.setting ?? t("compliance.rules.fixed")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </RoomSection>
  );
}
