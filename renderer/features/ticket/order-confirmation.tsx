import type { Instrument } from "../../../shared/model/instrument.ts";
import { t } from "../../i18n/t.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { formatMoney } from "../../ui/format/format-money.ts";
import { useTimeZone } from "../../ui/time-zone.ts";
import { sentWords, timeInForceWords } from "./order-words.ts";
import type { Sent } from "./submission.ts";
import styles from "./ticket.module.css";
import type { PreviewState } from "./use-order-preview.ts";

export interface OrderConfirmationProps {
  sent: Sent;
  preview: PreviewState;
  instrument: Instrument;
  currency: string;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks once more before an order that opens risk; the order asked about is the one that is sent. */
export function OrderConfirmation({ sent, preview, instrument, currency, onConfirm, onClose }: OrderConfirmationProps) {
  const timeZone = useTimeZone();
  const { order } = sent;
  const words = sentWords(sent, instrument);
  const shown = preview.kind === "ready" && !preview.pending ? preview.preview : null;
  return (
    <ConfirmDialog
      open
      title={t("ticket.confirm.title")}
      description={t("ticket.confirm.text", {
        order: words,
        symbol: instrument.symbol,
        tif: timeInForceWords(order, timeZone),
      })}
      confirm={words}
      variant={order.side}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      {shown?.notional ? (
        <p>
          {t("ticket.confirm.preview", {
            notional: formatMoney(shown.notional),
            fee: shown.fee === null ? t("ui.unknown") : formatMoney(shown.fee),
            currency,
          })}
        </p>
      ) : null}
      {shown?.warnings.map((warning) => (
        <p key={warning} className={styles.warning}>
          {warning}
        </p>
      ))}
    </ConfirmDialog>
  );
}
