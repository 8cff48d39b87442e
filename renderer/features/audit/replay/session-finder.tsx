import type { SessionSpan } from "../../../../shared/contract/audit.ts";
import { t } from "../../../i18n/t.ts";
import { useDesk } from "../../../transport/desk-client.ts";
import { Button } from "../../../ui/button.tsx";
import { classNames } from "../../../ui/class-names.ts";
import { Time } from "../../../ui/time.tsx";
import styles from "../audit.module.css";
import { useLastEvent } from "./use-last-event.ts";
import { useSessions } from "./use-sessions.ts";

export interface SessionFinderProps {
  chosen: SessionSpan | null;
  onSelect: (session: SessionSpan) => void;
}

function EventCount({ session }: { session: SessionSpan }) {
  return <span>{t("audit.sessions.events", { count: useLastEvent(session) - session.from + 1 })}</span>;
}

/** Every session of the journal, to be gone through again. */
export function SessionFinder({ chosen, onSelect }: SessionFinderProps) {
  const [{ kind, sessions, next, reason }, further] = useSessions(useDesk());
  return (
    <>
      {sessions.length > 0 ? (
        <p className={styles.count} role="status">
          {t("audit.sessions.count", { count: sessions.length })}
        </p>
      ) : null}
      <ul className={styles.results} aria-label={t("audit.sessions")}>
        {sessions.map((session) => (
          <li key={session.from}>
            <button
              type="button"
              aria-current={session.from === chosen?.from}
              className={classNames(styles.result, session.from === chosen?.from && styles.chosen)}
              onClick={() => onSelect(session)}
            >
              <span className={styles.resultHead}>
                <b>
                  <Time at={session.openedAt} style="date-time" />
                </b>
                <span className={styles.status}>{t(`audit.sessions.end.${session.end}`)}</span>
              </span>
              <span className={styles.resultFoot}>
                <EventCount session={session} />
                <span className={styles.ellipsis}>{t("audit.seq", { seq: String(session.from) })}</span>
                <span>{t("audit.sessions.version", { version: session.version })}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {kind === "loading" ? <p className={styles.quiet}>{t("ui.loading")}</p> : null}
      {kind === "failed" ? (
        <div className={styles.problem} role="alert">
          <p>{t("audit.failed", { reason })}</p>
          <Button size="small" onClick={further}>
            {t("audit.retry")}
          </Button>
        </div>
      ) : null}
      {kind === "found" && next !== null ? (
        <div className={styles.further}>
          <Button size="small" wide onClick={further}>
            {t("audit.sessions.further")}
          </Button>
        </div>
      ) : null}
    </>
  );
}
