import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Fault } from "../../shared/model/fault.ts";

/** The folder that holds package.json, seen from the sources (`main/`) as from the build (`out/main/`). */
export function rootFolder(from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder;
    if (dirname(folder) === folder) {
      throw new Fault(
        "FILE-NO-ROOT",
        "storage",
        `no package.json above ${from}`,
        "Run from a complete copy of Proofdesk.",
      );
    }
  }
}

export function packageVersion(root: string): string {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  return version;
}
