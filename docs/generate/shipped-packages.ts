import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface LockedPackage {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}
type Lock = Readonly<Record<string, LockedPackage>>;

export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** Its folder, from the repository's root. */
  readonly folder: string;
}

/** What keytar and lingui need to be compiled, not to run. */
const buildTimeOnly = new Set([
  "prebuild-install",
  "node-addon-api",
  "@lingui/babel-plugin-lingui-macro",
  "@lingui/conf",
]);

function packageName(specifier: string): string | null {
  if (/^(\.|node:|[a-z]:)/i.test(specifier)) return null;
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? null);
}

function importedPackages(root: string): Set<string> {
  const names = new Set<string>();
  for (const file of globSync("{main,preload,renderer,shared}/**/*.{ts,tsx}", { cwd: root })) {
    if (/\.test\.tsx?$|\.d\.ts$/.test(file)) continue;
    const text = readFileSync(join(root, file), "utf8");
    for (const [, specifier = ""] of text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*["']([^"'\n]+)["']/g)) {
      const name = packageName(specifier);
      // Electron carries its own licences in every package it is part of.
      if (name !== null && name !== "electron") names.add(name);
    }
  }
  return names;
}

function locate(lock: Lock, from: string, name: string): string | null {
  for (let folder = from; ; ) {
    const path = `${folder === "" ? "" : `${folder}/`}node_modules/${name}`;
    if (lock[path] !== undefined) return path;
    if (folder === "") return null;
    const above = folder.lastIndexOf("/node_modules/");
    folder = above < 0 ? "" : folder.slice(0, above);
  }
}

/** Every package whose code is in the product: what its sources import, and what that needs, by the lockfile. */
export function shippedPackages(root: string): ShippedPackage[] {
  const { packages: lock } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as { packages: Lock };
  const found = new Map<string, ShippedPackage>();
  const visit = (name: string, from: string): void => {
    const folder = locate(lock, from, name);
    if (folder === null || found.has(folder) || buildTimeOnly.has(name) || name.startsWith("@types/")) return;
    const { version = "", dependencies = {} } = lock[folder] ?? {};
    found.set(folder, { name, version, folder });
    for (const dependency of Object.keys(dependencies)) visit(dependency, folder);
  };
  for (const name of importedPackages(root)) visit(name, "");
  return [...found.values()].sort((a, b) =>
    a.name < b.name ? -1 : a.name > b.name ? 1 : a.folder < b.folder ? -1 : 1,
  );
}
