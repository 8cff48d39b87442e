import type { JournalHealthView } from "../../../shared/contract/desk.ts";
import { t } from "../../i18n/t.ts";
import { formatAge } from "../../ui/format/format-age.ts";
import { formatNumber } from "../../ui/format/number-format.ts";
import { sentence } from "../../ui/format/sentence.ts";

/** Something about the journal that a person should know, with what to do about it. */
export interface JournalAdvice {
  readonly id: "failed" | "fork" | "aside" | "mode" | "checkpoint" | "session";
  readonly tone: "bad" | "warn";
  readonly text: string;
}

/** Checkpoints are due every minute while events arrive; half a minute more is no reason to worry anybody. */
const checkpointLateMs = 90_000;

const count = (value: number): string => formatNumber(value, { maximumFractionDigits: 0 });

/** What is not as it should be with the journal, the worst first; `now` is the machine's clock, UTC milliseconds. */
export function journalAdvice(journal: JournalHealthView, keychainNote: string, now: number): readonly JournalAdvice[] {
  const { state, failure, fork, aside, walMode, synchronous, lastCheckpoint, events, signing } = journal;
  const advice: JournalAdvice[] = [];
  if (state === "failed") {
    advice.push({ id: "failed", tone: "bad", text: t("compliance.journal.failed", { failure: failure ?? "" }) });
  }
  if (fork) {
    const { how, size, events: held } = fork;
    const text = t("compliance.journal.fork", { how, size: count(size), events: count(held) });
    advice.push({ id: "fork", tone: "bad", text });
  }
  if (aside && aside.kept + aside.refused > 0) {
    const { kept, refused } = aside;
    advice.push({ id: "aside", tone: "warn", text: t("compliance.journal.aside", { kept, refused }) });
  }
  if (!walMode || synchronous !== "FULL") {
    advice.push({ id: "mode", tone: "bad", text: t("compliance.journal.mode", { synchronous }) });
  }
  const uncovered = events - (lastCheckpoint?.size ?? 0);
  const age = lastCheckpoint === null ? null : now - lastCheckpoint.at;
  if (state === "open" && uncovered > 0 && age !== null && age > checkpointLateMs) {
    const text = t("compliance.journal.late", { events: count(uncovered), age: formatAge(age) });
    advice.push({ id: "checkpoint", tone: "warn", text });
  }
  if (signing.storage === "session") {
    const text = `${t("compliance.journal.sessionText")} ${sentence(keychainNote)}`.trim();
    advice.push({ id: "session", tone: "warn", text });
  }
  return advice;
}
