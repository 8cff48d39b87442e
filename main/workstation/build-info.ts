import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** What ran: written into every session's first event, so that a record names the code that made it. */
export interface BuildInfo {
  readonly version: string;
  readonly gitSha: string;
  /** SHA-256 over the names and bytes of the running program's files. */
  readonly buildHash: string;
}

const root = findRoot(path.dirname(fileURLToPath(import.meta.url)));

/** Reads version, commit and a hash of the code itself; `unknown` where a copy carries no commit. */
export function readBuildInfo(): BuildInfo {
  const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as { version: string };
  return { version, gitSha: readGitSha(), buildHash: hashProgram() };
}

/** The folder that holds package.json: the project from source, the archive's root when packaged. */
export function programRoot(): string {
  return root;
}

function findRoot(from: string): string {
  let dir = from;
  while (!existsSync(path.join(dir, "package.json")) && path.dirname(dir) !== dir) dir = path.dirname(dir);
  return dir;
}

function readGitSha(): string {
  try {
    const head = readFileSync(path.join(root, ".git/HEAD"), "utf8").trim();
    if (!head.startsWith("ref: ")) return head;
    const ref = head.slice(5);
    const loose = path.join(root, ".git", ref);
    if (existsSync(loose)) return readFileSync(loose, "utf8").trim();
    const packed = readFileSync(path.join(root, ".git/packed-refs"), "utf8");
    return (
      packed
        .split("\n")
        .find((line) => line.endsWith(` ${ref}`))
        ?.split(" ")[0] ?? "unknown"
    );
  } catch {
    return "unknown";
  }
}

function hashProgram(): string {
  const fromSource = import.meta.url.endsWith(".ts");
  const folders = fromSource ? ["main", "shared"] : ["out/main"];
  const hash = createHash("sha256");
  for (const file of folders.flatMap(filesBelow).toSorted()) {
    if (file.includes(".test.")) continue;
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

function filesBelow(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|js|cjs|mjs)$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"));
}
