import { t } from "../../i18n/t.ts";
import { formatAge } from "../../ui/format/format-age.ts";
import { useNow } from "../../ui/use-now.ts";
import styles from "./compliance.module.css";
import type { Task } from "./use-task.ts";

/** Says that something runs, how long already, and why it did not finish. */
export function TaskNote({ task, doing }: { task: Task<unknown>; doing: string }) {
  if (task.kind === "running") return <Running since={task.since} doing={doing} />;
  if (task.kind !== "failed") return null;
  return (
    <p className={styles.bad} role="alert">
      {t("compliance.task.failed", { reason: task.reason })}
    </p>
  );
}

function Running({ since, doing }: { since: number; doing: string }) {
  const now = useNow();
  return (
    <div className={styles.running} role="status">
      <span className={styles.bar} />
      {t("compliance.task.running", { doing, elapsed: formatAge(now - since) })}
    </div>
  );
}
