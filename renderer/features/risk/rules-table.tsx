import { useMemo, useState } from "react";
import type { RuleView } from "../../../shared/contract/risk.ts";
import type { RuleRow } from "../../../shared/model/risk.ts";
import { t } from "../../i18n/t.ts";
import { useActivity } from "../../stores/activity.ts";
import { openSetting } from "../../stores/selection.ts";
import { Badge } from "../../ui/badge.tsx";
import { figure } from "../../ui/figure.ts";
import { formatTime } from "../../ui/format/format-time.ts";
import { PlainTable } from "../../ui/plain-table.tsx";
import { RoomSection } from "../../ui/room-section.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { useTimeZone } from "../../ui/time-zone.ts";
import { firstVerdict } from "./latest-verdict.ts";
import styles from "./risk.module.css";

const shows = ["all", "set", "fail"] as const;
type Show = (typeof shows)[number];

/** Every rule of the gate: whether it is in force, what its setting holds, and the numbers it last saw. */
export function RulesTable({ rules }: { rules: readonly RuleView[] }) {
  const events = useActivity((state) => state.events);
  const timeZone = useTimeZone();
  const [show, setShow] = useState<Show>("all");
  const latest = useMemo(() => firstVerdict(events), [events]);
  const rows = useMemo(() => new Map(latest?.rows.map((row) => [row.code, row])), [latest]);
  const isShown = ({ setting, value, code }: RuleView): boolean => {
    if (show === "fail") return rows.get(code)?.outcome === "fail";
    return show === "all" || setting === null || value !== null;
  };
  const shown = rules.filter(isShown);
  return (
    <RoomSection
      title={t("risk.rules")}
      actions={
        <Segmented
          label={t("risk.rules.show")}
          value={show}
          onChange={setShow}
          options={shows.map((id) => ({ value: id, label: t(`risk.rules.show.${id}`) }))}
        />
      }
    >
      <p className={styles.quiet}>
        {t("risk.rules.text")}{" "}
        {latest === null
          ? t("risk.rules.none")
          : t("risk.rules.latest", { order: latest.orderId, time: formatTime(latest.at, "date-time", timeZone) })}
      </p>
      {shown.length === 0 ? (
        <p className={styles.quiet}>{t("risk.rules.empty")}</p>
      ) : (
        <PlainTable
          label={t("risk.rules")}
          columns={[
            t("risk.rules.rule"),
            t("risk.rules.state"),
            t("risk.rules.value"),
            { figures: t("ui.rule.observed") },
            { figures: t("ui.rule.limit") },
            { figures: t("ui.rule.headroom") },
            t("risk.rules.words"),
          ]}
        >
          {shown.map((rule) => (
            <Rule key={rule.code} rule={rule} row={rows.get(rule.code)} />
          ))}
        </PlainTable>
      )}
    </RoomSection>
  );
}

function Rule({ rule, row }: { rule: RuleView; row: RuleRow | undefined }) {
  const { code, setting, value } = rule;
  const state = setting === null ? "always" : value === null ? "unset" : "set";
  const fails = row?.outcome === "fail";
  return (
    <tr className={state === "unset" ? styles.dim : undefined}>
      <th scope="row">
        {rule.rule} <span className={styles.code}>{code}</span>
      </th>
      <td>
        {fails ? (
          <Badge tone="bad">{t("ui.rule.fail")}</Badge>
        ) : (
          <Badge tone={state === "unset" ? "neutral" : "ok"}>{t(`risk.rules.${state}`)}</Badge>
        )}
      </td>
      <td>
        {setting === null ? (
          t("ui.unknown")
        ) : (
          <button type="button" className={styles.link} title={setting} onClick={() => openSetting(setting)}>
            {value === null ? t("risk.gauge.set") : settingWords(value)}
            <span className="visually-hidden">, {t("risk.rules.change", { setting })}</span>
          </button>
        )}
      </td>
      <td className={styles.number}>{figure(row?.observed ?? null)}</td>
      <td className={styles.number}>{figure(row?.limit ?? null)}</td>
      <td className={styles.number}>{figure(row?.headroom ?? null)}</td>
      <td className={styles.words}>
        {row === undefined || state === "unset" ? rule.text : row.text}
        {row === undefined || state !== "set" ? null : <span className={styles.doc}>{rule.text}</span>}
      </td>
    </tr>
  );
}

/** A list or a group is too long for a cell: the settings show it whole. */
const settingWords = (value: string): string => (/^[[{]/.test(value) ? t("risk.rules.listed") : figure(value));
