import type { RiskView } from "../../../shared/contract/risk.ts";
import { t } from "../../i18n/t.ts";
import { PlainTable } from "../../ui/plain-table.tsx";
import { RoomSection } from "../../ui/room-section.tsx";
import styles from "./compliance.module.css";

/** Every rule the gate asks, with the setting that decides it. */
export function RulesSection({ rules }: { rules: RiskView["rules"] }) {
  return (
    <RoomSection title={t("compliance.rules")}>
      <p className={styles.quiet}>{t("compliance.rules.text")}</p>
      <PlainTable
        label={t("compliance.rules")}
        columns={[
          t("compliance.rules.code"),
          t("compliance.rules.rule"),
          t("compliance.rules.means"),
          t("compliance.rules.setting"),
        ]}
      >
        {rules.map((rule) => (
          <tr key={rule.code}>
            <td className={styles.code}>{rule.code}</td>
            <th scope="row">{rule.rule}</th>
            <td>{rule.text}</td>
            <td className={styles.code}>{rule.setting ?? t("compliance.rules.fixed")}</td>
          </tr>
        ))}
      </PlainTable>
    </RoomSection>
  );
}
