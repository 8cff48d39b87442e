import { t } from "../i18n/t.ts";
import { useDeskState } from "../stores/desk.ts";
import { classNames } from "../ui/class-names.ts";
import styles from "./mode-band.module.css";

/** Tells paper, demo and live apart by colour, pattern and word, along the top of every window. */
export function ModeBand() {
  const mode = useDeskState((state) => state.info?.mode);
  const role = useDeskState((state) => state.info?.role);
  if (!mode) return <div className={styles.band} aria-hidden />;
  return (
    <section className={classNames(styles.band, styles[mode])} aria-label={t("frame.mode")}>
      <strong className={styles.word}>{t(`frame.mode.${mode}`)}</strong>
      <span className={styles.text}>{t(`frame.mode.${mode}.text`)}</span>
      {role === "viewer" ? <strong className={styles.word}>{t("frame.viewer")}</strong> : null}
    </section>
  );
}
