import { CircleCheck, CircleX, CloudOff, LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import type { Instrument } from "../../../shared/model/instrument.ts";
import { t } from "../../i18n/t.ts";
import { Button } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { sizeWords } from "../../ui/size-words.ts";
import { WhyNot } from "../../ui/why-not.tsx";
import { sentWords } from "./order-words.ts";
import type { Submission } from "./submission.ts";
import styles from "./ticket.module.css";

export interface TicketOutcomeProps {
  submission: Submission;
  instrumentOf: (id: string) => Instrument | undefined;
  onClear: () => void;
  onOpenAudit: (orderId: string) => void;
  onUseSize: (size: string) => void;
  onOpenSetting: (path: string) => void;
}

/** What became of the last order sent from the ticket; without an answer it says neither success nor failure. */
export function TicketOutcome({
  submission,
  instrumentOf,
  onClear,
  onOpenAudit,
  onUseSize,
  onOpenSetting,
}: TicketOutcomeProps) {
  if (submission.phase === "idle" || submission.phase === "confirming") return null;
  const instrument = instrumentOf(submission.order.instrumentId);
  const words = instrument ? sentWords(submission, instrument) : submission.order.instrumentId;
  const dismiss = (
    <Button size="small" variant="quiet" onClick={onClear}>
      {t("ticket.outcome.dismiss")}
    </Button>
  );
  switch (submission.phase) {
    case "sending":
      return (
        <Box tone="waiting" icon={<LoaderCircle aria-hidden />} title={t("ticket.submit.sending")}>
          <p>{words}</p>
        </Box>
      );
    case "accepted": {
      const { orderId } = submission;
      return (
        <Box
          tone="good"
          icon={<CircleCheck aria-hidden />}
          title={t("ticket.outcome.accepted")}
          actions={
            <>
              <Button size="small" onClick={() => onOpenAudit(orderId)}>
                {t("ticket.outcome.open")}
              </Button>
              {dismiss}
            </>
          }
        >
          <p>{words}</p>
        </Box>
      );
    }
    case "denied": {
      const { orderId } = submission;
      return (
        <Box
          tone="bad"
          icon={<CircleX aria-hidden />}
          title={t(submission.otherWorks ? "ticket.outcome.legDenied" : "ticket.outcome.denied")}
          actions={
            <>
              <Button size="small" onClick={() => onOpenAudit(orderId)}>
                {t("ticket.outcome.open")}
              </Button>
              {dismiss}
            </>
          }
        >
          <p>{words}</p>
          <WhyNot
            verdict={submission.verdict}
            sizeText={(size) => sizeWords(size, instrument)}
            onUseSize={onUseSize}
            onOpenSetting={onOpenSetting}
          />
        </Box>
      );
    }
    case "refused":
      return (
        <Box
          tone="bad"
          icon={<CircleX aria-hidden />}
          title={t("ticket.outcome.refused", { message: submission.refusal.message })}
          actions={dismiss}
        >
          <p>{t("ticket.outcome.refusedHow", { remedy: submission.refusal.remedy, code: submission.refusal.code })}</p>
        </Box>
      );
    case "unconfirmed":
      return (
        <Box
          tone="waiting"
          icon={<CloudOff aria-hidden />}
          title={t("ticket.outcome.unconfirmed")}
          actions={
            <Button size="small" onClick={onClear}>
              {t("ticket.outcome.unconfirmedClear")}
            </Button>
          }
        >
          <p>{t("ticket.outcome.unconfirmedText", { order: words })}</p>
          <p className={styles.quiet}>{submission.reason}</p>
        </Box>
      );
  }
}

function Box(props: {
  tone: "good" | "bad" | "waiting";
  icon: ReactNode;
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={classNames(styles.outcome, styles[props.tone])} role={props.tone === "bad" ? "alert" : "status"}>
      <p className={styles.outcomeTitle}>
        {props.icon}
        {props.title}
      </p>
      {props.children}
      {props.actions ? <div className={styles.outcomeActions}>{props.actions}</div> : null}
    </div>
  );
}
