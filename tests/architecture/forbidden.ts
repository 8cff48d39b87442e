export interface Forbidden {
  /** What somebody might try. */
  readonly attempt: string;
  readonly file: string;
  readonly source: string;
  /** The rule of each tool that must answer. */
  readonly biome?: string;
  readonly oxlint?: string;
  readonly tsc?: RegExp;
}

const imports = (from: string): string =>
  `import { planted as other } from "${from}";\nexport const planted = other;\n`;
const electron = 'import { app } from "electron";\nexport const planted = app;\n';

/** Every wall of docs/architecture.md with an attempt to break it. */
export const forbidden: readonly Forbidden[] = [
  {
    attempt: "the engine reads a file",
    file: "main/engine/planted-file.ts",
    source: 'import { readFileSync } from "node:fs";\nexport const planted = readFileSync;\n',
    biome: "correctness/noNodejsModules",
    tsc: /TS(2307|2591|2580)/,
  },
  {
    attempt: "the engine reads the machine's clock",
    file: "main/engine/planted-clock.ts",
    source: "export const planted = Date.now();\n",
    biome: "style/noRestrictedGlobals",
  },
  {
    attempt: "the engine looks at the process",
    file: "main/engine/planted-process.ts",
    source: "export const planted = process.pid;\n",
    tsc: /TS(2591|2580|2304)/,
  },
  {
    attempt: "the engine sets a timer",
    file: "main/engine/planted-timer.ts",
    source: "export const planted = setTimeout(() => undefined, 1);\n",
    tsc: /TS(2304|2591|2580)/,
  },
  {
    attempt: "the engine imports an adapter",
    file: "main/engine/planted-adapter.ts",
    source: imports("../adapters/planted-target.ts"),
    biome: "style/noRestrictedImports",
    tsc: /TS(6307|6059)/,
  },
  {
    attempt: "the engine imports the page",
    file: "main/engine/planted-page.ts",
    source: imports("../../renderer/planted-target.ts"),
    biome: "style/noRestrictedImports",
    tsc: /TS(6307|6059)/,
  },
  {
    attempt: "the gate throws dice",
    file: "main/risk/planted-dice.ts",
    source: "export const planted = Math.random();\n",
    oxlint: "no-restricted-properties",
  },
  {
    attempt: "the simulation hashes with Web Crypto",
    file: "main/simulation/planted-crypto.ts",
    source: "export const planted = crypto.randomUUID();\n",
    biome: "style/noRestrictedGlobals",
  },
  {
    attempt: "the audit room imports Electron",
    file: "main/audit/planted-electron.ts",
    source: electron,
    biome: "style/noRestrictedImports",
  },
  {
    attempt: "the page imports the engine",
    file: "renderer/planted-engine.ts",
    source: imports("../main/engine/planted-target.ts"),
    biome: "style/noRestrictedImports",
    tsc: /TS(6307|6059)/,
  },
  {
    attempt: "the page uses Node",
    file: "renderer/planted-node.ts",
    source: 'import { readFileSync } from "node:fs";\nexport const planted = readFileSync;\n',
    biome: "correctness/noNodejsModules",
  },
  {
    attempt: "the page imports Electron",
    file: "renderer/planted-electron.ts",
    source: electron,
    biome: "style/noRestrictedImports",
  },
  {
    attempt: "the shared model imports Electron",
    file: "shared/model/planted-electron.ts",
    source: electron,
    biome: "style/noRestrictedImports",
  },
  {
    attempt: "the contract imports a handler",
    file: "shared/contract/planted-handler.ts",
    source: imports("../../main/handlers/planted-target.ts"),
    biome: "style/noRestrictedImports",
  },
  {
    attempt: "the contract uses Node",
    file: "shared/contract/planted-node.ts",
    source: 'import { hostname } from "node:os";\nexport const planted = hostname;\n',
    biome: "correctness/noNodejsModules",
  },
  {
    attempt: "a handler imports Electron",
    file: "main/handlers/planted-electron.ts",
    source: electron,
    biome: "style/noRestrictedImports",
  },
  {
    attempt: "an adapter imports Electron",
    file: "main/adapters/planted-electron.ts",
    source: electron,
    biome: "style/noRestrictedImports",
  },
  {
    attempt: "a transport imports Electron",
    file: "main/transport/planted-electron.ts",
    source: electron,
    biome: "style/noRestrictedImports",
  },
  {
    attempt: "the preload uses Node",
    file: "preload/planted-node.ts",
    source: 'import { readFileSync } from "node:fs";\nexport const planted = readFileSync;\n',
    biome: "correctness/noNodejsModules",
  },
  {
    attempt: "a promise is dropped",
    file: "main/handlers/planted-promise.ts",
    source: "export function planted(): void {\n  Promise.resolve(1);\n}\n",
    oxlint: "no-floating-promises",
  },
  {
    attempt: "two files import each other",
    file: "main/engine/planted-cycle.ts",
    source:
      'import { planted as other } from "./planted-cycle-back.ts";\nexport const planted = (): number => other();\n',
    biome: "suspicious/noImportCycles",
  },
];

/** What the attempts import: harmless by itself. */
export const targets: Readonly<Record<string, string>> = {
  "main/adapters/planted-target.ts": "export const planted = 1;\n",
  "renderer/planted-target.ts": "export const planted = 1;\n",
  "main/engine/planted-target.ts": "export const planted = 1;\n",
  "main/handlers/planted-target.ts": "export const planted = 1;\n",
  "main/engine/planted-cycle-back.ts":
    'import { planted as other } from "./planted-cycle.ts";\nexport const planted = (): number => other();\n',
};
