import { breakerActions } from "../../../shared/model/breaker.ts";
import { type BreakerRule, breakerKinds, breakerRules, mostBreakers } from "../../../shared/model/breaker-settings.ts";
import { t } from "../../i18n/t.ts";
import { useCurrency } from "../../stores/desk.ts";
import { sentence } from "../../ui/format/sentence.ts";
import { NumberField } from "../../ui/number-field.tsx";
import { Select } from "../../ui/select.tsx";
import type { BreakerDraft } from "./limit-draft.ts";
import type { PartProblems } from "./limit-parts.ts";
import styles from "./limit-rows.module.css";
import { RowList } from "./row-list.tsx";

interface BreakersEditorProps {
  breakers: readonly BreakerDraft[];
  problems: PartProblems;
  disabled: boolean;
  onChange: (breakers: readonly BreakerDraft[]) => void;
}

const secondMs = 1000;
const minuteMs = 60_000;
const units = { percent: "%", count: "", milliseconds: "ms", "basis points": "bps" } as const;

/** A span as its field shows it; a text is one that cannot be read. */
const inUnits = (span: number | string | undefined, unitMs: number): string =>
  typeof span === "number" ? String(span / unitMs) : (span ?? "");
const inMs = (text: string, unitMs: number): number | string | undefined => {
  if (text === "") return undefined;
  const ms = Math.round(Number(text) * unitMs);
  return Number.isFinite(ms) ? ms : text;
};
const isRule = (rule: string): rule is BreakerRule => rule in breakerKinds;

/** Circuit breakers: what trips each, and what it does then. */
export function BreakersEditor({ breakers, problems, disabled, onChange }: BreakersEditorProps) {
  const currency = useCurrency();
  return (
    <RowList<BreakerDraft>
      rows={breakers}
      rowName={(number) => t("settings.breaker.row", { number })}
      addLabel={t("settings.breaker.add")}
      added={() => ({ rule: "daily-loss", limit: "", action: "warn" })}
      most={mostBreakers}
      disabled={disabled}
      onChange={(rows) => onChange(rows.map(fitting))}
    >
      {({ rule, limit, action, windowMs, lockOutMs }, at, change) => {
        const kind = isRule(rule) ? breakerKinds[rule] : null;
        const error = (part: string): string | undefined => problems.get(`${at}.${part}`);
        const amount = { className: styles.amount, disabled } as const;
        return (
          <>
            <Select
              label={t("settings.breaker.rule")}
              className={styles.wide}
              value={rule}
              disabled={disabled}
              onChange={(next) => change({ rule: next })}
              options={breakerRules.map((value) => ({ value: value as string, label: value }))}
            />
            <NumberField
              {...amount}
              label={t("settings.breaker.limit")}
              unit={kind === null ? "" : kind.unit === "money" ? currency : units[kind.unit]}
              value={limit}
              error={limit === "" ? t("settings.part.amount") : error("limit")}
              onChange={(next) => change({ limit: next })}
            />
            {rule === "loss-streak" ? null : (
              <NumberField
                {...amount}
                label={t(kind?.window === "counts" ? "settings.breaker.counts" : "settings.breaker.lasts")}
                unit="s"
                placeholder={kind?.windowNeeded === true ? "" : t("settings.breaker.atOnce")}
                value={inUnits(windowMs, secondMs)}
                error={error("windowMs")}
                onChange={(text) => change({ windowMs: inMs(text, secondMs) })}
              />
            )}
            <Select
              label={t("settings.breaker.action")}
              className={styles.wide}
              value={action}
              disabled={disabled}
              onChange={(next) => change({ action: next })}
              options={breakerActions.map((value) => ({
                value: value as string,
                label: t(`settings.breaker.${value}`),
              }))}
            />
            {action === "lock_out" ? (
              <NumberField
                {...amount}
                label={t("settings.breaker.lockOut")}
                unit="min"
                placeholder={t("settings.breaker.dayEnd")}
                value={inUnits(lockOutMs, minuteMs)}
                error={error("lockOutMs")}
                onChange={(text) => change({ lockOutMs: inMs(text, minuteMs) })}
              />
            ) : null}
            <p className={styles.words}>
              {kind === null ? "" : sentence(kind.text.replace("{limit}", limit === "" ? "…" : limit))}
              {error("action") === undefined ? null : (
                <span role="alert" className={styles.problem}>
                  {t("settings.breaker.twice")}
                </span>
              )}
            </p>
          </>
        );
      }}
    </RowList>
  );
}

/** Without what another rule or action has no use for. */
function fitting({ rule, limit, action, windowMs, lockOutMs }: BreakerDraft): BreakerDraft {
  return {
    rule,
    limit,
    action,
    ...(windowMs === undefined || rule === "loss-streak" ? {} : { windowMs }),
    ...(lockOutMs === undefined || action !== "lock_out" ? {} : { lockOutMs }),
  };
}
