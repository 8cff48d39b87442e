import { t } from "../i18n/t.ts";
import { notifyFailure } from "./notify-failure.ts";
import { notify } from "./toast.tsx";

/** Puts text on the clipboard and says so, because nothing on the screen would show that it worked. */
export function copyText(text: string, said: string = t("ui.copied")): void {
  navigator.clipboard.writeText(text).then(
    () => notify({ title: said, timeoutMs: 2000 }),
    (error: unknown) => notifyFailure(t("ui.copy-failed"), error),
  );
}
