import { useState } from "react";
import { t } from "../../i18n/t.ts";
import { useDeskState } from "../../stores/desk.ts";
import { type DeskClient, useDesk } from "../../transport/desk-client.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { NumberField } from "../../ui/number-field.tsx";
import { TaskNote } from "./task-note.tsx";
import { useTask } from "./use-task.ts";

export type KeyAction =
  | { readonly kind: "rotate" | "recover" | "renew" }
  | { readonly kind: "revoke"; readonly keyId: string };

export interface KeyDialogProps {
  action: KeyAction;
  onClose: () => void;
  /** Gets what was done, in a sentence. */
  onDone: (text: string) => void;
}

interface Given {
  readonly reason: string;
  readonly fromSeq: number;
  readonly name: string;
}

async function carryOut(desk: DeskClient, action: KeyAction, { reason, fromSeq, name }: Given): Promise<string> {
  if (action.kind === "renew") {
    const { profile, after } = await desk.call.renewJournal({ name });
    return t("compliance.keys.renew.done", { profile, after });
  }
  if (action.kind === "revoke") {
    const { seq, keyId, replacedBy } = await desk.call.revokeKey({ keyId: action.keyId, fromSeq, reason });
    return t("compliance.keys.revoke.done", { seq, id: keyId, from: fromSeq, by: replacedBy ?? "none" });
  }
  const { seq, keyId, replaced } = await desk.call.rotateKey({ reason, recover: action.kind === "recover" });
  return t(`compliance.keys.${action.kind}.done`, { seq, id: keyId, replaced });
}

const digits = /^\d{1,15}$/;
const profileName = /^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/;

/** Asks for a reason, and for a typed word where nothing brings the key back, before a key is changed. */
export function KeyDialog({ action, onClose, onDone }: KeyDialogProps) {
  const desk = useDesk();
  const events = useDeskState(({ health }) => health?.journal.events ?? 0);
  const [from, setFrom] = useState(String(events));
  const [name, setName] = useState("");
  const [task, run] = useTask<void>();
  const keyId = action.kind === "revoke" ? action.keyId : "";
  const complete =
    (action.kind !== "revoke" || digits.test(from)) && (action.kind !== "renew" || profileName.test(name));
  const confirm = (reason: string): void => {
    if (!complete || task.kind === "running") return;
    run(async () => onDone(await carryOut(desk, action, { reason, fromSeq: Number(from), name })));
  };
  return (
    <ConfirmDialog
      open
      title={t(`compliance.keys.${action.kind}.title`, { id: keyId })}
      description={t(`compliance.keys.${action.kind}.what`)}
      confirm={t(`compliance.keys.${action.kind}.confirm`)}
      variant={action.kind === "revoke" ? "danger" : "primary"}
      askReason={action.kind !== "renew"}
      typeToConfirm={action.kind === "revoke" ? keyId : undefined}
      onConfirm={confirm}
      onClose={onClose}
    >
      {action.kind === "revoke" ? (
        <NumberField
          label={t("compliance.keys.revoke.from")}
          hint={t("compliance.keys.revoke.fromHint", { events })}
          error={digits.test(from) ? null : t("compliance.keys.revoke.fromWrong")}
          value={from}
          onChange={setFrom}
        />
      ) : null}
      {action.kind === "renew" ? (
        <Field
          label={t("compliance.keys.renew.name")}
          hint={t("compliance.keys.renew.nameHint")}
          value={name}
          maxLength={40}
          onChange={setName}
        />
      ) : null}
      <TaskNote task={task} doing={t("compliance.keys.changing")} />
    </ConfirmDialog>
  );
}
