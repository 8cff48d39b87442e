import { OctagonX } from "lucide-react";
import { useState } from "react";
import { useHotkey } from "../hotkeys/use-hotkey.ts";
import { t } from "../i18n/t.ts";
import { useConnection } from "../stores/connection.ts";
import { useMayTrade } from "../stores/desk.ts";
import { isOpen, usePositions } from "../stores/positions.ts";
import { useRisk } from "../stores/risk.ts";
import { useDesk } from "../transport/desk-client.ts";
import { Button } from "../ui/button.tsx";
import { classNames } from "../ui/class-names.ts";
import { Dialog } from "../ui/dialog.tsx";
import { faultText } from "../ui/fault-text.ts";
import { Field } from "../ui/field.tsx";
import { formatNumber } from "../ui/format/number-format.ts";
import { notify } from "../ui/toast.tsx";
import styles from "./kill-switch.module.css";
import { type KillOutcome, pressKillSwitch, useKillSwitch } from "./kill-switch-store.ts";
import barStyles from "./top-bar.module.css";

const keys = "Ctrl+Shift+K";

function outcomeText(outcome: KillOutcome, engaged: boolean, isCut: boolean): string {
  if (engaged && outcome.kind === "unconfirmed") return t("frame.kill.shut");
  if (isCut && outcome.kind === "unconfirmed") return t("frame.kill.cut");
  switch (outcome.kind) {
    case "sending":
      return t("frame.kill.sending");
    case "unconfirmed":
      return t("frame.kill.unconfirmed");
    case "refused":
      return t("frame.kill.refused", { why: outcome.why });
    case "shut":
      return t("frame.kill.shut");
    case "none":
      return engaged ? t("frame.kill.shut") : "";
  }
}

/** Always in sight: one press halts; only then the dialog offers to flatten or to release. */
export function KillSwitch() {
  const client = useDesk();
  const engaged = useRisk((state) => state.risk?.killSwitch ?? false);
  const isConnected = useConnection(({ state }) => state === "open");
  // What was known before the connection was lost may have been released since: then a press is a press.
  const press = (): void => void pressKillSwitch(client, engaged && isConnected);
  useHotkey({ keys, text: t("frame.kill"), group: t("frame.group.general"), run: press, everywhere: true });
  return (
    <>
      <button
        type="button"
        className={classNames(barStyles.kill, engaged && barStyles.engaged)}
        aria-pressed={engaged}
        title={t("frame.kill.hint", { keys })}
        onClick={press}
      >
        <OctagonX aria-hidden />
        {engaged ? t("frame.kill.engaged") : t("frame.kill")}
      </button>
      <KillSwitchDialog engaged={engaged && isConnected} press={press} />
    </>
  );
}

function KillSwitchDialog({ engaged, press }: { engaged: boolean; press: () => void }) {
  const client = useDesk();
  const mayTrade = useMayTrade();
  const isCut = useConnection(({ state }) => state === "closed");
  const { open, outcome } = useKillSwitch();
  const positions = usePositions((state) => state.byId);
  const count = Object.values(positions).filter(isOpen).length;
  const [reason, setReason] = useState("");
  const [doing, setDoing] = useState<"flatten" | "release" | null>(null);
  const close = (): void => useKillSwitch.setState({ open: false, outcome: { kind: "none" } });

  const attempt = async (what: "flatten" | "release", act: () => Promise<void>): Promise<void> => {
    setDoing(what);
    try {
      await act();
    } catch (error) {
      const { title, text } = faultText(error);
      notify({ title, text, tone: "bad" });
    } finally {
      setDoing(null);
    }
  };
  const flatten = (): Promise<void> =>
    attempt("flatten", async () => {
      const { closed, left } = await client.call.flatten({});
      notify({
        title: t("frame.kill.flattened", { closed }),
        text: left.length > 0 ? t("frame.kill.left", { left: left.join(", ") }) : undefined,
        tone: left.length > 0 ? "bad" : "ok",
      });
    });
  const release = (): Promise<void> =>
    attempt("release", async () => {
      await client.call.releaseKillSwitch({ reason: reason.trim() });
      setReason("");
      close();
      notify({ title: t("frame.kill.released"), text: t("frame.kill.released.text"), tone: "warn" });
    });

  return (
    <Dialog open={open} onClose={close} title={t("frame.kill.title")}>
      <div className={styles.state} role="status">
        {outcomeText(outcome, engaged, isCut)}
      </div>
      {outcome.kind === "shut" ? (
        <p className={styles.small}>
          {t("frame.kill.measured", {
            ms: formatNumber(outcome.gateShutMs, { maximumFractionDigits: 2 }),
            cancels: outcome.cancels,
          })}
        </p>
      ) : null}
      {(outcome.kind === "unconfirmed" && !engaged && !isCut) || outcome.kind === "refused" ? (
        <Button variant="danger" onClick={press}>
          {t("frame.kill.again")}
        </Button>
      ) : null}
      <div className={styles.row}>
        <span>{doing === "flatten" ? t("frame.kill.flattening") : t("frame.kill.open", { count })}</span>
        <Button variant="danger" disabled={!mayTrade || doing !== null || count === 0} onClick={() => void flatten()}>
          {t("frame.kill.flatten")}
        </Button>
      </div>
      {engaged && mayTrade ? (
        <div className={styles.release}>
          <Field label={t("frame.kill.release-reason")} value={reason} onChange={setReason} maxLength={500} />
          <Button disabled={doing !== null || reason.trim() === ""} onClick={() => void release()}>
            {t("frame.kill.release")}
          </Button>
        </div>
      ) : null}
      {engaged && !mayTrade ? <p className={styles.small}>{t("frame.kill.viewer")}</p> : null}
    </Dialog>
  );
}
