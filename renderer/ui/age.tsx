import { t } from "../i18n/t.ts";
import { useDeskNow } from "./desk-clock.ts";
import { formatAge } from "./format/format-age.ts";
import styles from "./number.module.css";
import { useNow } from "./use-now.ts";

export interface AgeProps {
  /** UTC milliseconds of what is ageing. */
  since: number | null | undefined;
  /** Whose clock stamped it: the desk's, unless it is the machine's as in the journal's checkpoints. */
  clock?: "desk" | "machine";
  className?: string | undefined;
}

/** How old something is, renewed every second. */
export function Age({ since, clock = "desk", className }: AgeProps) {
  const machine = useNow();
  const desk = useDeskNow();
  const now = clock === "desk" ? desk : machine;
  if (since === null || since === undefined) return <span className={styles.dim}>{t("ui.unknown")}</span>;
  return <span className={className ?? styles.number}>{formatAge(now - since)}</span>;
}
