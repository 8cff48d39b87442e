import { t } from "../i18n/t.ts";
import { formatAge } from "./format/format-age.ts";
import styles from "./number.module.css";
import { useNow } from "./use-now.ts";

export interface AgeProps {
  /** UTC milliseconds of what is ageing. */
  since: number | null | undefined;
  className?: string | undefined;
}

/** How old something is, renewed every second. */
export function Age({ since, className }: AgeProps) {
  const now = useNow();
  if (since === null || since === undefined) return <span className={styles.dim}>{t("ui.unknown")}</span>;
  return <span className={className ?? styles.number}>{formatAge(now - since)}</span>;
}
