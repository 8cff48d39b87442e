import { t } from "../../i18n/t.ts";
import type { DeskClient } from "../../transport/desk-client.ts";
import { faultText } from "../../ui/fault-text.ts";
import { notifyFailure } from "../../ui/notify-failure.ts";
import { notify } from "../../ui/toast.tsx";

/** Flattens the account at once and says what became of it. */
export function flattenAll(client: DeskClient): void {
  client.call.flatten({}).then(
    ({ closed, left }) =>
      notify({
        title: left.length === 0 ? t("blotter.flatten.done", { count: closed }) : t("blotter.flatten.left"),
        text: left.length === 0 ? undefined : t("blotter.flatten.leftText", { left: left.join(", ") }),
        tone: left.length === 0 ? "ok" : "bad",
      }),
    (error: unknown) => {
      const { code, unknownOutcome } = faultText(error);
      const isUnsent = code === "RPC-CLOSED" && !unknownOutcome;
      notifyFailure(isUnsent ? t("blotter.flatten.unsent") : t("blotter.flatten.failed"), error);
    },
  );
}
