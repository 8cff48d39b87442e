import { spawn } from "node:child_process";
import { win32 } from "node:path";

/** What `findChromium` needs to know about the machine, passed in so that every platform can be tested on one. */
export interface ChromiumSearch {
  exists(path: string): boolean;
  env: Readonly<Record<string, string | undefined>>;
  platform: string;
}

const linuxNames = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "microsoft-edge",
  "microsoft-edge-stable",
];
const linuxFolders = ["/usr/bin", "/usr/local/bin", "/snap/bin", "/opt/google/chrome"];

const macApps = ["Google Chrome", "Chromium", "Microsoft Edge", "Brave Browser"];

const windowsPrograms = [
  ["Google", "Chrome", "Application", "chrome.exe"],
  ["Chromium", "Application", "chrome.exe"],
  ["Microsoft", "Edge", "Application", "msedge.exe"],
];

function usualPaths({ env, platform }: ChromiumSearch): string[] {
  switch (platform) {
    case "linux":
      return linuxNames.flatMap((name) => linuxFolders.map((folder) => `${folder}/${name}`));
    case "darwin":
      return ["", env.HOME ?? ""].flatMap((root) =>
        macApps.map((name) => `${root}/Applications/${name}.app/Contents/MacOS/${name}`),
      );
    case "win32":
      return [env.PROGRAMFILES, env["PROGRAMFILES(X86)"], env.LOCALAPPDATA].flatMap((root) =>
        root === undefined ? [] : windowsPrograms.map((parts) => win32.join(root, ...parts)),
      );
    default:
      return [];
  }
}

/** The Chromium-family browser of this machine: `PROOFDESK_CHROMIUM` when it exists, else the usual places, else `null`. */
export function findChromium(search: ChromiumSearch): string | null {
  const named = search.env.PROOFDESK_CHROMIUM;
  const candidates = named === undefined || named === "" ? usualPaths(search) : [named];
  return candidates.find((path) => search.exists(path)) ?? null;
}

/** Chromium refuses to sandbox itself as root; for everybody else the sandbox stays on. */
export function sandboxFlags(userId: number | undefined = process.getuid?.()): string[] {
  return userId === 0 ? ["--no-sandbox"] : [];
}

/** Flags that keep a Chromium quiet: no first-run pages, no background traffic. */
const quietFlags = [
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
];

/** Flags for headless Chromium in tests; `--no-sandbox` appears only when running as root. */
export function chromiumFlags(userId: number | undefined = process.getuid?.()): string[] {
  return [...sandboxFlags(userId), "--disable-gpu", ...quietFlags];
}

export interface AppWindow {
  executable: string;
  url: string;
  /** A folder of its own, so that the desk's window neither joins nor outlives the person's browser session. */
  profileDir: string;
  size?: { width: number; height: number };
  extraFlags?: readonly string[];
  signal?: AbortSignal;
}

/** Opens the address as an app window and resolves with Chromium's exit code when the person closes it; rejects when it cannot start. */
export async function openAppWindow(window: AppWindow): Promise<number> {
  const { width, height } = window.size ?? { width: 1440, height: 900 };
  const flags = [
    `--app=${window.url}`,
    `--user-data-dir=${window.profileDir}`,
    `--window-size=${width},${height}`,
    ...sandboxFlags(),
    ...quietFlags,
    ...(window.extraFlags ?? []),
  ];
  return await new Promise((resolve, reject) => {
    const child = spawn(window.executable, flags, { stdio: "ignore" });
    const stop = (): void => {
      child.kill("SIGTERM");
    };
    window.signal?.addEventListener("abort", stop, { once: true });
    if (window.signal?.aborted) stop();
    child.once("error", (error) => {
      window.signal?.removeEventListener("abort", stop);
      reject(error);
    });
    child.once("exit", (code) => {
      window.signal?.removeEventListener("abort", stop);
      resolve(code ?? 0);
    });
  });
}
