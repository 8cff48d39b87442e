import { useState } from "react";
import type { KeysView, KeyView } from "../../../shared/contract/compliance.ts";
import { t } from "../../i18n/t.ts";
import { useMayTrade } from "../../stores/desk.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Badge, type BadgeTone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { PlainTable } from "../../ui/plain-table.tsx";
import { RoomSection } from "../../ui/room-section.tsx";
import { Time } from "../../ui/time.tsx";
import styles from "./compliance.module.css";
import { FactList } from "./fact-list.tsx";
import { type KeyAction, KeyDialog } from "./key-dialog.tsx";
import { useLatestOf } from "./latest-of.ts";
import { useAnswer } from "./use-answer.ts";

/** The keys that sign this journal, the one it has committed to as the next, and what may be done with them. */
export function KeySection() {
  const desk = useDesk();
  const changed = useLatestOf("key.");
  const [turn, setTurn] = useState(0);
  const answer = useAnswer(() => desk.call.getKeys({}), `${turn} ${changed}`);
  return (
    <RoomSection title={t("compliance.keys")}>
      {answer.kind === "failed" ? (
        <p className={styles.bad} role="alert">
          {t("compliance.answer.failed", { reason: answer.reason })}
        </p>
      ) : null}
      {answer.kind === "loading" ? <p className={styles.quiet}>{t("ui.loading")}</p> : null}
      {answer.kind === "ready" ? <Keys keys={answer.value} onChanged={() => setTurn((one) => one + 1)} /> : null}
    </RoomSection>
  );
}

/** What can go on from here: a rotation, a recovery where the current key is lost, a new journal where both are; nothing without a keychain. */
function nextStep(keys: KeysView): "rotate" | "recover" | "renew" | "none" {
  if (keys.macVersion === null) return "none";
  const current = keys.keys.find(({ state }) => state === "current");
  const next = keys.keys.find(({ state }) => state === "next");
  if (!next?.kept) return "renew";
  return current?.kept ? "rotate" : "recover";
}

function Keys({ keys, onChanged }: { keys: KeysView; onChanged: () => void }) {
  const mayTrade = useMayTrade();
  const [action, setAction] = useState<KeyAction | null>(null);
  const [done, setDone] = useState("");
  const step = nextStep(keys);
  return (
    <>
      <p className={styles.quiet}>{t(`compliance.keys.${step}.text`)}</p>
      <PlainTable
        label={t("compliance.keys")}
        columns={[
          t("compliance.keys.id"),
          t("compliance.keys.state"),
          t("compliance.keys.since"),
          t("compliance.keys.kept"),
          t("compliance.keys.act"),
        ]}
      >
        {keys.keys.map((key) => (
          <KeyRow
            key={`${key.keyId} ${key.since?.seq ?? ""}`}
            view={key}
            revocable={step !== "none" && key.state !== "next" && key.state !== "revoked"}
            onRevoke={setAction}
          />
        ))}
      </PlainTable>
      <FactList
        label={t("compliance.keys.marks")}
        facts={[
          {
            label: t("compliance.keys.commitment"),
            value: keys.commitment ?? t("compliance.journal.none"),
            copy: keys.commitment ?? undefined,
            mono: true,
          },
          {
            label: t("compliance.keys.mac"),
            value:
              keys.macVersion === null
                ? t("compliance.keys.mac.none")
                : t("compliance.keys.mac.version", { version: keys.macVersion }),
          },
        ]}
      />
      {step === "none" ? null : (
        <div className={styles.form}>
          <Button disabled={!mayTrade} onClick={() => setAction({ kind: step })}>
            {t(`compliance.keys.${step}`)}
          </Button>
        </div>
      )}
      {done === "" ? null : (
        <p role="status" className={styles.done}>
          {done}
        </p>
      )}
      {action ? (
        <KeyDialog
          action={action}
          onClose={() => setAction(null)}
          onDone={(text) => {
            setDone(text);
            setAction(null);
            onChanged();
          }}
        />
      ) : null}
    </>
  );
}

const tones: Readonly<Record<KeyView["state"], BadgeTone>> = {
  current: "ok",
  next: "info",
  replaced: "neutral",
  session: "warn",
  revoked: "bad",
};

interface KeyRowProps {
  view: KeyView;
  revocable: boolean;
  onRevoke: (action: KeyAction) => void;
}

function KeyRow({ view, revocable, onRevoke }: KeyRowProps) {
  const mayTrade = useMayTrade();
  const { keyId, vkey, state, since, revokedFrom, kept } = view;
  return (
    <tr>
      <th scope="row" className={styles.code}>
        {keyId} {vkey === null ? null : <CopyButton what={t("compliance.keys.line", { id: keyId })} text={vkey} />}
      </th>
      <td>
        <Badge tone={tones[state]}>{t(`compliance.keys.state.${state}`)}</Badge>
        {revokedFrom === null ? null : ` ${t("compliance.keys.from", { seq: revokedFrom })}`}
      </td>
      <td>
        {since === null ? (
          t("compliance.keys.unused")
        ) : (
          <>
            <Time at={Date.parse(since.at)} style="date-time" /> {t("compliance.journal.seq", { seq: since.seq })}
          </>
        )}
      </td>
      <td>{t(kept ? "compliance.keys.kept.yes" : "compliance.keys.kept.no")}</td>
      <td>
        {!revocable ? null : (
          <Button
            size="small"
            variant="quiet"
            disabled={!mayTrade}
            aria-label={t("compliance.keys.revoke.one", { id: keyId })}
            onClick={() => onRevoke({ kind: "revoke", keyId })}
          >
            {t("compliance.keys.revoke")}
          </Button>
        )}
      </td>
    </tr>
  );
}
