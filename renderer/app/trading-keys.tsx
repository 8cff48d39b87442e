import { Zap, ZapOff } from "lucide-react";
import { flattenAll } from "../features/blotter/flatten-all.ts";
import { marketNow } from "../features/ticket/market-now.ts";
import { armKeys, disarmKeys, useArmedKeys, useDisarming, whileArmed } from "../hotkeys/armed-keys.ts";
import { useHotkey } from "../hotkeys/use-hotkey.ts";
import { t } from "../i18n/t.ts";
import { useConnection } from "../stores/connection.ts";
import { useMayTrade } from "../stores/desk.ts";
import { useSelection } from "../stores/selection.ts";
import { useDesk } from "../transport/desk-client.ts";
import { classNames } from "../ui/class-names.ts";
import { notifyFailure } from "../ui/notify-failure.ts";
import { notify } from "../ui/toast.tsx";
import styles from "./top-bar.module.css";

const armKey = "Alt+A";

/** The keys that trade without asking, and whether they are armed: a press arms, anything that takes the eye away disarms. */
export function TradingKeys() {
  const client = useDesk();
  const armed = useArmedKeys((state) => state.armed);
  const reason = useArmedKeys((state) => state.reason);
  const mayTrade = useMayTrade();
  const onDesk = useSelection((state) => state.room === "desk");
  const connected = useConnection((state) => state.state === "open");
  const mayArm = mayTrade && onDesk && connected;
  useDisarming(mayArm);

  const toggle = (): void => {
    if (armed) disarmKeys("pressed");
    else if (mayArm) armKeys();
    else notify({ title: t("frame.keys.cannot"), text: t("frame.keys.cannot.text") });
  };
  const cancelAll = (): void => {
    client.call.cancelAllOrders({}).then(
      ({ requested }) => notify({ title: t("blotter.cancelAll.done", { count: requested }) }),
      (error: unknown) => notifyFailure(t("blotter.cancelAll.failed"), error),
    );
  };
  const group = t("frame.group.trading");
  useHotkey({ keys: armKey, text: t("frame.keys.toggle"), group, run: toggle });
  useHotkey({ keys: "Alt+B", text: t("frame.keys.buy"), group, run: whileArmed(() => marketNow(client, "buy")) });
  useHotkey({ keys: "Alt+S", text: t("frame.keys.sell"), group, run: whileArmed(() => marketNow(client, "sell")) });
  useHotkey({ keys: "Alt+X", text: t("frame.keys.cancelAll"), group, run: whileArmed(cancelAll) });
  useHotkey({ keys: "Alt+F", text: t("frame.keys.flatten"), group, run: whileArmed(() => flattenAll(client)) });

  if (!mayTrade) return null;
  const Icon = armed ? Zap : ZapOff;
  return (
    <>
      <button
        type="button"
        className={classNames(styles.chip, styles.keys, armed && styles.armed)}
        aria-pressed={armed}
        title={t(armed ? "frame.keys.armed.hint" : "frame.keys.off.hint", { key: armKey })}
        onClick={toggle}
      >
        <Icon aria-hidden />
        <span className={armed ? undefined : styles.keysWord}>{t(armed ? "frame.keys.armed" : "frame.keys.off")}</span>
      </button>
      <span className="visually-hidden" role="status">
        {armed ? t("frame.keys.armed.said") : reason === null ? "" : t(`frame.keys.disarmed.${reason}`)}
      </span>
    </>
  );
}
