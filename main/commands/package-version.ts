import { readFileSync } from "node:fs";
import { join } from "node:path";
import { programRoot } from "../workstation/build-info.ts";

/** The version that package.json names. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(programRoot(), "package.json"), "utf8")) as { version: string };
  return version;
}
