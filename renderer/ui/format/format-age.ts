import { t } from "../../i18n/t.ts";

/** How long something lasts or is old, in one unit: `4 s`, `3 min`, `2 h`, `5 d`. */
export function formatAge(ageMs: number): string {
  const seconds = Math.max(0, Math.floor(ageMs / 1000));
  if (seconds < 1) return t("ui.age.now");
  if (seconds < 60) return t("ui.age.seconds", { n: seconds });
  if (seconds < 3600) return t("ui.age.minutes", { n: Math.floor(seconds / 60) });
  if (seconds < 86_400) return t("ui.age.hours", { n: Math.floor(seconds / 3600) });
  return t("ui.age.days", { n: Math.floor(seconds / 86_400) });
}
