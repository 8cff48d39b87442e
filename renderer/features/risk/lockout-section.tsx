import { useState } from "react";
import type { Lockout } from "../../../shared/model/breaker.ts";
import { t } from "../../i18n/t.ts";
import { useMayTrade } from "../../stores/desk.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { notifyFailure } from "../../ui/notify-failure.ts";
import { RoomSection } from "../../ui/room-section.tsx";
import { Select } from "../../ui/select.tsx";
import { LockoutLine } from "./lockout-line.tsx";
import styles from "./risk.module.css";

const durations = [15, 60, 240, 720, 1440, 10_080] as const;

/** Locks the account out for a time of the trader's own choosing, which nothing brings forward. */
export function LockoutSection({ lockout }: { lockout: Lockout | null }) {
  const desk = useDesk();
  const mayTrade = useMayTrade();
  const [minutes, setMinutes] = useState<string>(String(durations[1]));
  const [asks, setAsks] = useState(false);
  const duration = t(`risk.lockout.minutes.${minutes}`);
  const lock = (reason: string): void => {
    setAsks(false);
    desk.call
      .lockOut({ minutes: Number(minutes), reason })
      .catch((error: unknown) => notifyFailure(t("risk.lockout.failed"), error));
  };
  return (
    <RoomSection title={t("risk.lockout")}>
      {lockout === null ? null : <LockoutLine lockout={lockout} />}
      <p className={styles.quiet}>{t("risk.lockout.text")}</p>
      {lockout === null ? <p className={styles.quiet}>{t("risk.lockout.limit")}</p> : null}
      <div className={styles.lock}>
        <Select
          label={t("risk.lockout.for")}
          value={minutes}
          onChange={setMinutes}
          disabled={!mayTrade}
          options={durations.map((one) => ({ value: String(one), label: t(`risk.lockout.minutes.${one}`) }))}
        />
        <Button variant="danger" disabled={!mayTrade} onClick={() => setAsks(true)}>
          {t("risk.lockout.start")}
        </Button>
      </div>
      {asks ? (
        <ConfirmDialog
          open
          askReason
          typeToConfirm={t("risk.lockout.word")}
          variant="danger"
          title={t("risk.lockout.title", { duration })}
          description={`${t("risk.lockout.text")} ${t("risk.lockout.limit")}`}
          confirm={t("risk.lockout.start")}
          onConfirm={lock}
          onClose={() => setAsks(false)}
        />
      ) : null}
    </RoomSection>
  );
}
