import { CircleCheck, CircleX, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { OrderPreview } from "../../../shared/contract/trading.ts";
import type { Instrument } from "../../../shared/model/instrument.ts";
import { t } from "../../i18n/t.ts";
import { Button } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { formatSize } from "../../ui/format/format-size.ts";
import { Money } from "../../ui/money.tsx";
import { Price } from "../../ui/price.tsx";
import { RuleRows } from "../../ui/rule-rows.tsx";
import { Size } from "../../ui/size.tsx";
import styles from "./ticket.module.css";
import type { PreviewState } from "./use-order-preview.ts";
import { failingRows, orderedRows, usableSize } from "./verdict-lines.ts";

export interface TicketPreviewProps {
  instrument: Instrument;
  currency: string;
  state: PreviewState;
  /** Money lost at the stop the size was worked out from, if there is one. */
  loss: string | null;
  onUseSize: (size: string) => void;
}

/** What the order would do and what the gate says to it, while it is being typed. */
export function TicketPreview({ instrument, currency, state, loss, onUseSize }: TicketPreviewProps) {
  if (state.kind === "none") return <p className={styles.quiet}>{t("ticket.preview.waiting")}</p>;
  if (state.kind === "failed")
    return (
      <p className={styles.warning} role="status">
        <TriangleAlert aria-hidden />
        {t("ticket.preview.failed", { reason: state.reason })}
      </p>
    );
  const { preview } = state;
  return (
    <section aria-label={t("ticket.preview")} className={classNames(styles.preview, state.pending && styles.pending)}>
      <Figures preview={preview} instrument={instrument} currency={currency} loss={loss} />
      {preview.warnings.map((warning) => (
        <p key={warning} className={styles.warning}>
          <TriangleAlert aria-hidden />
          {warning}
        </p>
      ))}
      <VerdictLine preview={preview} instrument={instrument} onUseSize={onUseSize} />
      <RuleRows label={t("ui.rules")} rows={orderedRows(preview.verdict)} onUseSize={onUseSize} />
    </section>
  );
}

function Figures({
  preview,
  instrument,
  currency,
  loss,
}: Omit<TicketPreviewProps, "state" | "onUseSize"> & { preview: OrderPreview }) {
  const rows: [string, ReactNode][] = [
    [
      t("ticket.preview.expectedPrice"),
      <Price key="price" value={preview.expectedPrice} increment={instrument.priceIncrement} />,
    ],
    [t("ticket.preview.notional"), <Money key="notional" value={preview.notional} currency={currency} />],
    [t("ticket.preview.fee"), <Money key="fee" value={preview.fee} currency={currency} />],
    [t("ticket.preview.margin"), <Money key="margin" value={preview.marginUsed} currency={currency} />],
    [t("ticket.preview.left"), <Money key="left" value={preview.buyingPowerAfter} currency={currency} />],
    [
      t("ticket.preview.position"),
      <Size
        key="position"
        value={preview.resultingPosition}
        increment={instrument.sizeIncrement}
        sign="always"
        unit={instrument.baseCurrency}
      />,
    ],
    ...(loss === null
      ? []
      : ([[t("ticket.preview.loss"), <Money key="loss" value={`-${loss}`} currency={currency} sign="always" />]] as [
          string,
          ReactNode,
        ][])),
  ];
  return (
    <dl className={styles.figures}>
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function VerdictLine({
  preview,
  instrument,
  onUseSize,
}: {
  preview: OrderPreview;
  instrument: Instrument;
  onUseSize: (size: string) => void;
}) {
  const { verdict } = preview;
  const approved = verdict.outcome === "approved";
  const size = usableSize(verdict.maxPassingSize);
  return (
    <div className={styles.verdict}>
      <p className={approved ? styles.passes : styles.fails} role="status">
        {approved ? <CircleCheck aria-hidden /> : <CircleX aria-hidden />}
        {approved
          ? t(verdict.reducing ? "ticket.verdict.reducing" : "ticket.verdict.approved", { count: verdict.rows.length })
          : t("ticket.verdict.rejected", { count: failingRows(verdict).length })}
      </p>
      {approved ? null : size === null ? (
        <span className={styles.quiet}>{t("ticket.verdict.none")}</span>
      ) : (
        <div className={styles.largest}>
          <span>
            {t("ticket.verdict.largest", {
              size: `${formatSize(size, instrument.sizeIncrement)} ${instrument.baseCurrency}`,
            })}
          </span>
          <Button size="small" onClick={() => onUseSize(size)}>
            {t("ticket.verdict.use", { size: formatSize(size, instrument.sizeIncrement) })}
          </Button>
        </div>
      )}
    </div>
  );
}
