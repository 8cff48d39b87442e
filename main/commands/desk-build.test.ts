import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildState, ensureBuild } from "./desk-build.ts";

let root: string;
const products = ["out/main/desk.js", "out/main/desktop.js", "out/preload/index.cjs", "out/renderer/index.html"];

function write(file: string, at: number, text = ""): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
  utimesSync(join(root, file), at, at);
}

/** A stand-in for the bundler in the same place: it counts its runs and writes what the real one writes. */
function installBundler(body: string): void {
  write("node_modules/electron-vite/bin/electron-vite.js", 1, body);
  write("package.json", 1, '{"type":"module"}');
}
const bundler = `import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
for (const file of ${JSON.stringify(products)}) {
  mkdirSync(file.slice(0, file.lastIndexOf("/")), { recursive: true });
  writeFileSync(file, "built");
}
appendFileSync("runs", "x");`;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "proofdesk-build-"));
  write("main/desktop.ts", 1000);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("the build", () => {
  test("is missing, fresh or stale by the age of the sources, tests apart", () => {
    expect(buildState(root)).toBe("missing");
    for (const product of products) write(product, 2000);
    expect(buildState(root)).toBe("fresh");
    write("renderer/app.test.tsx", 3000);
    expect(buildState(root)).toBe("fresh");
    write("shared/model/order.ts", 3000);
    expect(buildState(root)).toBe("stale");
  });

  test("is made once when two desks start together, and not again while it is fresh", async () => {
    installBundler(bundler);
    const said: string[] = [];
    await Promise.all([ensureBuild(root, (line) => said.push(line)), ensureBuild(root, (line) => said.push(line))]);
    await ensureBuild(root, (line) => said.push(line));
    expect(existsSync(join(root, "out", ".building"))).toBe(false);
    expect(said.filter((line) => line.startsWith("Building"))).toHaveLength(1);
    expect(buildState(root)).toBe("fresh");
  });

  test("goes on after a builder that died with the lock in its hand", async () => {
    installBundler(bundler);
    write("out/.building", 1, "999999999");
    await ensureBuild(root, () => undefined);
    expect(buildState(root)).toBe("fresh");
  });

  test("that fails is a fault with what the bundler said, and leaves no lock", async () => {
    installBundler('process.stderr.write("cannot resolve ./gone.ts"); process.exit(3);');
    await expect(ensureBuild(root, () => undefined)).rejects.toMatchObject({
      code: "BUILD-FAILED",
      message: expect.stringContaining("cannot resolve ./gone.ts"),
    });
    expect(existsSync(join(root, "out", ".building"))).toBe(false);
  });
});
