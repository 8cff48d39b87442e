import { X } from "lucide-react";
import { useState } from "react";
import type { AnchorAttemptView, AnchorsView } from "../../../shared/contract/compliance.ts";
import { t } from "../../i18n/t.ts";
import { useMayTrade } from "../../stores/desk.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { notifyFailure } from "../../ui/notify-failure.ts";
import { AddSourceDialog, type SourceKind } from "./add-source-dialog.tsx";
import styles from "./compliance.module.css";
import { TaskNote } from "./task-note.tsx";
import { useTask } from "./use-task.ts";

/** Two, because one may vanish or be found careless. */
const fewestAuthorities = 2;

/** The timestamp authorities and witnesses that may be asked, with what each said last. */
export function AnchorSources({ anchors, onChanged }: { anchors: AnchorsView; onChanged: () => void }) {
  const [adding, setAdding] = useState<SourceKind | null>(null);
  const { authorities, witnesses } = anchors;
  return (
    <>
      <Source
        kind="authority"
        sources={authorities}
        enough={authorities.length >= fewestAuthorities}
        onAdd={() => setAdding("authority")}
        onChanged={onChanged}
      />
      <Source
        kind="witness"
        sources={witnesses}
        enough={witnesses.length > 0}
        onAdd={() => setAdding("witness")}
        onChanged={onChanged}
      />
      {adding ? <AddSourceDialog kind={adding} onClose={() => setAdding(null)} onAdded={onChanged} /> : null}
    </>
  );
}

interface SourceProps {
  kind: SourceKind;
  sources: readonly { readonly name: string; readonly url: string }[];
  enough: boolean;
  onAdd: () => void;
  onChanged: () => void;
}

function Source({ kind, sources, enough, onAdd, onChanged }: SourceProps) {
  const desk = useDesk();
  const mayTrade = useMayTrade();
  const [task, run] = useTask<readonly AnchorAttemptView[]>();
  const ask = async (): Promise<readonly AnchorAttemptView[]> => {
    const { attempts } = await desk.call.askForAnchors({ from: kind === "authority" ? "authorities" : "witnesses" });
    onChanged();
    return attempts;
  };
  const remove = (name: string): void => {
    desk.call.removeAnchorSource({ kind, name }).then(onChanged, (error: unknown) => {
      notifyFailure(t("compliance.sources.kept"), error);
    });
  };
  return (
    <div className={styles.source}>
      <div className={styles.sourceHead}>
        <h4 className={styles.subtitle}>{t(`compliance.sources.${kind}`)}</h4>
        <Button size="small" variant="quiet" disabled={!mayTrade} onClick={onAdd}>
          {t(`compliance.sources.${kind}.add`)}
        </Button>
        <Button size="small" disabled={!mayTrade || !enough || task.kind === "running"} onClick={() => run(ask)}>
          {t(`compliance.sources.${kind}.ask`)}
        </Button>
      </div>
      {enough ? null : <p className={styles.quiet}>{t(`compliance.sources.${kind}.few`, { count: sources.length })}</p>}
      {sources.length > 0 ? (
        <ul className={styles.sourceList} aria-label={t(`compliance.sources.${kind}`)}>
          {sources.map(({ name, url }) => (
            <li key={name}>
              <b>{name}</b>
              <span className={styles.mono}>{url}</span>
              <IconButton
                label={t("compliance.sources.remove", { name })}
                icon={<X aria-hidden />}
                size="small"
                disabled={!mayTrade}
                onClick={() => remove(name)}
              />
            </li>
          ))}
        </ul>
      ) : null}
      <TaskNote task={task} doing={t("compliance.sources.asking")} />
      {task.kind === "done" ? (
        <div role="status">
          <ul className={styles.sourceList}>
            {task.value.map(({ by, seq, failure }) => (
              <li key={by} className={failure === null ? styles.pass : styles.fail}>
                {failure === null
                  ? t("compliance.sources.answered", { by, seq: seq ?? 0 })
                  : t("compliance.sources.refused", { by, failure })}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}
