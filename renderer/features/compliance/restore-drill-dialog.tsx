import { useState } from "react";
import type { BackupView, RestoreDrill } from "../../../shared/contract/compliance.ts";
import { t } from "../../i18n/t.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { formatNumber } from "../../ui/format/number-format.ts";
import { readableText } from "../../ui/format/readable-text.ts";
import { useTimeZone } from "../../ui/time-zone.ts";
import styles from "./compliance.module.css";
import { TaskNote } from "./task-note.tsx";
import { useTask } from "./use-task.ts";

const count = (value: number): string => formatNumber(value, { maximumFractionDigits: 0 });

/** What the live journal would lose if this backup took its place, in one sentence. */
export function lossText({ lost, liveEvents, liveLastAt, differsFrom, lastAt }: RestoreDrill): string {
  if (differsFrom !== null) {
    return t("compliance.drill.differs", { seq: count(differsFrom), lost: count(lost), live: count(liveEvents) });
  }
  if (lost === 0) return t("compliance.drill.nothing");
  return t("compliance.drill.lost", {
    lost: count(lost),
    live: count(liveEvents),
    after: lastAt,
    until: liveLastAt ?? "",
  });
}

const fileTexts = {
  missing: "compliance.drill.files-missing",
  different: "compliance.drill.files-different",
  "only-in-backup": "compliance.drill.files-only",
} as const;

/** Which other files of the profile the backup does not give back as they are: a sentence for each way. */
export function filesText({ files }: RestoreDrill): string[] {
  const named = Map.groupBy(files, ({ how }) => how);
  return (["missing", "different", "only-in-backup"] as const).flatMap((how) => {
    const names = named.get(how)?.map(({ name }) => name) ?? [];
    return names.length === 0 ? [] : [t(fileTexts[how], { names: names.join(", ") })];
  });
}

/** Proves that a backup comes back: restored beside the profile, checked from the first event on, compared, cleared up. */
export function RestoreDrillDialog({ backup, onClose }: { backup: BackupView; onClose: () => void }) {
  const desk = useDesk();
  const [passphrase, setPassphrase] = useState("");
  const [task, run] = useTask<RestoreDrill>();
  const timeZone = useTimeZone();
  const { name, encrypted } = backup;
  const drill = () => desk.call.drillRestore({ name, passphrase: encrypted ? passphrase : null });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("compliance.drill.of", { name })}
      description={t("compliance.drill.text")}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            {t("ui.close")}
          </Button>
          <Button
            variant="primary"
            disabled={task.kind === "running" || (encrypted && passphrase.length < 8)}
            onClick={() => run(drill)}
          >
            {t("compliance.drill.run")}
          </Button>
        </>
      }
    >
      {encrypted ? (
        <Field
          label={t("compliance.drill.passphrase")}
          type="password"
          autoComplete="off"
          value={passphrase}
          maxLength={1000}
          onChange={setPassphrase}
        />
      ) : null}
      <TaskNote task={task} doing={t("compliance.drill.running")} />
      {task.kind === "done" ? (
        <div role="status" className={styles.done}>
          <p>
            {readableText(
              t("compliance.drill.done", {
                events: count(task.value.events),
                at: task.value.lastAt,
                ms: count(task.value.tookMs),
              }),
              timeZone,
            )}
          </p>
          <p className={task.value.differsFrom === null ? styles.quiet : styles.bad}>
            {readableText(lossText(task.value), timeZone)}
          </p>
          {filesText(task.value).map((text) => (
            <p key={text} className={styles.quiet}>
              {text}
            </p>
          ))}
        </div>
      ) : null}
    </Dialog>
  );
}
