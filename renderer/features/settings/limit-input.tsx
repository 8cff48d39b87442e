import { t } from "../../i18n/t.ts";
import { useCurrency } from "../../stores/desk.ts";
import { formatDuration } from "../../ui/format/format-duration.ts";
import { formatNumber } from "../../ui/format/number-format.ts";
import { NumberField } from "../../ui/number-field.tsx";
import { Select } from "../../ui/select.tsx";
import type { LimitField, LimitKey } from "./limit-fields.ts";
import { limitLabel } from "./limit-label.ts";
import type { LimitProblem } from "./limits-form.ts";
import { LinesField } from "./lines-field.tsx";
import type { ScopedLimit } from "./scopes-editor.tsx";
import styles from "./settings.module.css";
import { StructuredLimit } from "./structured-limit.tsx";

export interface LimitInputProps {
  field: LimitField;
  value: string;
  /** It may be tightened at once and loosened only with the next trading day. */
  locked: boolean;
  problem: LimitProblem | undefined;
  disabled: boolean;
  onChange: (value: string) => void;
  /** Path of the setting, where it is not the account's own. */
  path?: string;
}

const steps: Partial<Record<LimitKey, string>> = {
  maxNotionalPerOrder: "1000",
  maxNotionalPerInstrument: "1000",
  maxNotionalPerDay: "1000",
  maxGrossExposure: "1000",
  maxNetExposure: "1000",
  maxDailyLoss: "100",
  maxDrawdown: "100",
  maxLossPerTrade: "10",
  priceBandAtr: "0.5",
  maxDailyLossPercent: "0.5",
  maxDrawdownPercent: "0.5",
  maxRiskPerTradePercent: "0.1",
  minRewardToRisk: "0.1",
  staleAfterMs: "500",
};

/** What a limit is counted in, which its name says. */
function unitOf({ key, kind }: LimitField, currency: string): string | undefined {
  if (kind !== "amount" && kind !== "integer") return undefined;
  if (key.endsWith("Percent")) return "%";
  if (key.endsWith("Ms")) return t("settings.unit.ms");
  if (key.endsWith("Bps")) return t("settings.unit.bps");
  if (key === "priceBandAtr") return t("settings.unit.atr");
  if (key === "atrPeriod") return t("settings.unit.bars");
  if (key === "maxOrdersPerSecond") return t("settings.unit.perSecond");
  if (key === "maxCancelsPerMinute") return t("settings.unit.perMinute");
  if (key === "maxLeverage") return "×";
  return kind === "amount" && key !== "minRewardToRisk" ? currency : undefined;
}

const bound = (key: LimitKey, value: number): string =>
  key.endsWith("Ms") ? formatDuration(value) : formatNumber(value, {});

/** What so many milliseconds are, where nobody reads them at a glance. */
function spanOf(key: LimitKey, value: string): string {
  return key.endsWith("Ms") && /^\d{4,15}$/.test(value)
    ? ` ${t("settings.limits.span", { span: formatDuration(Number(value)) })}`
    : "";
}

/** One limit: its field by kind, the bounds, and the schema's words for it. */
export function LimitInput({ field, value, locked, problem, disabled, onChange, path }: LimitInputProps) {
  const currency = useCurrency();
  const { key, kind, required, min, max, doc } = field;
  const label = limitLabel(key);
  const error = problem === undefined ? null : t(problem.id, { why: problem.why });
  const placeholder = required ? undefined : t("settings.limits.noLimit");
  const common = { label, disabled, error };
  const range =
    min === null || max === null
      ? ""
      : ` ${t("settings.limits.bounds", { min: bound(key, min), max: bound(key, max) })}`;
  return (
    <div className={styles.limit} data-setting={path ?? `risk.${key}`}>
      {kind === "amount" || kind === "integer" ? (
        <NumberField
          {...common}
          value={value}
          onChange={onChange}
          step={steps[key] ?? "1"}
          unit={unitOf(field, currency)}
          {...(placeholder === undefined ? {} : { placeholder })}
        />
      ) : kind === "boolean" ? (
        <Select
          label={label}
          value={value}
          disabled={disabled}
          onChange={onChange}
          options={["", "true", "false"].map((id) => ({ value: id, label: t(`settings.limits.is.${id || "unset"}`) }))}
        />
      ) : kind === "pairs" || kind === "json" ? (
        <StructuredLimit
          field={field}
          value={value}
          problem={problem}
          disabled={disabled}
          ofAccount={path === undefined}
          onChange={onChange}
          limit={(scoped) => <ScopedInput key={scoped.path} {...scoped} disabled={disabled} />}
        />
      ) : (
        <LinesField
          {...common}
          hint={t("settings.limits.typed.lines")}
          placeholder={placeholder}
          value={value}
          onChange={onChange}
        />
      )}
      <p className={styles.quiet}>
        {kind === "json" ? t(`settings.doc.${key}`) : doc}
        {range}
        {spanOf(key, value)}
        {locked ? <b className={styles.locked}>{t("settings.limits.locked")}</b> : null}
      </p>
    </div>
  );
}

/** The same for a limit of one trader, strategy or model. */
function ScopedInput({ problems, ...rest }: ScopedLimit & { disabled: boolean }) {
  const [why] = problems.values();
  const problem =
    why === undefined ? undefined : ({ id: "settings.problem.part", why, parts: problems } satisfies LimitProblem);
  return <LimitInput {...rest} locked={false} problem={problem} />;
}
