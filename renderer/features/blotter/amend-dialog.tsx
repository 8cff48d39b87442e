import { useState } from "react";
import type { OrderView } from "../../../shared/model/order.ts";
import type { Verdict } from "../../../shared/model/risk.ts";
import { t } from "../../i18n/t.ts";
import { amendablePrice } from "../../stores/orders.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { faultText } from "../../ui/fault-text.ts";
import { formatSize } from "../../ui/format/format-size.ts";
import { sizeStep } from "../../ui/format/size-step.ts";
import { NumberField } from "../../ui/number-field.tsx";
import { RuleRows } from "../../ui/rule-rows.tsx";
import { notify } from "../../ui/toast.tsx";
import { readAmendment } from "./amendment.ts";
import styles from "./blotter.module.css";
import type { RowInstrument } from "./blotter-rows.ts";

export interface AmendDialogProps {
  order: OrderView;
  instrument: RowInstrument;
  send: (change: { orderId: string; size?: string; limitPrice?: string; triggerPrice?: string }) => Promise<Verdict>;
  onClose: () => void;
}

/** Changes the size or the price of a working order; the change passes the gate like an order. */
export function AmendDialog({ order, instrument, send, onClose }: AmendDialogProps) {
  const priceName = amendablePrice(order);
  // What is not typed stays what the order has, also where that changes meanwhile: a stop grows with what its entry fills.
  const [typed, setTyped] = useState<{ readonly size?: string; readonly limitPrice?: string }>({});
  const wanted = { size: order.size, limitPrice: (priceName && order[priceName]) ?? "", ...typed };
  const [sending, setSending] = useState(false);
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const reading = readAmendment(order, instrument, wanted);

  const submit = (): void => {
    if (!reading.ok || reading.unchanged || sending) return;
    setSending(true);
    setFailure(null);
    setVerdict(null);
    send({ orderId: order.orderId, ...reading.change })
      .then(
        (answer) => {
          if (answer.outcome === "rejected") {
            setVerdict(answer);
            return;
          }
          notify({ title: t("blotter.amend.pending") });
          onClose();
        },
        (error: unknown) => setFailure(t("blotter.amend.failed", { reason: faultText(error).line })),
      )
      .finally(() => setSending(false));
  };
  const words = `${t(`blotter.side.${order.side}`)} ${instrument.symbol}`;
  const problem = (id: string | null, increment: string): string | null => (id === null ? null : t(id, { increment }));

  return (
    <Dialog
      open
      onClose={onClose}
      title={t("blotter.amend.title", { order: words })}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            {t("ui.cancel")}
          </Button>
          <Button variant="primary" disabled={!reading.ok || reading.unchanged || sending} onClick={submit}>
            {t("blotter.amend.send")}
          </Button>
        </>
      }
    >
      <div className={styles.fields}>
        <NumberField
          label={t("blotter.amend.size")}
          value={wanted.size}
          onChange={(size) => setTyped((before) => ({ ...before, size }))}
          step={sizeStep(instrument.sizeIncrement, order.limitPrice)}
          error={reading.ok ? null : problem(reading.size, instrument.sizeIncrement)}
          hint={
            /[1-9]/.test(order.filledSize)
              ? t("blotter.amend.filledHint", { filled: formatSize(order.filledSize, instrument.sizeIncrement) })
              : undefined
          }
          onEnter={submit}
        />
        {priceName === null ? null : (
          <NumberField
            label={t(priceName === "limitPrice" ? "blotter.amend.price" : "blotter.amend.trigger")}
            value={wanted.limitPrice}
            onChange={(limitPrice) => setTyped((before) => ({ ...before, limitPrice }))}
            step={instrument.priceIncrement}
            unit={instrument.quoteCurrency}
            error={reading.ok ? null : problem(reading.limitPrice, instrument.priceIncrement)}
            onEnter={submit}
          />
        )}
      </div>
      {failure === null ? null : (
        <p className={styles.denied} role="alert">
          {failure}
        </p>
      )}
      {verdict === null ? null : (
        <div className={styles.denied} role="alert">
          <p>{t("blotter.amend.denied")}</p>
          <RuleRows
            label={t("ui.rules")}
            rows={verdict.rows}
            onUseSize={(size) => setTyped((before) => ({ ...before, size }))}
          />
        </div>
      )}
    </Dialog>
  );
}
