import { type BreakerRule, breakerKinds } from "../../shared/model/breaker-settings.ts";
import { t } from "../i18n/t.ts";
import { figure } from "./figure.ts";
import { formatDuration } from "./format/format-duration.ts";

type FigureUnit = "money" | "duration" | "percent" | "basis-points" | "times" | "count";

const codesBy: Partial<Record<FigureUnit, readonly number[]>> = {
  money: [1, 5, 7, 12, 13, 15, 16, 17, 18, 19, 20, 26, 27, 29, 30, 31, 32, 46, 47, 52],
  duration: [6, 23, 34, 43, 44],
  "basis-points": [39],
};
const unitByCode: ReadonlyMap<string, FigureUnit> = new Map(
  Object.entries(codesBy).flatMap(([unit, codes]) =>
    codes.map((code) => [`RISK-${String(code).padStart(3, "0")}`, unit as FigureUnit] as const),
  ),
);

const decimal = /^-?\d+(\.\d+)?$/;

function withUnit(text: string, unit: FigureUnit, currency: string): string {
  if (!decimal.test(text)) return text;
  switch (unit) {
    case "money":
      return currency === "" ? figure(text) : `${figure(text)} ${currency}`;
    case "duration":
      return formatDuration(Number(text));
    case "percent":
      return `${figure(text)} %`;
    case "basis-points":
      return t("ui.basis-points", { n: figure(text) });
    case "times":
      return `${figure(text)} ×`;
    case "count":
      return figure(text);
  }
}

/** A figure of a rule's answer with the unit it counts in; sizes, prices and counts stand bare, as their rule names them. */
export function ruleFigure(code: string, text: string | null, currency: string): string {
  return text === null ? t("ui.unknown") : withUnit(text, unitByCode.get(code) ?? "count", currency);
}

/** An amount of the account's money for the eye. */
export const moneyFigure = (text: string, currency: string): string => withUnit(text, "money", currency);

const unitBySuffix: readonly (readonly [RegExp, FigureUnit])[] = [
  [/Ms$/, "duration"],
  [/Percent$/, "percent"],
  [/Bps$/, "basis-points"],
  [/(Leverage|Atr|ToRisk)$/, "times"],
  [/(DailyLoss|Drawdown|Notional\w*|Exposure|LossPerTrade)$/, "money"],
];

/** What a setting such as `risk.maxDailyLoss` holds, with its unit; its name says which. */
export function settingFigure(setting: string, value: string, currency: string): string {
  if (value === "true" || value === "false") return t(value === "true" ? "ui.yes" : "ui.no");
  const unit = unitBySuffix.find(([ends]) => ends.test(setting))?.[1] ?? "count";
  return withUnit(value, unit, currency);
}

const breakerUnits = {
  money: "money",
  percent: "percent",
  count: "count",
  milliseconds: "duration",
  "basis points": "basis-points",
} as const;

export interface BreakerFigures {
  readonly observed: string;
  readonly limit: string;
}

/** What a breaker saw and its limit, with units; those of a firm are money. */
export function breakerFigures(
  { rule, observed, limit }: { readonly rule: string; readonly observed: string | null; readonly limit: string | null },
  currency: string,
): BreakerFigures {
  const kind = rule in breakerKinds ? breakerKinds[rule as BreakerRule] : null;
  const unit = kind === null ? "money" : breakerUnits[kind.unit];
  const show = (text: string | null, as: FigureUnit): string =>
    text === null ? t("ui.unknown") : withUnit(text, as, currency);
  // A loss in percent is seen in money.
  return { observed: show(observed, unit === "percent" ? "money" : unit), limit: show(limit, unit) };
}
