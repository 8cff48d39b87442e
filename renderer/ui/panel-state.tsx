import { Ban, Clock, CloudOff, Hourglass, Lock, RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "../i18n/t.ts";
import { Button } from "./button.tsx";
import { classNames } from "./class-names.ts";
import { formatAge } from "./format/format-age.ts";
import { formatTime } from "./format/format-time.ts";
import styles from "./panel.module.css";
import { useTimeZone } from "./time-zone.ts";

/** Every state a panel can be in. Times are UTC milliseconds. */
export type PanelState =
  | { readonly kind: "loading" }
  | {
      readonly kind: "empty";
      readonly text: string;
      readonly action?: { readonly label: string; readonly onAction: () => void } | undefined;
    }
  | { readonly kind: "live" }
  | { readonly kind: "stale"; readonly ageMs: number }
  | { readonly kind: "reconnecting" }
  | { readonly kind: "offline" }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "rate-limited"; readonly until: number }
  | { readonly kind: "locked-out"; readonly reason: string; readonly until?: number | undefined };

/** Whether the content is shown at all, and whether it is shown as old. */
export function panelContent(state: PanelState): "shown" | "dimmed" | "hidden" {
  switch (state.kind) {
    case "loading":
    case "empty":
      return "hidden";
    case "stale":
    case "reconnecting":
    case "offline":
      return "dimmed";
    case "live":
    case "refused":
    case "rate-limited":
    case "locked-out":
      return "shown";
  }
}

function Strip({ icon, tone, children }: { icon: ReactNode; tone?: "bad"; children: ReactNode }) {
  return (
    <div className={classNames(styles.strip, tone && styles.bad)} role="status">
      {icon}
      <span>{children}</span>
    </div>
  );
}

/** The line or the centred note that says which state a panel is in; nothing while it is live. */
export function PanelStateNotice({ state }: { state: PanelState }) {
  const timeZone = useTimeZone();
  switch (state.kind) {
    case "live":
      return null;
    case "loading":
      return (
        <div className={styles.centre} role="status">
          {t("ui.loading")}
        </div>
      );
    case "empty":
      return (
        <div className={styles.centre}>
          <p>{state.text}</p>
          {state.action ? <Button onClick={state.action.onAction}>{state.action.label}</Button> : null}
        </div>
      );
    case "stale":
      return <Strip icon={<Clock aria-hidden />}>{t("ui.stale", { age: formatAge(state.ageMs) })}</Strip>;
    case "reconnecting":
      return <Strip icon={<RefreshCw aria-hidden />}>{t("ui.reconnecting")}</Strip>;
    case "offline":
      return (
        <Strip icon={<CloudOff aria-hidden />} tone="bad">
          {t("ui.offline")}
        </Strip>
      );
    case "refused":
      return (
        <Strip icon={<Ban aria-hidden />} tone="bad">
          {t("ui.refused", { reason: state.reason })}
        </Strip>
      );
    case "rate-limited":
      return (
        <Strip icon={<Hourglass aria-hidden />}>
          {t("ui.rate-limited", { until: formatTime(state.until, "seconds", timeZone) })}
        </Strip>
      );
    case "locked-out":
      return (
        <Strip icon={<Lock aria-hidden />} tone="bad">
          {state.until === undefined
            ? t("ui.locked-out", { reason: state.reason })
            : t("ui.locked-out-until", {
                reason: state.reason,
                until: formatTime(state.until, "seconds", timeZone),
              })}
        </Strip>
      );
  }
}
