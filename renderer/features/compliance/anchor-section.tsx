import { Mail } from "lucide-react";
import { useState } from "react";
import type { AnchorsView } from "../../../shared/contract/compliance.ts";
import { MailAddress } from "../../../shared/model/anchor-settings.ts";
import { t } from "../../i18n/t.ts";
import { useMayTrade } from "../../stores/desk.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Age } from "../../ui/age.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { RoomSection } from "../../ui/room-section.tsx";
import { AnchorSources } from "./anchor-sources.tsx";
import { anchorKinds, coverageText } from "./anchor-words.ts";
import styles from "./compliance.module.css";
import { FactList } from "./fact-list.tsx";
import { useLatestOf } from "./latest-of.ts";
import { ReceiptDialog } from "./receipt-dialog.tsx";
import { TaskNote } from "./task-note.tsx";
import { useAnswer } from "./use-answer.ts";
import { useTask } from "./use-task.ts";

/** Who outside holds checkpoints of this journal, how old what they hold is, and how to have today's held. */
export function AnchorSection({ events }: { events: number }) {
  const desk = useDesk();
  const received = useLatestOf("anchor.");
  const [turn, setTurn] = useState(0);
  const answer = useAnswer(() => desk.call.getAnchors({}), `${turn} ${received}`);
  return (
    <RoomSection
      title={t("compliance.anchors")}
      actions={answer.kind === "ready" ? <Coverage covered={answer.value.covered} /> : null}
    >
      {answer.kind === "failed" ? (
        <p className={styles.bad} role="alert">
          {t("compliance.answer.failed", { reason: answer.reason })}
        </p>
      ) : null}
      {answer.kind === "loading" ? <p className={styles.quiet}>{t("ui.loading")}</p> : null}
      {answer.kind === "ready" ? (
        <>
          <p className={answer.value.covered === 0 ? styles.warn : styles.quiet}>
            {coverageText(answer.value, events)}
          </p>
          <Kinds anchors={answer.value} />
          <SendCheckpoint firmMail={answer.value.firmMail} onSent={() => setTurn((one) => one + 1)} />
          <AnchorSources anchors={answer.value} onChanged={() => setTurn((one) => one + 1)} />
        </>
      ) : null}
    </RoomSection>
  );
}

function Coverage({ covered }: { covered: number }) {
  return covered === 0 ? (
    <Badge tone="warn">{t("compliance.anchors.none")}</Badge>
  ) : (
    <Badge tone="ok">{t("compliance.anchors.some")}</Badge>
  );
}

function Kinds({ anchors }: { anchors: AnchorsView }) {
  return (
    <FactList
      label={t("compliance.anchors.kinds")}
      facts={anchorKinds.map((kind) => {
        const newest = anchors.latest.find((one) => one.kind === kind);
        return {
          label: t(`compliance.anchors.${kind}`),
          value: newest ? (
            <>
              <Age since={Date.parse(newest.at)} />{" "}
              {t("compliance.anchors.newest", { by: newest.by, size: newest.size, seq: newest.seq })}
            </>
          ) : (
            t("compliance.journal.none")
          ),
        };
      })}
    />
  );
}

interface Sent {
  readonly file: string;
  readonly mailto: string | null;
  readonly note: string;
  readonly size: number;
}

function SendCheckpoint({ firmMail, onSent }: { firmMail: string; onSent: () => void }) {
  const desk = useDesk();
  const mayTrade = useMayTrade();
  const [to, setTo] = useState(firmMail);
  const [taking, setTaking] = useState(false);
  const [task, run] = useTask<Sent>();
  const address = to.trim();
  const wrong = address !== "" && !MailAddress.safeParse(address).success;
  const send = async (): Promise<Sent> => {
    const sent = await desk.call.sendCheckpoint({ to: address });
    onSent();
    return sent;
  };
  return (
    <>
      <div className={styles.form}>
        <Field
          label={t("compliance.anchors.firm")}
          type="email"
          placeholder={t("compliance.anchors.firm.placeholder")}
          value={to}
          maxLength={200}
          disabled={!mayTrade}
          onChange={setTo}
          error={wrong ? t("compliance.anchors.firm.wrong") : null}
          className={styles.grow}
        />
        <Button disabled={!mayTrade || wrong || task.kind === "running"} onClick={() => run(send)}>
          {t("compliance.anchors.send")}
        </Button>
        <Button variant="quiet" disabled={!mayTrade} onClick={() => setTaking(true)}>
          {t("compliance.anchors.take")}
        </Button>
      </div>
      <TaskNote task={task} doing={t("compliance.anchors.sending")} />
      {task.kind === "done" ? <SentCheckpoint sent={task.value} /> : null}
      {taking ? <ReceiptDialog onClose={() => setTaking(false)} onTaken={onSent} /> : null}
    </>
  );
}

function SentCheckpoint({ sent }: { sent: Sent }) {
  return (
    <div role="status" className={styles.done}>
      <p>{t("compliance.anchors.sent", { size: sent.size })}</p>
      <FactList
        label={t("compliance.anchors.send")}
        facts={[
          { label: t("compliance.export.file"), value: sent.file, copy: sent.file, mono: true },
          {
            label: t("compliance.anchors.note"),
            value: sent.note.split("\n").slice(0, 3).join(" "),
            copy: sent.note,
            mono: true,
          },
        ]}
      />
      {sent.mailto === null ? (
        <p className={styles.quiet}>{t("compliance.anchors.noLink")}</p>
      ) : (
        <a className={styles.link} href={sent.mailto} target="_blank" rel="noreferrer">
          <Mail aria-hidden />
          {t("compliance.anchors.mail")}
        </a>
      )}
    </div>
  );
}
