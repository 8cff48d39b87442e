import { useEffect, useState } from "react";
import type { OrderView } from "../../../shared/model/order.ts";
import { t } from "../../i18n/t.ts";
import { useInstrument, useMayTrade } from "../../stores/desk.ts";
import { openAudit, openRoom, openSetting, useSelection, wishTicket } from "../../stores/selection.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { faultText } from "../../ui/fault-text.ts";
import { sizeWords } from "../../ui/size-words.ts";
import { Time } from "../../ui/time.tsx";
import { WhyNot } from "../../ui/why-not.tsx";
import { firstVerdict, type JudgedOrder } from "./latest-verdict.ts";
import styles from "./risk.module.css";

type Refusal =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "read"; readonly order: OrderView | null; readonly judged: JudgedOrder | null };

const close = (): void => useSelection.setState({ whyNotOrderId: null });

/** Explains a refused order from the record: what refused it, the setting to change, and the size that would have passed. */
export function WhyNotDialog() {
  const orderId = useSelection((state) => state.whyNotOrderId);
  return orderId === null ? null : <Explained key={orderId} orderId={orderId} />;
}

function Explained({ orderId }: { orderId: string }) {
  const refusal = useRefusal(orderId);
  const order = refusal.kind === "read" ? refusal.order : null;
  const instrument = useInstrument(order?.instrumentId);
  const mayTrade = useMayTrade();
  const intoTicket = (size: string): void => {
    if (order === null) return;
    const { instrumentId, side, limitPrice, reduceOnly } = order;
    const type = limitPrice === undefined ? "market" : "limit";
    wishTicket({ instrumentId, side, type, size, limitPrice, reduceOnly });
    openRoom("desk");
    close();
  };
  return (
    <Dialog
      open
      size="wide"
      onClose={close}
      title={t("risk.why.title", { order: orderId })}
      footer={
        <Button
          onClick={() => {
            close();
            openAudit(orderId);
          }}
        >
          {t("risk.why.audit")}
        </Button>
      }
    >
      {refusal.kind === "loading" ? <p className={styles.quiet}>{t("risk.why.loading")}</p> : null}
      {refusal.kind === "failed" ? <p role="alert">{t("risk.why.failed", { reason: refusal.reason })}</p> : null}
      {refusal.kind === "read" && refusal.judged === null ? <p>{t("risk.why.noVerdict")}</p> : null}
      {refusal.kind === "read" && refusal.judged !== null ? (
        <div className={styles.explained}>
          <p className={styles.quiet}>
            <Time at={refusal.judged.at} style="date-time" />{" "}
            {order === null
              ? null
              : t("risk.why.order", {
                  side: order.side,
                  size: sizeWords(order.size, instrument),
                  symbol: instrument?.symbol ?? order.instrumentId,
                })}
          </p>
          <WhyNot
            verdict={refusal.judged}
            sizeText={(size) => sizeWords(size, instrument)}
            onUseSize={mayTrade && order !== null ? intoTicket : undefined}
            onOpenSetting={openSetting}
          />
        </div>
      ) : null}
    </Dialog>
  );
}

function useRefusal(orderId: string): Refusal {
  const desk = useDesk();
  const [refusal, setRefusal] = useState<Refusal>({ kind: "loading" });
  useEffect(() => {
    let isWanted = true;
    desk.call.getOrderLife({ orderId }).then(
      ({ order, events }) => {
        const judged = firstVerdict(events.toReversed(), ({ outcome }) => outcome === "rejected");
        if (isWanted) setRefusal({ kind: "read", order, judged });
      },
      (error: unknown) => isWanted && setRefusal({ kind: "failed", reason: faultText(error).line }),
    );
    return () => {
      isWanted = false;
    };
  }, [desk, orderId]);
  return refusal;
}
