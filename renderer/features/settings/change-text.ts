import { t } from "../../i18n/t.ts";
import { limitLabel } from "./limit-label.ts";
import type { changedLimits } from "./limits-form.ts";

type Change = ReturnType<typeof changedLimits>[number];

/** More entries than these are counted. */
const mostNamed = 3;

/** A change of one limit in one line: old and new, or of a list what goes and what comes. */
export function changeText({ key, from, to }: Change): string {
  const field = limitLabel(key);
  const [before, after] = [entriesOf(from), entriesOf(to)];
  if (before === null || after === null) {
    const shown = (value: string): string => (value === "" ? t("settings.limits.noLimit") : value);
    return t("settings.limits.change", { field, from: shown(from), to: shown(to) });
  }
  const parts = [...named("settings.limits.gone", before, after), ...named("settings.limits.added", after, before)];
  return t("settings.limits.parts", { field, parts: parts.join("; ") });
}

/** The entries that only the first has. */
function named(id: string, entries: readonly string[], others: readonly string[]): string[] {
  const own = entries.filter((entry) => !others.includes(entry));
  if (own.length === 0) return [];
  const more = own.length - mostNamed;
  return [t(id, { names: own.slice(0, mostNamed).join(", "), more: Math.max(0, more) })];
}

/** The entries of a setting of several parts in words; `null` where a text is none of such a setting. */
function entriesOf(text: string): readonly string[] | null {
  if (text === "") return [];
  if (!/^[[{]/.test(text)) return null;
  const value: unknown = JSON.parse(text);
  if (Array.isArray(value)) return value.map(words);
  const { windows, ...rest } = value as Record<string, unknown>;
  const others = Object.values(rest).flatMap((part) =>
    typeof part === "object" && part !== null
      ? Object.entries(part).map(([name, limits]) => `${name} (${words(limits)})`)
      : [words(part)],
  );
  return Array.isArray(windows) ? [...windows.map(words), ...others] : others;
}

/** The values of an entry, one after the other. */
function words(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  return Object.values(value).map(words).join(" ");
}
