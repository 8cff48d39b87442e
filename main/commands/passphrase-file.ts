import { readFileSync } from "node:fs";
import { Fault } from "../../shared/model/fault.ts";

/** The option that names a passphrase without putting it on the command line, where every process can read it. */
export const passphraseFileOption = {
  kind: "text",
  value: "FILE",
  text: "a file whose first line is the passphrase",
} as const;

/** Reads a passphrase. Throws a Fault `BACKUP-PASSPHRASE` for a file that gives none. */
export function readPassphrase(file: string): string {
  let problem = "its first line is empty";
  try {
    const [first = ""] = readFileSync(file, "utf8").split(/\r?\n/, 1);
    if (first !== "") return first;
  } catch (error) {
    problem = (error as Error).message;
  }
  throw new Fault(
    "BACKUP-PASSPHRASE",
    "validation",
    `${file} gives no passphrase: ${problem}`,
    "Write the passphrase into the file's first line and let only yourself read it.",
  );
}
