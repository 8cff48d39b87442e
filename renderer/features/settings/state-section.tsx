import { useState } from "react";
import type { RiskView } from "../../../shared/contract/risk.ts";
import { TradingState } from "../../../shared/model/risk.ts";
import { t } from "../../i18n/t.ts";
import { useDesk } from "../../transport/desk-client.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { notifyFailure } from "../../ui/notify-failure.ts";
import { RoomSection } from "../../ui/room-section.tsx";
import styles from "./settings.module.css";

const tones = { active: "ok", reducing: "warn", halted: "bad" } as const;

/** Turns trading to active, reducing or halted; each change asks for its reason and is recorded. */
export function StateSection({ risk, mayChange }: { risk: RiskView | null; mayChange: boolean }) {
  const desk = useDesk();
  const [wanted, setWanted] = useState<TradingState | null>(null);
  if (!risk) return null;
  const set = (state: TradingState, reason: string): void => {
    setWanted(null);
    desk.call
      .setTradingState({ state, reason })
      .catch((error: unknown) => notifyFailure(t("settings.state.failed"), error));
  };
  return (
    <RoomSection title={t("settings.state")}>
      <p className={styles.now}>
        <Badge tone={tones[risk.state]}>{t("settings.state.now", { state: t(`settings.state.${risk.state}`) })}</Badge>
        <span className={styles.quiet}>
          {t(`settings.state.${risk.state}.text`)}
          {risk.reason === "" ? "" : ` ${t("settings.state.reason", { reason: risk.reason })}`}
        </span>
      </p>
      {risk.killSwitch ? <p className={styles.bad}>{t("settings.state.killed")}</p> : null}
      <div className={styles.buttons} data-setting="state">
        {TradingState.options
          .filter((state) => state !== risk.state)
          .map((state) => (
            <Button
              key={state}
              disabled={!mayChange || (risk.killSwitch && state === "active")}
              onClick={() => setWanted(state)}
            >
              {t("settings.state.set", { state: t(`settings.state.${state}`) })}
            </Button>
          ))}
      </div>
      {wanted ? (
        <ConfirmDialog
          open
          title={t("settings.state.title", { state: t(`settings.state.${wanted}`) })}
          description={t(`settings.state.${wanted}.text`)}
          confirm={t("settings.state.set", { state: t(`settings.state.${wanted}`) })}
          variant={wanted === "halted" ? "danger" : "primary"}
          askReason
          onConfirm={(reason) => set(wanted, reason)}
          onClose={() => setWanted(null)}
        />
      ) : null}
    </RoomSection>
  );
}
