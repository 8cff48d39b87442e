import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { build } from "vite";
import { beforeAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
let file: string;
let code: string;

// The same shape as electron-vite's preload build: one CommonJS file, everything bundled but Electron itself.
beforeAll(async () => {
  const outDir = mkdtempSync(join(tmpdir(), "preload-"));
  await build({
    root,
    configFile: false,
    logLevel: "error",
    build: {
      outDir,
      minify: false,
      rolldownOptions: {
        input: { index: join(root, "preload/index.ts") },
        external: ["electron"],
        platform: "node",
        output: { format: "cjs", entryFileNames: "[name].cjs" },
      },
      lib: { entry: join(root, "preload/index.ts"), formats: ["cjs"], fileName: () => "index.cjs" },
    },
  });
  file = join(outDir, "index.cjs");
  code = readFileSync(file, "utf8");
});

test("the built preload is one small file that requires Electron and nothing else", () => {
  const required = [...code.matchAll(/require\(([^)]*)\)/g)].map(([, name]) => name?.replaceAll(/["'`]/g, ""));
  expect(required).toEqual(["electron"]);
  expect(code).not.toMatch(/\bimport\b/);
  expect(statSync(file).size).toBeLessThan(2_000);
});

test("it gives the page one function, and passes a port on with the page's nonce to the page's own origin", () => {
  const sent: unknown[] = [];
  const posted: unknown[] = [];
  const exposed: Record<string, { connect(nonce: unknown): unknown }> = {};
  const listeners: Record<string, (event: object, nonce: unknown) => void> = {};
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, face: { connect(nonce: unknown): unknown }) => {
        exposed[name] = face;
      },
    },
    ipcRenderer: {
      send: (...args: unknown[]) => sent.push(args),
      on: (channel: string, listener: (event: object, nonce: unknown) => void) => {
        listeners[channel] = listener;
      },
    },
  };
  const module = { exports: {} };
  runInNewContext(code, {
    require: (name: string) => (name === "electron" ? electron : undefined),
    module,
    exports: module.exports,
    window: {
      location: { origin: "app://proofdesk" },
      postMessage: (...args: unknown[]) => posted.push(args),
    },
    String,
  });
  expect(Object.keys(exposed)).toEqual(["proofdesk"]);
  expect(Object.keys(exposed.proofdesk ?? {})).toEqual(["connect"]);
  expect(exposed.proofdesk?.connect("nonce")).toBeUndefined();
  expect(sent).toEqual([["proofdesk:connect", "nonce"]]);
  expect(Object.keys(listeners)).toEqual(["proofdesk:port"]);
  const port = {};
  listeners["proofdesk:port"]?.({ ports: [port] }, "nonce");
  expect(posted).toEqual([[{ proofdeskPort: "nonce" }, "app://proofdesk", [port]]]);
});
