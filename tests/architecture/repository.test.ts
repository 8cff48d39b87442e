import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { repository } from "./rooms-copy.ts";

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

const read = (file: string): string => readFileSync(join(repository, file), "utf8");
const manifest = JSON.parse(read("package.json")) as Manifest;
const lock = (JSON.parse(read("package-lock.json")) as { packages: Record<string, LockedPackage> }).packages;
const tracked = execFileSync("git", ["ls-files", "-z"], { cwd: repository, encoding: "utf8" })
  .split("\0")
  .filter(Boolean);

/** Declared packages for other platforms that the lockfile lacks: `npm ci` fails over each of them. */
function lockGaps(packages: Record<string, LockedPackage>): string[] {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => {
      for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
        if (packages[`${folder === "" ? "" : `${folder}/`}node_modules/${name}`] !== undefined) return false;
        if (folder === "" || !folder.includes("/node_modules/")) {
          return packages[`node_modules/${name}`] === undefined;
        }
      }
    }),
  );
}

/** A folder of a real machine; invented people (`/home/somebody`) may stand in examples. */
const machinePath =
  /(?<![\w.~-])\/(?:home|Users|root|work)\/(?!(?:some|user|trader|person|you|me)\w*\b|[a-z]\b)[\w.-]+|\b[A-Z]:\\\\?work\b/;
const registryHost = /https?:\/\/[\w.-]*(?:registry|npmjs|verdaccio|artifactory|nexus)[\w.-]*/i;

describe("the repository", () => {
  test("names no folder of a machine and no package registry", () => {
    const text = tracked.filter((file) => !/\.(png|ico|icns|gz|woff2?)$/.test(file));
    const found = text.flatMap((file) => {
      const source = read(file);
      // The test's own patterns are allowed to look like what they look for.
      if (file.startsWith("tests/architecture/repository")) return [];
      const hit =
        machinePath.exec(source)?.[0] ?? (file === "package-lock.json" ? null : registryHost.exec(source)?.[0]);
      return hit ? [`${file}: ${hit}`] : [];
    });
    expect(found).toEqual([]);
  });

  test("recognises a machine's folder and a registry where there is one", () => {
    expect(machinePath.test("see /home/alexandra/project")).toBe(true);
    expect(machinePath.test("/home/somebody/.ssh")).toBe(false);
    expect(machinePath.test("GET /root-certificates, ../shared/data/x")).toBe(false);
    expect(registryHost.test("http://registry.example.org/left-pad")).toBe(true);
  });

  test("pins every dependency exactly", () => {
    const all = { ...manifest.dependencies, ...manifest.optionalDependencies, ...manifest.devDependencies };
    expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
    expect(Object.keys(all).length).toBeGreaterThan(30);
  });

  test("has a lockfile of the pinned versions, without gaps and without addresses", () => {
    const all = { ...manifest.dependencies, ...manifest.optionalDependencies, ...manifest.devDependencies };
    expect(Object.entries(all).filter(([name, version]) => lock[`node_modules/${name}`]?.version !== version)).toEqual(
      [],
    );
    expect(Object.entries(lock).filter(([, { resolved, link }]) => resolved !== undefined && !link)).toEqual([]);
    expect(lockGaps(lock)).toEqual([]);
  });

  test("would notice a gap in the lockfile", () => {
    const gap = {
      "node_modules/a": { version: "1.0.0", optionalDependencies: { "a-linux": "1.0.0", "a-win32": "1.0.0" } },
    };
    expect(lockGaps({ ...gap, "node_modules/a/node_modules/a-linux": { version: "1.0.0" } })).toEqual(["a-win32"]);
  });

  test("allows install scripts by name only", () => {
    expect(Object.keys(manifest.allowScripts).filter((name) => /.@/.test(name))).toEqual([]);
  });
});
