import { CircleCheck, CircleX, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { OrderPreview } from "../../../shared/contract/trading.ts";
import type { Instrument } from "../../../shared/model/instrument.ts";
import { t } from "../../i18n/t.ts";
import { classNames } from "../../ui/class-names.ts";
import { formatPercent } from "../../ui/format/format-percent.ts";
import { formatNumber } from "../../ui/format/number-format.ts";
import { Money } from "../../ui/money.tsx";
import { Price } from "../../ui/price.tsx";
import { RuleRows } from "../../ui/rule-rows.tsx";
import { Size } from "../../ui/size.tsx";
import { sizeWords } from "../../ui/size-words.ts";
import { failingRows, orderedRows } from "../../ui/verdict-lines.ts";
import { WhyNot } from "../../ui/why-not.tsx";
import styles from "./ticket.module.css";
import type { PreviewState } from "./use-order-preview.ts";

export interface TicketPreviewProps {
  instrument: Instrument;
  currency: string;
  state: PreviewState;
  /** The same of the second order of a pair. */
  other: PreviewState | null;
  onUseSize: (size: string) => void;
  onOpenSetting: (path: string) => void;
}

/** What the order would do and what the gate says to it, while it is being typed. */
export function TicketPreview({ instrument, currency, state, other, onUseSize, onOpenSetting }: TicketPreviewProps) {
  if (state.kind === "none") return <p className={styles.quiet}>{t("ticket.preview.waiting")}</p>;
  if (state.kind === "failed") return <NoPreview reason={state.reason} />;
  const { preview } = state;
  return (
    <section aria-label={t("ticket.preview")} className={classNames(styles.preview, state.pending && styles.pending)}>
      {other === null ? null : <p className={styles.leg}>{t("ticket.preview.first")}</p>}
      <Figures preview={preview} instrument={instrument} currency={currency} />
      {preview.warnings.map((warning) => (
        <p key={warning} className={styles.warning}>
          <TriangleAlert aria-hidden />
          {warning}
        </p>
      ))}
      <VerdictLine preview={preview} instrument={instrument} onUseSize={onUseSize} onOpenSetting={onOpenSetting} />
      {other === null ? null : <p className={styles.leg}>{t("ticket.preview.other")}</p>}
      {other?.kind === "failed" ? <NoPreview reason={other.reason} /> : null}
      {other?.kind === "ready" ? (
        <VerdictLine
          preview={other.preview}
          instrument={instrument}
          onUseSize={onUseSize}
          onOpenSetting={onOpenSetting}
        />
      ) : null}
      <RuleRows label={t("ui.rules")} rows={orderedRows(preview.verdict)} onUseSize={onUseSize} />
    </section>
  );
}

function NoPreview({ reason }: { reason: string }) {
  return (
    <p className={styles.warning} role="status">
      <TriangleAlert aria-hidden />
      {t("ticket.preview.failed", { reason })}
    </p>
  );
}

function Figures({
  preview,
  instrument,
  currency,
}: Pick<TicketPreviewProps, "instrument" | "currency"> & { preview: OrderPreview }) {
  const { lossAtStop, gainAtTarget, positionSide, liquidationPrice } = preview;
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
      positionSide === undefined
        ? t("ticket.preview.position")
        : t("ticket.preview.positionOf", { side: positionSide }),
      <Size
        key="position"
        value={preview.resultingPosition}
        increment={instrument.sizeIncrement}
        sign="always"
        unit={instrument.baseCurrency}
      />,
    ],
  ];
  if (lossAtStop !== null)
    rows.push(
      [
        t("ticket.preview.loss"),
        <Money key="loss" value={`-${lossAtStop.amount}`} currency={currency} sign="always" />,
      ],
      [t("ticket.preview.lossShare"), formatPercent(lossAtStop.equityPct, 2, "auto")],
    );
  if (gainAtTarget !== null)
    rows.push([
      t("ticket.preview.gain"),
      <Money key="gain" value={gainAtTarget.amount} currency={currency} sign="always" />,
    ]);
  if (gainAtTarget?.toLoss != null)
    rows.push([
      t("ticket.preview.gainToLoss"),
      t("ticket.preview.ratio", { ratio: formatNumber(gainAtTarget.toLoss, { maximumFractionDigits: 2 }) }),
    ]);
  if (liquidationPrice !== null)
    rows.push([
      t("ticket.preview.liquidation"),
      <Price key="liquidation" value={liquidationPrice} increment={instrument.priceIncrement} />,
    ]);
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
  onOpenSetting,
}: {
  preview: OrderPreview;
  instrument: Instrument;
  onUseSize: (size: string) => void;
  onOpenSetting: (path: string) => void;
}) {
  const { verdict } = preview;
  const approved = verdict.outcome === "approved";
  return (
    <div className={styles.verdict}>
      <p className={approved ? styles.passes : styles.fails} role="status">
        {approved ? <CircleCheck aria-hidden /> : <CircleX aria-hidden />}
        {approved
          ? t(verdict.reducing ? "ticket.verdict.reducing" : "ticket.verdict.approved", { count: verdict.rows.length })
          : t("ticket.verdict.rejected", { count: failingRows(verdict).length })}
      </p>
      {approved ? null : (
        <WhyNot
          verdict={verdict}
          sizeText={(size) => sizeWords(size, instrument)}
          onUseSize={onUseSize}
          onOpenSetting={onOpenSetting}
        />
      )}
    </div>
  );
}
