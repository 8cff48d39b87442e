import { useRef, useState } from "react";
import { t } from "../../i18n/t.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FieldFrame } from "../../ui/field.tsx";
import { notify } from "../../ui/toast.tsx";
import { toBase64Text } from "./base64-text.ts";
import styles from "./compliance.module.css";
import { TaskNote } from "./task-note.tsx";
import { useTask } from "./use-task.ts";

export interface ReceiptDialogProps {
  onClose: () => void;
  onTaken: () => void;
}

/** Takes in what the firm, a witness or an authority sent back: as a file, or as the text of its mail. */
export function ReceiptDialog({ onClose, onTaken }: ReceiptDialogProps) {
  const desk = useDesk();
  const [text, setText] = useState("");
  const [file, setFile] = useState<File | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const [task, run] = useTask<void>();
  const take = async (): Promise<void> => {
    const bytes = file ? new Uint8Array(await file.arrayBuffer()) : new TextEncoder().encode(text);
    const { anchor } = await desk.call.takeReceipt({ content: toBase64Text(bytes) });
    notify({ title: t("compliance.receipt.taken", { by: anchor.by, size: anchor.size, seq: anchor.seq }) });
    onTaken();
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("compliance.anchors.take")}
      description={t("compliance.receipt.text")}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            {t("ui.cancel")}
          </Button>
          <Button
            variant="primary"
            disabled={task.kind === "running" || (file === null && text.trim() === "")}
            onClick={() => run(take)}
          >
            {t("compliance.receipt.take")}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <input
          ref={input}
          type="file"
          hidden
          aria-label={t("compliance.receipt.file")}
          onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
        />
        <Button onClick={() => input.current?.click()}>{t("compliance.receipt.file")}</Button>
        <span className={styles.quiet}>{file?.name ?? t("compliance.receipt.noFile")}</span>
      </div>
      <FieldFrame label={t("compliance.receipt.paste")} disabled={file !== null}>
        {(ids) => (
          <textarea
            className={styles.paste}
            rows={6}
            spellCheck={false}
            disabled={file !== null}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            {...ids}
          />
        )}
      </FieldFrame>
      <TaskNote task={task} doing={t("compliance.receipt.taking")} />
    </Dialog>
  );
}
