import { setupI18n } from "@lingui/core";
import { compileMessage } from "@lingui/message-utils/compileMessage";

/** Ids to ICU texts of one feature, as its `messages.ts` exports them. */
export type MessageCatalogue = Readonly<Record<string, string>>;

export type MessageValues = Readonly<Record<string, string | number | boolean | null>>;

const i18n = setupI18n({ locale: "en", messages: { en: {} } });

/** Adds a catalogue. Messages are compiled to data, not to code, so this works without `eval`. */
export function loadMessages(catalogue: MessageCatalogue): void {
  const compiled = Object.entries(catalogue).map(([id, text]) => [id, compileMessage(text)] as const);
  i18n.load("en", Object.fromEntries(compiled));
}

/** The text of an id with its values filled in; an id without a text shows itself, which a test forbids. */
export function t(id: string, values?: MessageValues): string {
  return i18n._(id, values ? { ...values } : undefined);
}
