import { Lock } from "lucide-react";
import { useState } from "react";
import type { BackupView } from "../../../shared/contract/compliance.ts";
import { t } from "../../i18n/t.ts";
import { useMayTrade } from "../../stores/desk.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { formatNumber } from "../../ui/format/number-format.ts";
import { RoomSection } from "../../ui/room-section.tsx";
import styles from "./compliance.module.css";
import { FactList } from "./fact-list.tsx";
import { useLatestOf } from "./latest-of.ts";
import { RestoreDrillDialog } from "./restore-drill-dialog.tsx";
import { TaskNote } from "./task-note.tsx";
import { useAnswer } from "./use-answer.ts";
import { useTask } from "./use-task.ts";
import { sizeText, WrittenFiles } from "./written-files.tsx";

/** A backup is encrypted with at least this much, or not at all. */
const shortestPassphrase = 8;

/** Copies the profile into one checked file, lists the copies, and drills that they come back. */
export function BackupSection() {
  const desk = useDesk();
  const mayTrade = useMayTrade();
  const recorded = useLatestOf("backup.");
  const [drilled, setDrilled] = useState<BackupView | null>(null);
  const files = useAnswer(() => desk.call.listBackups({}), recorded);
  return (
    <RoomSection title={t("compliance.backup")}>
      <p className={styles.quiet}>{t("compliance.backup.text")}</p>
      <MakeBackup mayTrade={mayTrade} />
      {files.kind === "failed" ? (
        <p className={styles.bad} role="alert">
          {t("compliance.answer.failed", { reason: files.reason })}
        </p>
      ) : null}
      {files.kind === "ready" ? (
        <WrittenFiles
          label={t("compliance.files.backups")}
          {...files.value}
          empty={t("compliance.files.noBackups")}
          more={(file) => (
            <>
              {file.encrypted ? (
                <Badge icon={<Lock aria-hidden />}>{t("compliance.backup.encrypted")}</Badge>
              ) : (
                <Badge tone="warn">{t("compliance.backup.open")}</Badge>
              )}
              <Button
                size="small"
                variant="quiet"
                disabled={!mayTrade}
                aria-label={t("compliance.drill.of", { name: file.name })}
                onClick={() => setDrilled(file)}
              >
                {t("compliance.drill")}
              </Button>
            </>
          )}
        />
      ) : null}
      {drilled ? <RestoreDrillDialog backup={drilled} onClose={() => setDrilled(null)} /> : null}
    </RoomSection>
  );
}

interface Made {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly events: number;
  readonly tookMs: number;
  readonly seq: number;
}

function MakeBackup({ mayTrade }: { mayTrade: boolean }) {
  const desk = useDesk();
  const [passphrase, setPassphrase] = useState("");
  const [again, setAgain] = useState("");
  const [task, run] = useTask<Made>();
  const short = passphrase !== "" && passphrase.length < shortestPassphrase;
  const differs = passphrase !== "" && again !== "" && passphrase !== again;
  const ready = passphrase === "" || (!short && passphrase === again);
  const make = async (): Promise<Made> => {
    const made = await desk.call.makeBackup({ passphrase: passphrase === "" ? null : passphrase });
    setPassphrase("");
    setAgain("");
    return made;
  };
  return (
    <>
      <div className={styles.form}>
        <Field
          label={t("compliance.backup.passphrase")}
          type="password"
          autoComplete="new-password"
          value={passphrase}
          maxLength={1000}
          disabled={!mayTrade}
          error={short ? t("compliance.backup.short") : null}
          onChange={setPassphrase}
          className={styles.grow}
        />
        <Field
          label={t("compliance.backup.again")}
          type="password"
          autoComplete="new-password"
          value={again}
          maxLength={1000}
          disabled={!mayTrade || passphrase === ""}
          error={differs ? t("compliance.backup.differs") : null}
          onChange={setAgain}
          className={styles.grow}
        />
        <Button disabled={!mayTrade || !ready || task.kind === "running"} onClick={() => run(make)}>
          {t("compliance.backup.run")}
        </Button>
      </div>
      <TaskNote task={task} doing={t("compliance.backup.running")} />
      {task.kind === "done" ? (
        <div role="status">
          <FactList
            label={t("compliance.backup")}
            facts={[
              { label: t("compliance.export.file"), value: task.value.file, copy: task.value.file, mono: true },
              { label: t("compliance.export.sha"), value: task.value.sha256, copy: task.value.sha256, mono: true },
              {
                label: t("compliance.export.size"),
                value: t("compliance.backup.done", {
                  events: formatNumber(task.value.events, {}),
                  size: sizeText(task.value.bytes),
                  ms: formatNumber(task.value.tookMs, { maximumFractionDigits: 0 }),
                  seq: task.value.seq,
                }),
              },
            ]}
          />
        </div>
      ) : null}
    </>
  );
}
