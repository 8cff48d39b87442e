import type { JournalHealthView } from "../../../shared/contract/desk.ts";
import { t } from "../../i18n/t.ts";
import { Age } from "../../ui/age.tsx";
import { Badge } from "../../ui/badge.tsx";
import { formatNumber } from "../../ui/format/number-format.ts";
import { RoomSection } from "../../ui/room-section.tsx";
import styles from "./compliance.module.css";
import { type Fact, FactList } from "./fact-list.tsx";

const count = (value: number): string => formatNumber(value, { maximumFractionDigits: 0 });

/** How the record is doing: what is durable, what is signed, by which key, and what that is worth. */
export function JournalSection({ journal, keychainNote }: { journal: JournalHealthView | null; keychainNote: string }) {
  if (!journal)
    return (
      <RoomSection title={t("compliance.journal")}>
        <p className={styles.quiet}>{t("compliance.journal.missing")}</p>
      </RoomSection>
    );
  return (
    <RoomSection title={t("compliance.journal")} actions={<StateBadge journal={journal} />}>
      {journal.state === "failed" ? (
        <p className={styles.bad} role="alert">
          {t("compliance.journal.failed", { failure: journal.failure ?? "" })}
        </p>
      ) : null}
      {journal.fork ? (
        <p className={styles.bad} role="alert">
          {t("compliance.journal.fork", {
            how: journal.fork.how,
            size: count(journal.fork.size),
            events: count(journal.fork.events),
          })}
        </p>
      ) : null}
      {journal.aside && journal.aside.kept + journal.aside.refused > 0 ? (
        <p className={styles.warn}>
          {t("compliance.journal.aside", { kept: journal.aside.kept, refused: journal.aside.refused })}
        </p>
      ) : null}
      <FactList label={t("compliance.journal")} facts={facts(journal)} />
      {journal.signing.storage === "session" ? (
        <p className={styles.warn}>
          {t("compliance.journal.sessionText")} {keychainNote}
        </p>
      ) : null}
      <p className={styles.quiet}>{t("compliance.honest")}</p>
    </RoomSection>
  );
}

function StateBadge({ journal }: { journal: JournalHealthView }) {
  const tone = { open: "ok", failed: "bad", closed: "neutral" } as const;
  const words = {
    open: "compliance.journal.open",
    failed: "compliance.outcome.fails",
    closed: "compliance.journal.closed",
  };
  return <Badge tone={tone[journal.state]}>{t(words[journal.state])}</Badge>;
}

function facts(journal: JournalHealthView): readonly Fact[] {
  const last = journal.lastCheckpoint;
  const none = t("compliance.journal.none");
  return [
    { label: t("compliance.journal.events"), value: count(journal.events) },
    {
      label: t("compliance.journal.durable"),
      value: t("compliance.journal.seq", { seq: count(journal.durableSeq) }),
    },
    { label: t("compliance.journal.pending"), value: count(journal.pending) },
    {
      label: t("compliance.journal.commit"),
      value:
        journal.lastCommitMs === null
          ? none
          : t("compliance.journal.ms", { ms: formatNumber(journal.lastCommitMs, { maximumFractionDigits: 2 }) }),
    },
    { label: t("compliance.journal.checkpoints"), value: count(journal.checkpoints) },
    {
      label: t("compliance.journal.checkpoint"),
      value: last ? t("compliance.journal.checkpointText", { size: count(last.size) }) : none,
    },
    ...(last
      ? [
          { label: t("compliance.journal.age"), value: <Age since={last.at} clock="machine" /> },
          { label: t("compliance.journal.root"), value: last.root, copy: last.root, mono: true },
        ]
      : []),
    {
      label: t("compliance.journal.storage"),
      value: t("compliance.journal.storageText", {
        wal: String(journal.walMode),
        synchronous: journal.synchronous,
      }),
    },
    { label: t("compliance.journal.origin"), value: journal.origin, copy: journal.origin, mono: true },
    {
      label: t("compliance.journal.key"),
      value: t(`compliance.journal.${journal.signing.storage}`, { keyId: journal.signing.keyId }),
      copy: journal.signing.publicKey,
    },
    { label: t("compliance.anchor"), value: t("compliance.anchor.none") },
  ];
}
