import { globSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

export interface CodeUse {
  readonly code: string;
  /** Folders of the sources that use it. */
  readonly rooms: readonly string[];
}

const families: Readonly<Record<string, string>> = {
  ARCHIVE: "the archive of sealed segments",
  BACKUP: "backups",
  BUILD: "building the page",
  BUG: "defects",
  CLI: "the command line",
  DATA: "files of market data",
  ENGINE: "the engine",
  EVENT: "events of the journal",
  EXPORT: "exports",
  FEED: "market data feeds",
  FILE: "files and folders",
  JOURNAL: "the journal",
  MARKET: "market inputs that cannot be true",
  NETWORK: "the network",
  ORDER: "orders that make no sense before any rule is asked",
  PAPER: "paper runs",
  PROFILE: "the profile",
  PROOF: "proofs",
  REPLAY: "going through a session again",
  RESTORE: "backups that come back",
  RPC: "requests and streams",
  RUN: "runs",
  SETTINGS: "settings",
  SHELL: "opening the desk",
  STORAGE: "the journal's storage",
  STRATEGY: "strategies",
  TRADER: "traders",
  VENUE: "answers of a venue",
  VERIFY: "checks",
  WORM: "stores that lock what they take",
};

const codeLiteral = /["'`]([A-Z][A-Z0-9]{2,}(?:-[A-Z0-9]+)+)["'`]/g;

/** Every stable code in the product's sources, with the folders that use it; rules of the gate and codes of the verifier have tables of their own. */
function codesInSources(root: string): CodeUse[] {
  const uses = new Map<string, Set<string>>();
  const files = globSync("{main,preload,renderer,shared}/**/*.{ts,tsx}", { cwd: root }).map((file) =>
    file.replaceAll("\\", "/"),
  );
  for (const file of files.sort()) {
    if (/\.test\.tsx?$/.test(file)) continue;
    for (const [, code = ""] of readFileSync(join(root, file), "utf8").matchAll(codeLiteral)) {
      const family = code.slice(0, code.indexOf("-"));
      if (family === "RISK" || /^(SHA|AES|RFC|UTF|ISO|HMAC|ED)$/.test(family)) continue;
      uses.set(code, (uses.get(code) ?? new Set()).add(posix.dirname(file)));
    }
  }
  return [...uses].map(([code, used]) => ({ code, rooms: [...used] })).sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** One table for each family of codes. */
export function faultCodeTables(root: string): string {
  const byFamily = Map.groupBy(codesInSources(root), ({ code }) => code.slice(0, code.indexOf("-")));
  return [...byFamily]
    .map(([family, codes]) => {
      const rows = codes.map(({ code, rooms }) => `| \`${code}\` | ${rooms.map((room) => `\`${room}\``).join(", ")} |`);
      const about = families[family];
      return `### ${family}${about === undefined ? "" : `: ${about}`}\n\n| Code | Used in |\n|---|---|\n${rows.join("\n")}`;
    })
    .join("\n\n");
}
