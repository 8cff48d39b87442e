/** One thing the palette can do. */
export interface Command {
  readonly id: string;
  readonly group: string;
  readonly text: string;
  /** After the text, smaller: searched too. */
  readonly note?: string | undefined;
  readonly keys?: string | undefined;
  readonly run: () => void;
}

export interface CommandGroup {
  readonly value: string;
  readonly items: Command[];
}

/** Commands by group, in the order in which groups first appear. */
export function groupCommands(commands: readonly Command[]): CommandGroup[] {
  return [...Map.groupBy(commands, ({ group }) => group)].map(([value, items]) => ({ value, items }));
}

/** Whether every word of the search occurs somewhere: in the text, the note or the group. */
export function matchesSearch(command: Command, search: string): boolean {
  const text = `${command.text} ${command.note ?? ""} ${command.group}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word) || text.replaceAll("/", "").includes(word));
}
