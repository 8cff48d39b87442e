import { globSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

export interface Source {
  /** Path from the root, with forward slashes. */
  readonly file: string;
  readonly text: string;
}

/** The product's sources, tests apart. */
export function productSources(root: string): Source[] {
  return globSync("{main,preload,renderer,shared}/**/*.{ts,tsx}", { cwd: root })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => !/\.test\.tsx?$|\.d\.ts$/.test(file))
    .sort()
    .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));
}

/** What a file imports, dynamic imports and type imports included. */
function importsOf({ text }: Source): string[] {
  const from = /(?:from|import)\s*\(?\s*["']([^"'\n]+)["']/g;
  return [...text.matchAll(from)].map(([, specifier]) => specifier ?? "");
}

/** A rule over sources: what breaks it, as `file: what`. */
export type SourceRule = (sources: readonly Source[]) => string[];

const featureOf = (path: string): string | null => /^renderer\/features\/([^/]+)\//.exec(path)?.[1] ?? null;

/** Features share what stands in renderer/ui and renderer/stores, never each other's files. */
export const featuresStandAlone: SourceRule = (sources) =>
  sources.flatMap((source) => {
    const own = featureOf(source.file);
    if (own === null) return [];
    return importsOf(source)
      .filter((specifier) => specifier.startsWith("."))
      .filter((specifier) => {
        const other = featureOf(posix.join(posix.dirname(source.file), specifier));
        return other !== null && other !== own;
      })
      .map((specifier) => `${source.file}: imports ${specifier}`);
  });

/** Only the gate says that an order is approved. */
export const onlyTheGateApproves: SourceRule = (sources) =>
  sources
    .filter(({ file }) => !file.startsWith("main/risk/"))
    .filter(({ text }) => /\bas\s+(?:unknown\s+as\s+)?ApprovedOrder\b|<ApprovedOrder>\s*[({\w]/.test(text))
    .map(({ file }) => `${file}: casts to ApprovedOrder`);

const importers: Readonly<Record<string, RegExp>> = {
  electron: /^(main\/shell\/|main\/desktop\.ts$|preload\/)/,
  // The doctor only names it, in the text of a process of its own.
  "better-sqlite3": /^main\/(adapters|commands\/doctor)\//,
  "@aws-sdk/client-s3": /^main\/adapters\/worm-s3\//,
  keytar: /^main\/adapters\/secrets-keychain\//,
  "lightweight-charts": /^renderer\/charts\//,
  "flexlayout-react": /^renderer\/app\//,
  ws: /^main\/transport\//,
  pino: /^main\/telemetry\//,
};

/** A library that could be replaced one day is imported in one place. */
export const librariesHaveOneDoor: SourceRule = (sources) =>
  sources.flatMap((source) =>
    importsOf(source).flatMap((specifier) => {
      const library = Object.keys(importers).find((name) => specifier === name || specifier.startsWith(`${name}/`));
      if (library === undefined || importers[library]?.test(source.file)) return [];
      return [`${source.file}: imports ${specifier}`];
    }),
  );

const unsafeSettings =
  /\b(webSecurity\s*:\s*false|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|nodeIntegration\s*:\s*true|contextIsolation\s*:\s*false|sandbox\s*:\s*false|bypassCSP\s*:\s*true)\b/;

/** Settings that open Electron's doors appear nowhere. */
export const noUnsafeSettings: SourceRule = (sources) =>
  sources
    .filter(({ text }) => unsafeSettings.test(text))
    .map(({ file, text }) => `${file}: ${unsafeSettings.exec(text)?.[0]}`);

/** HTML is never made from text. */
export const noHtmlFromText: SourceRule = (sources) =>
  sources
    .filter(({ file }) => file.startsWith("renderer/"))
    .filter(({ text }) =>
      /\.(innerHTML|outerHTML)\s*=|dangerouslySetInnerHTML|insertAdjacentHTML|document\.write/.test(text),
    )
    .map(({ file }) => `${file}: makes HTML from text`);
