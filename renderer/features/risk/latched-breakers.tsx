import { useState } from "react";
import type { LatchedBreaker } from "../../../shared/model/breaker.ts";
import { t } from "../../i18n/t.ts";
import { useMayTrade } from "../../stores/desk.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { useAccountCurrency } from "../../ui/account-currency.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { formatDuration } from "../../ui/format/format-duration.ts";
import { readableText } from "../../ui/format/readable-text.ts";
import { notifyFailure } from "../../ui/notify-failure.ts";
import { breakerFigures, moneyFigure } from "../../ui/rule-figure.ts";
import { Time } from "../../ui/time.tsx";
import { useTimeZone } from "../../ui/time-zone.ts";
import styles from "./risk.module.css";

/** The breakers that have tripped, why, by which number, and the way to re-arm each with a reason. */
export function LatchedBreakers({ breakers }: { breakers: readonly LatchedBreaker[] }) {
  const desk = useDesk();
  const mayTrade = useMayTrade();
  const currency = useAccountCurrency();
  const timeZone = useTimeZone();
  const [asked, setAsked] = useState<string | null>(null);
  if (breakers.length === 0) return null;
  const rearm = (rule: string, reason: string): void => {
    setAsked(null);
    desk.call.rearmBreaker({ rule, reason }).catch((error: unknown) => notifyFailure(t("risk.breakers.failed"), error));
  };
  return (
    <>
      <ul className={styles.latched} aria-label={t("risk.breakers.tripped")}>
        {breakers.map(({ rule, action, reason, observed, limit, basis, at }) => (
          <li key={`${rule} ${action}`}>
            <p className={styles.trip}>
              <Badge tone={action === "warn" ? "warn" : "bad"}>{t(`risk.action.${action}`)}</Badge>
              <b>{rule}</b>
              <Time at={at} style="date-time" />
              <Button
                size="small"
                disabled={!mayTrade}
                aria-label={t("risk.breakers.rearmLabel", { rule })}
                onClick={() => setAsked(rule)}
              >
                {t("risk.breakers.rearm")}
              </Button>
            </p>
            <p>{readableText(reason, timeZone)}</p>
            {observed === null && limit === null ? null : (
              <p className={styles.quiet}>
                {t("risk.breakers.figures", { ...breakerFigures({ rule, observed, limit }, currency) })}
                {basisWords(basis, currency, timeZone)}
              </p>
            )}
          </li>
        ))}
      </ul>
      {asked === null ? null : (
        <ConfirmDialog
          open
          askReason
          title={t("risk.breakers.rearmTitle", { rule: asked })}
          description={t("risk.breakers.rearmText")}
          confirm={t("risk.breakers.rearm")}
          onConfirm={(reason) => rearm(asked, reason)}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}

const spanMs = /^(\d+) ms$/;
/** Said by the unit of the figure already. */
const units: ReadonlySet<string> = new Set(["ms", "trades in a row"]);

/** What the number counts from: a window of time, an amount, or what the breaker named. */
function basisWords(basis: string | null, currency: string, timeZone: string): string {
  if (basis === null || units.has(basis)) return "";
  const span = spanMs.exec(basis)?.[1];
  if (span !== undefined) return `, ${t("risk.breakers.within", { span: formatDuration(Number(span)) })}`;
  const isAmount = /^-?\d+(\.\d+)?$/.test(basis);
  const named = isAmount ? moneyFigure(basis, currency) : readableText(basis, timeZone);
  return `, ${t("risk.breakers.basis", { basis: named })}`;
}
