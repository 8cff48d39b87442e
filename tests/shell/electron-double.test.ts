import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "vite";
import { describe, expect, test } from "vitest";
import { findChromium } from "../../main/transport/chromium.ts";
import type { Findings } from "./double/inspect-page.ts";

const root = join(import.meta.dirname, "../..");
const run = promisify(execFile);
const chromium = findChromium({ exists: existsSync, env: process.env, platform: process.platform });
const products = ["out/main/desktop.js", "out/preload/index.cjs", "out/renderer/index.html"];
const isBuilt = products.every((file) => existsSync(join(root, file)));

async function inspect(entry: string, request: string, ...args: string[]): Promise<Findings> {
  const script = join(root, "tests/shell/double/run.ts");
  const { stdout } = await run(process.execPath, [script, entry, request, ...args], { timeout: 60_000, cwd: root });
  return JSON.parse(stdout) as Findings;
}

function expectLocked(findings: Findings): void {
  expect(findings.bridge).toEqual({ names: ["connect"], frozen: true });
  expect(new Set(Object.values(findings.globals))).toEqual(new Set(["undefined"]));
  expect(findings.evaluated).toBe("EvalError");
  expect(findings.markup).toBe("TypeError");
  expect(findings.fetched).toBe("TypeError");
  expect(findings.violations).toEqual(expect.arrayContaining(["require-trusted-types-for", "connect-src"]));
  expect(findings.urlAfterNavigation).toBe("app://proofdesk/index.html");
  expect(findings.stopped).toContainEqual({ url: "https://evil.example/steal", by: "will-navigate" });
  // The policy refused the fetch inside the page: no request for it ever came out.
  expect(findings.stopped.map(({ url }) => url)).not.toContain("https://evil.example/");
  expect(findings.pagesAfterPopup).toBe(0);
  expect(findings.permissions).toEqual({
    camera: "denied",
    geolocation: "denied",
    midi: "denied",
    notifications: "granted",
  });
}

/** Builds the real shell and preload around a page of one file, as electron-vite does it. */
async function buildFixture(): Promise<string> {
  const out = mkdtempSync(join(tmpdir(), "fixture-"));
  const part = async (input: string, outDir: string, format: "es" | "cjs", fileName: string): Promise<void> => {
    await build({
      root,
      configFile: false,
      logLevel: "error",
      build: {
        ssr: true,
        outDir: join(out, outDir),
        rolldownOptions: {
          input: join(root, input),
          external: ["electron"],
          output: { format, entryFileNames: fileName },
        },
      },
      ssr: { noExternal: true, external: ["electron"] },
    });
  };
  await part("tests/shell/fixture/desktop.ts", "main", "es", "desktop.js");
  await part("preload/index.ts", "preload", "cjs", "index.cjs");
  mkdirSync(join(out, "renderer"));
  writeFileSync(join(out, "package.json"), '{ "type": "module" }');
  writeFileSync(join(out, "renderer/index.html"), '<!doctype html><title>desk</title><link rel="icon" href="data:,">');
  return join(out, "main/desktop.js");
}

describe.skipIf(chromium === null)("in Chromium (install it with: apt-get install chromium)", () => {
  test("the shell around a small page gives it a port and nothing else", async () => {
    const findings = await inspect(await buildFixture(), "refuse");
    expect(findings.answer).toMatchObject({ kind: "failure", id: 1, failure: { code: "RISK-012" } });
    expect(findings.pageErrors).toEqual([]);
    expectLocked(findings);
  }, 90_000);

  test.skipIf(!isBuilt)(
    "the built desk gives its page a port and nothing else (build it with: npm run build)",
    async () => {
      const profile = mkdtempSync(join(tmpdir(), "desk-"));
      const findings = await inspect(join(root, "out/main/desktop.js"), "getDesk", "--profile", profile);
      expect(findings.answer).toMatchObject({ kind: "response", id: 1, output: { shell: "electron", role: "trader" } });
      expect(findings.pageErrors).toEqual([]);
      expect(findings.elements).toBeGreaterThan(50);
      expectLocked(findings);
    },
    90_000,
  );
});
