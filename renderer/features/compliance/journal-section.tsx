import type { JournalHealthView } from "../../../shared/contract/desk.ts";
import { honestWords } from "../../../shared/model/honest-words.ts";
import { t } from "../../i18n/t.ts";
import { Age } from "../../ui/age.tsx";
import { Badge } from "../../ui/badge.tsx";
import { formatNumber } from "../../ui/format/number-format.ts";
import { RoomSection } from "../../ui/room-section.tsx";
import { useNow } from "../../ui/use-now.ts";
import styles from "./compliance.module.css";
import { type Fact, FactList } from "./fact-list.tsx";
import { journalAdvice } from "./journal-advice.ts";

const count = (value: number): string => formatNumber(value, { maximumFractionDigits: 0 });

/** How the record is doing: what is durable, what is signed, by which key, what to do, and what it is worth. */
export function JournalSection({ journal, keychainNote }: { journal: JournalHealthView | null; keychainNote: string }) {
  const now = useNow();
  if (!journal)
    return (
      <RoomSection title={t("compliance.journal")}>
        <p className={styles.quiet}>{t("compliance.journal.missing")}</p>
      </RoomSection>
    );
  return (
    <RoomSection title={t("compliance.journal")} actions={<StateBadge journal={journal} />}>
      {journalAdvice(journal, keychainNote, now).map(({ id, tone, text }) => (
        <p key={id} className={styles[tone]} role={tone === "bad" ? "alert" : undefined}>
          {text}
        </p>
      ))}
      <FactList label={t("compliance.journal")} facts={facts(journal)} />
      <h4 className={styles.subtitle}>{t("compliance.honest")}</h4>
      <ul className={styles.honest}>
        {honestWords.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
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

function commitText({ lastCommitMs, lastCommitEvents }: JournalHealthView): string {
  if (lastCommitMs === null) return t("compliance.journal.none");
  const ms = formatNumber(lastCommitMs, { maximumFractionDigits: 2 });
  return lastCommitEvents
    ? t("compliance.journal.group", { events: lastCommitEvents, ms })
    : t("compliance.journal.ms", { ms });
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
    { label: t("compliance.journal.commit"), value: commitText(journal) },
    { label: t("compliance.journal.checkpoints"), value: count(journal.checkpoints) },
    {
      label: t("compliance.journal.checkpoint"),
      value: last
        ? t("compliance.journal.checkpointText", { size: count(last.size), after: count(journal.events - last.size) })
        : none,
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
  ];
}
