import { type ReactNode, useEffect, useState } from "react";
import { t } from "../i18n/t.ts";
import { Button, type ButtonVariant } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Field } from "./field.tsx";

export interface ConfirmDialogProps {
  open: boolean;
  title: string;
  description?: ReactNode;
  /** What the confirming button does, as a verb: "Flatten 3 positions". */
  confirm: string;
  variant?: ButtonVariant;
  /** Asks for a reason, which is handed to `onConfirm`. */
  askReason?: boolean;
  /** A word that must be typed first. */
  typeToConfirm?: string | undefined;
  onConfirm: (reason: string) => void;
  onClose: () => void;
  children?: ReactNode;
}

/** Asks before something that matters; cancelling is the first and easiest choice. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    open,
    title,
    description,
    confirm,
    variant = "primary",
    askReason,
    typeToConfirm,
    onConfirm,
    onClose,
  } = props;
  const [reason, setReason] = useState("");
  const [word, setWord] = useState("");
  useEffect(() => {
    if (!open) return;
    setReason("");
    setWord("");
  }, [open]);
  const ready = (!askReason || reason.trim() !== "") && (!typeToConfirm || word.trim() === typeToConfirm);
  const accept = (): void => {
    if (ready) onConfirm(reason.trim());
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      description={description}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            {t("ui.cancel")}
          </Button>
          <Button variant={variant} disabled={!ready} onClick={accept}>
            {confirm}
          </Button>
        </>
      }
    >
      {props.children}
      {askReason ? (
        <Field
          label={t("ui.reason")}
          value={reason}
          onChange={setReason}
          maxLength={500}
          onKeyDown={(event) => {
            if (event.key === "Enter") accept();
          }}
        />
      ) : null}
      {typeToConfirm ? (
        <Field label={t("ui.type-to-confirm", { word: typeToConfirm })} value={word} onChange={setWord} />
      ) : null}
    </Dialog>
  );
}
