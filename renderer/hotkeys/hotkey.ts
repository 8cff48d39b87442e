/** A shortcut as people write it: modifiers and one key, `Ctrl+Shift+K`; a lone `?` or `Space` too. */
export interface Hotkey {
  readonly code: string;
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
}

const namedCodes: Readonly<Record<string, string>> = {
  "?": "Slash",
  "/": "Slash",
  Space: "Space",
  Enter: "Enter",
  Esc: "Escape",
  Up: "ArrowUp",
  Down: "ArrowDown",
  Left: "ArrowLeft",
  Right: "ArrowRight",
};

/** Reads `Ctrl+Shift+K`. The key is a place on the keyboard (`event.code`), so a layout cannot move it. */
export function parseHotkey(text: string): Hotkey {
  const parts = text.split("+");
  const key = parts.pop() ?? "";
  const code = namedCodes[key] ?? (/^[A-Z]$/.test(key) ? `Key${key}` : /^\d$/.test(key) ? `Digit${key}` : key);
  return {
    code,
    ctrl: parts.includes("Ctrl"),
    shift: parts.includes("Shift") || key === "?",
    alt: parts.includes("Alt"),
  };
}

/** Whether a key press is this shortcut; on a Mac, Command stands in for Ctrl. */
export function matchesHotkey(hotkey: Hotkey, event: KeyboardEvent): boolean {
  return (
    event.code === hotkey.code &&
    (event.ctrlKey || event.metaKey) === hotkey.ctrl &&
    event.shiftKey === hotkey.shift &&
    event.altKey === hotkey.alt
  );
}

/** Whether typing here means writing text. */
export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "range"].includes(target.type);
}
