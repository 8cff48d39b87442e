import { Toast as Base } from "@base-ui/react/toast";
import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "../i18n/t.ts";
import buttonStyles from "./button.module.css";
import { classNames } from "./class-names.ts";
import { readableText } from "./format/readable-text.ts";
import { useTimeZone } from "./time-zone.ts";
import styles from "./toast.module.css";

export type ToastTone = "info" | "ok" | "warn" | "bad";

export interface Notice {
  title: string;
  text?: string | undefined;
  tone?: ToastTone;
  /** 0 keeps it until it is dismissed. */
  timeoutMs?: number;
}

const manager = Base.createToastManager();

/** Says something in the corner; bad news is announced at once and stays until dismissed. */
export function notify({ title, text, tone = "info", timeoutMs }: Notice): void {
  manager.add({
    title,
    description: text,
    type: tone,
    timeout: timeoutMs ?? (tone === "bad" ? 0 : 6000),
    priority: tone === "bad" ? "high" : "low",
  });
}

const icons = { info: Info, ok: CircleCheck, warn: TriangleAlert, bad: CircleAlert };

function ToastList() {
  const { toasts } = Base.useToastManager();
  const timeZone = useTimeZone();
  return toasts.map((toast) => {
    const Icon = icons[(toast.type ?? "info") as ToastTone];
    return (
      <Base.Root key={toast.id} toast={toast} aria-hidden={false} className={styles.toast}>
        <Icon aria-hidden />
        <Base.Content className={styles.texts}>
          <Base.Title className={styles.title} render={<p />} />
          <Base.Description className={styles.text}>
            {typeof toast.description === "string" ? readableText(toast.description, timeZone) : toast.description}
          </Base.Description>
        </Base.Content>
        <Base.Close
          aria-hidden={false}
          aria-label={t("ui.close")}
          className={classNames(buttonStyles.button, buttonStyles.quiet, buttonStyles.icon, buttonStyles.small)}
        >
          <X aria-hidden />
        </Base.Close>
      </Base.Root>
    );
  });
}

/** Shows what {@link notify} says; once around the whole page. */
export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Base.Provider toastManager={manager} limit={4}>
      {children}
      <Base.Portal>
        <Base.Viewport className={styles.viewport} aria-label={t("ui.notifications")}>
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}
