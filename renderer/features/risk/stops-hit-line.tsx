import type { RiskView } from "../../../shared/contract/risk.ts";
import { formatFixed, MONEY_DIGITS, parseFixed } from "../../../shared/model/fixed.ts";
import { t } from "../../i18n/t.ts";
import { useCurrency } from "../../stores/desk.ts";
import { formatMoney, signOf } from "../../ui/format/format-money.ts";
import styles from "./risk.module.css";

/** The worst case in words: what is lost if every stop hits, and what that leaves to the limits of loss. */
export function StopsHitLine({ risk }: { risk: Pick<RiskView, "stopsHit" | "gauges"> }) {
  const currency = useCurrency();
  return (
    <p className={styles.worst}>
      <b>{t("risk.stops")}</b> <span>{stopsHitWords(risk, currency).join("; ")}</span>
    </p>
  );
}

function stopsHitWords({ stopsHit, gauges }: Pick<RiskView, "stopsHit" | "gauges">, currency: string): string[] {
  const { loss, unstopped, slippagePercent } = stopsHit;
  const money = (value: string): string => formatMoney(value, { currency });
  const without = unstopped === 0 ? [] : [t("risk.stops.unstopped", { count: unstopped })];
  if (loss === null) return [t("risk.stops.unknown"), ...without];
  if (signOf(loss) === 0) return [t("risk.stops.nothing"), ...without];
  const left = gauges.flatMap(({ id, room }) => {
    if (room === null || (id !== "daily-loss" && id !== "drawdown")) return [];
    const after = formatFixed(parseFixed(room, MONEY_DIGITS) - parseFixed(loss, MONEY_DIGITS), MONEY_DIGITS);
    const limit = t(`risk.gauge.${id}`).toLowerCase();
    return signOf(after) < 0
      ? [t("risk.stops.over", { limit, over: money(after.slice(1)) })]
      : [t("risk.stops.left", { limit, room: money(after) })];
  });
  return [t("risk.stops.loss", { loss: money(loss), slippage: slippagePercent }), ...left, ...without];
}
