import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";

// Usage: node run.ts APP_ENTRY REQUEST [ARGUMENTS OF THE APP]. Runs a built app through the double and prints, as one
// JSON document, what the page could and could not do.

const double = new URL("./electron-double.ts", import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "electron" ? { url: double, shortCircuit: true } : next(specifier, context),
});
const [entry = "", request = "", ...rest] = process.argv.slice(2);
process.argv = [process.execPath, entry, ...rest];
const startedAt = performance.now();
const electron = (await import(double)) as typeof import("./electron-double.ts");
const { inspectPage } = await import("./inspect-page.ts");
try {
  await import(pathToFileURL(entry).href);
  const findings = await inspectPage(electron, request);
  process.stdout.write(`${JSON.stringify({ ...findings, tookMs: Math.round(performance.now() - startedAt) })}\n`);
  electron.app.quit();
  for (let waited = 0; electron.app.exitCode === null && waited < 200; waited++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
} finally {
  await electron.closeDouble();
}
process.exit(electron.app.exitCode ?? 1);
