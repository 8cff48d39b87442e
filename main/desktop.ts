import { homedir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { app, dialog } from "electron";
import { Fault } from "../shared/model/fault.ts";
import { defaultProfileDir, prepareProfile } from "./adapters/profile/profile-folder.ts";
import { prepareShell, startShell } from "./shell/shell.ts";
import { hearUncaught } from "./workstation/last-resort.ts";
import { openWorkstation } from "./workstation.ts";

// Chromium's own switches share the command line, so unknown ones are none of our business.
const { values } = parseArgs({
  args: process.argv.slice(1),
  options: { profile: { type: "string" }, feed: { type: "string" }, speed: { type: "string" } },
  strict: false,
});
const profileDir =
  typeof values.profile === "string"
    ? values.profile
    : defaultProfileDir({ env: process.env, home: homedir(), platform: process.platform });
const out = join(import.meta.dirname, "..");

function report(error: unknown): void {
  const [title, text] =
    error instanceof Fault
      ? [error.code, `${error.message}\n\n${error.remedy}`]
      : ["The desk could not start", String(error)];
  dialog.showErrorBox(title, text);
  app.exit(1);
}

async function openDesk(): Promise<void> {
  prepareProfile(profileDir);
  if (!prepareShell(join(profileDir, "window"))) return;
  const workstation = await openWorkstation({
    profileDir,
    shell: "electron",
    ...(typeof values.feed === "string" ? { feed: values.feed } : {}),
    ...(typeof values.speed === "string" ? { feedSpeed: Number(values.speed) } : {}),
  });
  hearUncaught((error) => workstation.unexpected(error));
  // Not awaited: Electron becomes ready only after its entry has run to the end.
  startShell({
    attach: (wire, role) => {
      workstation.attach(wire, role);
    },
    engageKillSwitch: (reason) => {
      workstation.engageKillSwitch({ kind: "person", id: "desk" }, reason);
    },
    beforeQuit: () => workstation.close(),
    rendererDir: join(out, "renderer"),
    preloadFile: join(out, "preload", "index.cjs"),
    iconFile: join(out, "..", "resources", "icon.png"),
    devServerUrl: process.env.ELECTRON_RENDERER_URL,
  }).catch(report);
}

await openDesk().catch(report);
