import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron } from "playwright-core";
import { sandboxFlags } from "../../main/transport/chromium.ts";
import { findElectron } from "../../main/transport/electron-runtime.ts";

// Launches the built desk in the real Electron once: the window opens, its page gets a desk, nothing is logged as an error.
const root = join(import.meta.dirname, "..", "..");
const executablePath = findElectron({ root, env: process.env });
if (executablePath === null) throw new Error("Electron's runtime is not installed: npx install-electron");

const profile = mkdtempSync(join(tmpdir(), "proofdesk-smoke-"));
// GitHub's Linux runners forbid the user namespaces that Chromium's sandbox needs.
const flags = process.platform === "linux" && process.env["CI"] === "true" ? ["--no-sandbox"] : sandboxFlags();
const app = await _electron.launch({
  executablePath,
  args: [...flags, join(root, "out", "main", "desktop.js"), `--profile=${profile}`],
  timeout: 60_000,
});
try {
  const page = await app.firstWindow({ timeout: 60_000 });
  const errors: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(error.message));
  await page.getByText("PAPER").first().waitFor({ timeout: 60_000 });
  await page
    .getByRole("button", { name: /kill switch/i })
    .first()
    .waitFor({ timeout: 60_000 });
  const nodeGlobals = await page.evaluate(() => typeof Reflect.get(globalThis, "process"));
  if (nodeGlobals !== "undefined") errors.push("the page sees Node's process");
  if (errors.length > 0) throw new Error(`the desk opened with errors:\n${errors.join("\n")}`);
  process.stdout.write(`the desk opened in Electron at ${page.url()}\n`);
} finally {
  await app.close();
}
