import { useRef, useState } from "react";
import { t } from "../../i18n/t.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import styles from "./compliance.module.css";
import { TaskNote } from "./task-note.tsx";
import { useTask } from "./use-task.ts";

export type SourceKind = "authority" | "witness";

export interface AddSourceDialogProps {
  kind: SourceKind;
  onClose: () => void;
  onAdded: () => void;
}

/** Chooses somebody outside who may hold or sign checkpoints, and by which key or root they are believed. */
export function AddSourceDialog({ kind, onClose, onAdded }: AddSourceDialogProps) {
  const desk = useDesk();
  const [name, setName] = useState("");
  const [url, setUrl] = useState("");
  const [key, setKey] = useState("");
  const [root, setRoot] = useState<File | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const [task, run] = useTask<readonly string[]>();
  const complete =
    url.trim() !== "" && (kind === "authority" ? name.trim() !== "" && root !== null : key.trim() !== "");
  const add = async (): Promise<readonly string[]> => {
    if (kind === "witness") {
      await desk.call.addWitness({ url: url.trim(), key: key.trim() });
      onAdded();
      onClose();
      return [];
    }
    const rootPem = root ? await root.text() : "";
    const { fingerprints } = await desk.call.addAuthority({ name: name.trim(), url: url.trim(), rootPem });
    onAdded();
    return fingerprints;
  };
  const added = task.kind === "done" && task.value.length > 0;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(`compliance.sources.${kind}.add`)}
      description={t(`compliance.sources.${kind}.text`)}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            {t(added ? "ui.close" : "ui.cancel")}
          </Button>
          {added ? null : (
            <Button variant="primary" disabled={!complete || task.kind === "running"} onClick={() => run(add)}>
              {t(`compliance.sources.${kind}.trust`)}
            </Button>
          )}
        </>
      }
    >
      {kind === "authority" ? (
        <Field label={t("compliance.sources.name")} value={name} maxLength={60} onChange={setName} />
      ) : (
        <Field label={t("compliance.sources.key")} value={key} maxLength={400} onChange={setKey} />
      )}
      <Field label={t("compliance.sources.url")} type="url" value={url} maxLength={300} onChange={setUrl} />
      {kind === "authority" ? (
        <div className={styles.form}>
          <input
            ref={input}
            type="file"
            hidden
            aria-label={t("compliance.sources.root")}
            onChange={(event) => setRoot(event.currentTarget.files?.[0] ?? null)}
          />
          <Button onClick={() => input.current?.click()}>{t("compliance.sources.root")}</Button>
          <span className={styles.quiet}>{root?.name ?? t("compliance.receipt.noFile")}</span>
        </div>
      ) : null}
      <TaskNote task={task} doing={t("compliance.sources.adding")} />
      {added ? (
        <div role="status">
          <p>{t("compliance.sources.compare", { name })}</p>
          {task.value.map((fingerprint) => (
            <p key={fingerprint} className={styles.mono}>
              {fingerprint}
            </p>
          ))}
        </div>
      ) : null}
    </Dialog>
  );
}
