import { CircleAlert, CircleCheck, CircleDashed, Info } from "lucide-react";
import { useState } from "react";
import type { CheckFinding } from "../../../shared/contract/audit.ts";
import { reliance } from "../../../shared/model/honest-words.ts";
import { t } from "../../i18n/t.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Button } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { faultText } from "../../ui/fault-text.ts";
import { formatAge } from "../../ui/format/format-age.ts";
import { formatNumber } from "../../ui/format/number-format.ts";
import { RoomSection } from "../../ui/room-section.tsx";
import { useNow } from "../../ui/use-now.ts";
import { type LevelOutcome, type LevelReport, levelReports } from "./check-levels.ts";
import styles from "./compliance.module.css";
import { useCheckPart } from "./use-check-part.ts";

type Check =
  | { readonly kind: "idle" }
  | { readonly kind: "running"; readonly since: number }
  | { readonly kind: "failed"; readonly reason: string }
  | {
      readonly kind: "done";
      readonly events: number;
      readonly tookMs: number;
      readonly findings: readonly CheckFinding[];
    };

/** Checks the journal in place and reports integrity, time and completeness apart: never one green tick. */
export function CheckSection({ events }: { events: number }) {
  const desk = useDesk();
  const part = useCheckPart(desk);
  const [check, setCheck] = useState<Check>({ kind: "idle" });
  const run = (): void => {
    setCheck({ kind: "running", since: Date.now() });
    desk.call.verifyJournal({}).then(
      (report) => setCheck({ kind: "done", ...report }),
      (error: unknown) => setCheck({ kind: "failed", reason: faultText(error).line }),
    );
  };
  return (
    <RoomSection
      title={t("compliance.check")}
      actions={
        <Button size="small" disabled={check.kind === "running"} onClick={run}>
          {t("compliance.check.run")}
        </Button>
      }
    >
      <p className={styles.quiet}>{t("compliance.check.text")}</p>
      {check.kind === "running" ? <Progress events={events} since={check.since} part={part ?? 0} /> : null}
      {check.kind === "failed" ? (
        <p className={styles.bad} role="alert">
          {t("compliance.check.failed", { reason: check.reason })}
        </p>
      ) : null}
      {check.kind === "done" ? (
        <>
          <p role="status">
            {t("compliance.check.done", {
              events: formatNumber(check.events, {}),
              ms: formatNumber(check.tookMs, { maximumFractionDigits: 0 }),
            })}
          </p>
          <div className={styles.levels}>
            {levelReports(check.findings).map((report) => (
              <Level key={report.level} report={report} />
            ))}
          </div>
          <h4 className={styles.subtitle}>{t("compliance.check.shows")}</h4>
          <ul className={styles.honest} aria-label={t("compliance.check.shows")}>
            {reliance(check.findings).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      ) : null}
    </RoomSection>
  );
}

function Progress({ events, since, part }: { events: number; since: number; part: number }) {
  const now = useNow();
  const percent = Math.floor(part * 100);
  return (
    <div className={styles.running} role="status">
      <progress className={styles.progress} max={100} value={percent} aria-label={t("compliance.check.progress")} />
      {t("compliance.check.running", { events: formatNumber(events, {}), percent, elapsed: formatAge(now - since) })}
    </div>
  );
}

const icons: Readonly<Record<LevelOutcome, typeof Info>> = {
  holds: CircleCheck,
  fails: CircleAlert,
  open: Info,
  unchecked: CircleDashed,
};

function Level({ report }: { report: LevelReport }) {
  const Icon = icons[report.outcome];
  return (
    <section className={styles.level} aria-label={t(`compliance.level.${report.level}`)}>
      <h4>{t(`compliance.level.${report.level}`)}</h4>
      <p className={styles.quiet}>{t(`compliance.level.${report.level}.text`)}</p>
      <p className={classNames(styles.levelOutcome, styles[report.outcome])}>
        <Icon aria-hidden />
        {t(`compliance.outcome.${report.outcome}`)}
      </p>
      <ul className={styles.findings}>
        {report.findings.map((finding) => (
          <li key={`${finding.code} ${finding.text}`}>
            <span className={classNames(styles.findingWord, styles[finding.outcome])}>
              {t(`compliance.finding.${finding.outcome}`)}
            </span>
            <span className={styles.code}>{finding.code}</span>
            <span>{finding.text}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
