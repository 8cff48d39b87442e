import { useEffect, useState } from "react";
import { t } from "../../i18n/t.ts";
import { useConnection } from "../../stores/connection.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Button } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { Dialog } from "../../ui/dialog.tsx";
import styles from "./tour.module.css";
import { keepTourSeen, tourSeen } from "./tour-seen.ts";

const steps = [1, 2, 3, 4] as const;

/** Four short pages on the first run of a profile; Esc or Skip ends it for good. */
export function Tour() {
  const client = useDesk();
  const ready = useConnection((state) => state.ready);
  const [at, setAt] = useState<number | null>(null);
  useEffect(() => {
    if (!ready) return;
    let current = true;
    tourSeen(client).then(
      (seen) => {
        if (current && !seen) setAt(0);
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [client, ready]);
  const end = (): void => {
    setAt(null);
    void keepTourSeen(client);
  };
  const step = steps[at ?? 0] ?? 1;
  const last = step === steps.length;
  return (
    <Dialog
      open={at !== null}
      onClose={end}
      title={t("tour.title")}
      footer={
        <>
          <span className={styles.dots} aria-hidden>
            {steps.map((each) => (
              <span key={each} className={classNames(styles.dot, each === step && styles.here)} />
            ))}
          </span>
          {last ? null : (
            <Button variant="quiet" onClick={end}>
              {t("tour.skip")}
            </Button>
          )}
          {step > 1 ? <Button onClick={() => setAt(step - 2)}>{t("tour.back")}</Button> : null}
          <Button variant="primary" onClick={last ? end : () => setAt(step)}>
            {last ? t("tour.done") : t("tour.next")}
          </Button>
        </>
      }
    >
      <span className={styles.step}>{t("tour.step", { step, steps: steps.length })}</span>
      <h3 className={styles.title}>{t(`tour.${step}.title`)}</h3>
      <p className={styles.text}>{t(`tour.${step}.text`)}</p>
    </Dialog>
  );
}
