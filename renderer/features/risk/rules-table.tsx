import { useMemo, useState } from "react";
import type { RuleView } from "../../../shared/contract/risk.ts";
import type { RuleRow } from "../../../shared/model/risk.ts";
import { t } from "../../i18n/t.ts";
import { useActivity } from "../../stores/activity.ts";
import { openSetting } from "../../stores/selection.ts";
import { useAccountCurrency } from "../../ui/account-currency.ts";
import { Badge } from "../../ui/badge.tsx";
import { formatTime } from "../../ui/format/format-time.ts";
import { readableText } from "../../ui/format/readable-text.ts";
import { PlainTable } from "../../ui/plain-table.tsx";
import { RoomSection } from "../../ui/room-section.tsx";
import { ruleFigure, settingFigure } from "../../ui/rule-figure.ts";
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
  const currency = useAccountCurrency();
  const timeZone = useTimeZone();
  const seen = (text: string | null | undefined): string => ruleFigure(code, text ?? null, currency);
  const state = setting === null ? "always" : value === null ? "unset" : "set";
  const fails = row?.outcome === "fail";
  return (
    <tr className={state === "unset" ? styles.dim : undefined}>
      <th scope="row">
        {rule.rule} <span className={styles.ruleCode}>{code}</span>
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
            {value === null ? t("risk.gauge.set") : settingWords(setting, value, currency)}
            <span className="visually-hidden">, {t("risk.rules.change", { setting })}</span>
          </button>
        )}
      </td>
      <td className={styles.number}>{seen(row?.observed)}</td>
      <td className={styles.number}>{seen(row?.limit)}</td>
      <td className={styles.number}>{seen(row?.headroom)}</td>
      <td className={styles.words}>
        {row === undefined || state === "unset" ? rule.text : readableText(row.text, timeZone)}
        {row === undefined || state !== "set" ? null : <span className={styles.doc}>{rule.text}</span>}
      </td>
    </tr>
  );
}

/** A list or a group is too long for a cell: the settings show it whole. */
const settingWords = (setting: string, value: string, currency: string): string =>
  /^[[{]/.test(value) ? t("risk.rules.listed") : settingFigure(setting, value, currency);
