import { t } from "../../i18n/t.ts";
import { notifyFailure } from "../../ui/notify-failure.ts";
import { notify } from "../../ui/toast.tsx";

/** Puts text on the clipboard and says so. */
export function copyText(text: string): void {
  navigator.clipboard.writeText(text).then(
    () => notify({ title: t("audit.copied"), timeoutMs: 2000 }),
    (error: unknown) => notifyFailure(t("audit.copyFailed"), error),
  );
}
