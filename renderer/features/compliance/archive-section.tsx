import { t } from "../../i18n/t.ts";
import { useDeskState } from "../../stores/desk.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Age } from "../../ui/age.tsx";
import { CommandLine } from "../../ui/command-line.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { RoomSection } from "../../ui/room-section.tsx";
import { Time } from "../../ui/time.tsx";
import styles from "./compliance.module.css";
import { useAnswer } from "./use-answer.ts";
import { sizeText } from "./written-files.tsx";

/** The sealed segments of the journal, and how more of it is sealed. */
export function ArchiveSection() {
  const desk = useDesk();
  const profile = useDeskState(({ info }) => info?.profile ?? "");
  const answer = useAnswer(() => desk.call.listSegments({}), profile);
  const command = `npm run -s proofdesk -- archive --profile "${profile}"`;
  return (
    <RoomSection title={t("compliance.archive")}>
      <p className={styles.quiet}>{t("compliance.archive.text")}</p>
      <CommandLine what={t("compliance.archive.command")} command={command} />
      {answer.kind === "failed" ? (
        <p className={styles.bad} role="alert">
          {t("compliance.answer.failed", { reason: answer.reason })}
        </p>
      ) : null}
      {answer.kind === "ready" && answer.value.segments.length === 0 ? (
        <p className={styles.quiet}>{t("compliance.archive.none")}</p>
      ) : null}
      {answer.kind === "ready" && answer.value.segments.length > 0 ? (
        <>
          <p className={styles.folder}>
            <span className={styles.mono}>{answer.value.folder}</span>
            <CopyButton what={t("compliance.files.folder")} text={answer.value.folder} />
          </p>
          <ul className={styles.files} aria-label={t("compliance.archive.list")}>
            {answer.value.segments.map(({ file, from, to, bytes, sealedAt, uploads }) => (
              <li key={file}>
                <span className={styles.mono}>{file}</span>
                <span>{t("compliance.archive.range", { from, to })}</span>
                <span>{sizeText(bytes)}</span>
                <span>
                  {t("compliance.archive.sealed")} <Age since={sealedAt} clock="machine" />
                </span>
                {uploads.map(({ place, lockedUntil }) => (
                  <span key={place}>
                    {t("compliance.archive.uploaded", { place })} <Time at={lockedUntil} style="date" />
                  </span>
                ))}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </RoomSection>
  );
}
