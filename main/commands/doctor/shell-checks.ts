import { existsSync } from "node:fs";
import { findChromium } from "../../transport/chromium.ts";
import { findElectron } from "../../transport/electron-runtime.ts";
import { absent, type Check, present } from "./check.ts";

type Env = Readonly<Record<string, string | undefined>>;

export function checkElectron(root: string, env: Env): Check {
  const name = "Electron runtime";
  const found = findElectron({ root, env });
  if (found !== null) return present(name, found);
  return absent({
    name,
    found: "not installed",
    cost: "no native menus, tray and updates; the desk opens in Chromium instead",
    fix: "npx install-electron (a download of about 100 MB from GitHub)",
  });
}

export function checkChromium(env: Env, platform: string): Check {
  const name = "Chromium";
  const found = findChromium({ exists: existsSync, env, platform });
  if (found !== null) return present(name, found);
  return absent({
    name,
    found: "no Chromium, Chrome or Edge in the usual places",
    cost: "without Electron the desk only prints its address; browser tests are skipped",
    fix: "apt-get install chromium, or set PROOFDESK_CHROMIUM to the executable",
  });
}
