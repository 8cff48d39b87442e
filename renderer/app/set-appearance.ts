import type { Appearance } from "../../shared/model/settings.ts";
import { t } from "../i18n/t.ts";
import { useAppearance } from "../stores/appearance.ts";
import type { DeskClient } from "../transport/desk-client.ts";
import { faultText } from "../ui/fault-text.ts";
import { notify } from "../ui/toast.tsx";

/** Changes how the page looks at once and has the profile keep it; says so when that fails. */
export function setAppearance(client: DeskClient, change: Partial<Appearance>): void {
  const next = { ...useAppearance.getState(), ...change };
  useAppearance.setState(next);
  client.call.setAppearance(next).catch((error: unknown) => {
    const { title, text } = faultText(error);
    notify({ title: t("frame.not-saved"), text: `${title} ${text}`, tone: "warn" });
  });
}
