import { CircleAlert, CircleCheck, CircleHelp, FileText, Lightbulb, PencilLine, Send, ShieldCheck } from "lucide-react";
import type { Instrument } from "../../../shared/model/instrument.ts";
import { t } from "../../i18n/t.ts";
import { classNames } from "../../ui/class-names.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { copyText } from "../../ui/copy-text.ts";
import { readableText } from "../../ui/format/readable-text.ts";
import { RuleRows } from "../../ui/rule-rows.tsx";
import { Time } from "../../ui/time.tsx";
import { useTimeZone } from "../../ui/time-zone.ts";
import styles from "./audit.module.css";
import { codeRanges } from "./code-ranges.ts";
import {
  type ChainStage,
  type ChainStep,
  moneyAfter,
  positionAfter,
  priceSeen,
  rulesWithoutSetting,
} from "./order-chain.ts";

const icons: Readonly<Record<ChainStage, typeof Send>> = {
  wish: Lightbulb,
  verdict: ShieldCheck,
  order: Send,
  fill: CircleCheck,
  correction: PencilLine,
  refusal: CircleAlert,
  unclear: CircleHelp,
  record: FileText,
};

export interface TimelineStepProps {
  step: ChainStep;
  instrument: Instrument | undefined;
  /** Shows the life of another order of the same decision. */
  onOpenOrder: (orderId: string) => void;
}

/** One event of an order's life: when, who, what, why, and the bytes it is recorded as. */
export function TimelineStep({ step, instrument, onOpenOrder }: TimelineStepProps) {
  const { event, stage, otherOrderId, changedBy } = step;
  const timeZone = useTimeZone();
  const Icon = icons[stage];
  const { rows = [], ...recorded } = event;
  const unset = rulesWithoutSetting(event);
  const position = positionAfter(event);
  const money = moneyAfter(event);
  const seen = priceSeen(event);
  return (
    <li className={classNames(styles.step, styles[stage], otherOrderId !== null && styles.other)}>
      <span className={styles.dot}>
        <Icon aria-hidden />
      </span>
      <div className={styles.stepBody}>
        <p className={styles.stepHead}>
          <span className={styles.stage}>{t(`audit.stage.${stage}`)}</span>
          <span className={styles.type}>{event.type}</span>
          <Time at={event.at} style="milliseconds" />
          {step.sinceStartMs === null ? null : <span>{t("audit.after", { ms: step.sinceStartMs })}</span>}
          <span>{t(`audit.actor.${event.actor.kind}`, { id: event.actor.id })}</span>
        </p>
        {otherOrderId === null ? null : (
          <p className={styles.position}>
            {t("audit.other")}{" "}
            <button type="button" className={styles.leaf} onClick={() => onOpenOrder(otherOrderId)}>
              {otherOrderId}
            </button>
          </p>
        )}
        <p className={styles.sentence}>{readableText(event.text, timeZone)}</p>
        {changedBy === null ? null : (
          <p className={styles.changed}>{t(`audit.${changedBy.how}`, { seq: String(changedBy.seq) })}</p>
        )}
        {seen === null ? null : (
          <p className={styles.position}>{readableText(t("audit.seen", { price: seen }), timeZone)}</p>
        )}
        {position ? (
          <p className={styles.position}>
            {readableText(
              t(position.averagePrice === null ? "audit.position" : "audit.position.at", {
                size: position.size,
                unit: instrument?.baseCurrency ?? "",
                price: position.averagePrice,
              }),
              timeZone,
            )}
          </p>
        ) : null}
        {money === null ? null : (
          <p className={styles.position}>
            {readableText(
              t("audit.money", { fee: money.fee, currency: money.feeCurrency, cash: money.cash }),
              timeZone,
            )}
          </p>
        )}
        {rows.length > 0 ? <RuleRows label={t("audit.rules")} rows={rows} /> : null}
        {unset.length > 0 ? (
          <p className={styles.position}>{t("audit.unset", { codes: codeRanges(unset).join(", ") })}</p>
        ) : null}
        <p className={styles.stepFoot}>
          <span>{t("audit.seq", { seq: String(event.seq) })}</span>
          {step.causeSeq === null ? null : <span>{t("audit.cause", { seq: String(step.causeSeq) })}</span>}
          <button
            type="button"
            className={styles.leaf}
            title={`${t("audit.leaf.copy")}: ${event.leaf}`}
            onClick={() => copyText(event.leaf)}
          >
            {t("audit.leaf", { leaf: event.leaf.slice(0, 10) })}
          </button>
        </p>
        <details className={styles.json}>
          <summary>{t("audit.json")}</summary>
          <div className={styles.jsonBox}>
            <pre>{JSON.stringify(recorded, null, 2)}</pre>
            <CopyButton
              what={t("audit.json.event")}
              text={JSON.stringify(recorded, null, 2)}
              className={styles.jsonCopy}
            />
          </div>
        </details>
      </div>
    </li>
  );
}
