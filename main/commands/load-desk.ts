import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { programRoot } from "../workstation/build-info.ts";
import type { runDesk } from "./desk.ts";
import { ensureBuild } from "./desk-build.ts";

/**
 * The desk as it was built together with its page: some eighty files instead of six hundred halve the time a start
 * takes. Builds them first where the sources are newer. Throws `BUILD-FAILED`.
 */
export async function loadDesk(say: (line: string) => void): Promise<typeof runDesk> {
  const root = programRoot();
  await ensureBuild(root, say);
  const isBuilt = !import.meta.url.endsWith(".ts");
  const program = isBuilt
    ? await import("./desk.ts")
    : ((await import(pathToFileURL(join(root, "out", "main", "desk.js")).href)) as typeof import("./desk.ts"));
  return program.runDesk;
}
