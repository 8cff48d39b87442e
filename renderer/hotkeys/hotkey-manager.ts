import { create } from "zustand";
import { isTextField, matchesHotkey, parseHotkey } from "./hotkey.ts";

/** One shortcut as the list behind `?` shows it. */
export interface Shortcut {
  readonly keys: string;
  /** What it does, in words. */
  readonly text: string;
  readonly group: string;
  readonly run: () => void;
  /** Also while a text field has the focus: only for shortcuts that write nothing. */
  readonly everywhere?: boolean | undefined;
}

export const useShortcuts = create<{ readonly list: readonly Shortcut[] }>(() => ({ list: [] }));

/** Adds a shortcut; the later one wins where two have the same keys. Returns the way to remove it. */
export function addShortcut(shortcut: Shortcut): () => void {
  useShortcuts.setState(({ list }) => ({ list: [...list, shortcut] }));
  return () => useShortcuts.setState(({ list }) => ({ list: list.filter((other) => other !== shortcut) }));
}

/** Runs the shortcut a key press means. A held key runs it once; text fields keep their keys. */
export function dispatchKey(event: KeyboardEvent): void {
  if (event.repeat || event.defaultPrevented || event.isComposing) return;
  const typing = isTextField(event.target);
  const shortcut = useShortcuts
    .getState()
    .list.findLast((each) => matchesHotkey(parseHotkey(each.keys), event) && (!typing || each.everywhere));
  if (!shortcut) return;
  event.preventDefault();
  shortcut.run();
}
