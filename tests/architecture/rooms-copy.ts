import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export const repository = join(import.meta.dirname, "..", "..");

const copied = [
  "main",
  "preload",
  "renderer",
  "shared",
  "biome.json",
  ".oxlintrc.json",
  ".gitignore",
  "package.json",
  "tsconfig.base.json",
  "tsconfig.json",
];

export interface ToolRun {
  readonly code: number;
  readonly output: string;
}

export interface RoomsCopy {
  readonly root: string;
  plant(files: Readonly<Record<string, string>>): void;
  biome(files: readonly string[]): ToolRun;
  oxlint(files: readonly string[]): ToolRun;
  tsc(rooms: readonly string[]): ToolRun;
  remove(): void;
}

/** The rooms and their rules in a temporary folder, with the real tools: what is planted here disturbs nobody. */
export function copyRooms(): RoomsCopy {
  const root = mkdtempSync(join(tmpdir(), "proofdesk-walls-"));
  for (const name of copied) cpSync(join(repository, name), join(root, name), { recursive: true });
  symlinkSync(join(repository, "node_modules"), join(root, "node_modules"), "junction");
  const run = (entry: string, args: readonly string[]): ToolRun => {
    const child = spawnSync(process.execPath, [join(repository, "node_modules", entry), ...args], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" },
    });
    return { code: child.status ?? -1, output: `${child.stdout}${child.stderr}` };
  };
  return {
    root,
    plant(files) {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), text);
      }
    },
    biome: (files) => run("@biomejs/biome/bin/biome", ["lint", "--max-diagnostics=none", ...files]),
    oxlint: (files) => run("oxlint/bin/oxlint", ["--type-aware", "--format=unix", ...files]),
    tsc: (rooms) => run("typescript/bin/tsc", ["-b", "--pretty", "false", ...rooms]),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
