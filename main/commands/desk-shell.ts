export type ShellChoice = "auto" | "electron" | "browser" | "none";

export interface ShellFacts {
  readonly wanted: ShellChoice;
  /** `--no-open`: start the desk, open nothing. */
  readonly noOpen: boolean;
  readonly electron: string | null;
  readonly chromium: string | null;
  /** A screen to open windows on. */
  readonly display: boolean;
}

/** Where the desk opens and the one line that says so; `problem` when what was asked for cannot be had. */
export type ShellDecision =
  | { readonly shell: "electron" | "browser"; readonly executable: string; readonly line: string }
  | { readonly shell: "none"; readonly line: string }
  | { readonly shell: "problem"; readonly code: string; readonly message: string; readonly remedy: string };

const none = (why: string): ShellDecision => ({ shell: "none", line: `${why}: the desk waits at its address.` });

function decideAuto({ electron, chromium }: ShellFacts): ShellDecision {
  if (electron !== null) return { shell: "electron", executable: electron, line: "The desk opens in Electron." };
  if (chromium !== null) {
    const line = `Electron's runtime is not here and did not arrive: the desk opens in ${chromium}.`;
    return { shell: "browser", executable: chromium, line };
  }
  return none("Neither Electron's runtime nor a Chromium was found");
}

/** Chooses the shell from what is there. */
export function decideShell(facts: ShellFacts): ShellDecision {
  const { wanted, noOpen, electron, chromium, display } = facts;
  if (wanted === "none" || noOpen) return none("No window was asked for");
  if (!display && wanted === "auto") return none("There is no display");
  if (!display) {
    const remedy = "Start it where there is a screen, or use --shell none and open the address yourself.";
    return { shell: "problem", code: "SHELL-NO-DISPLAY", message: "there is no display to open a window on", remedy };
  }
  if (wanted === "auto") return decideAuto(facts);
  if (wanted === "electron") {
    if (electron !== null) return { shell: "electron", executable: electron, line: "The desk opens in Electron." };
    const remedy = "Run npx install-electron where GitHub can be reached, or use --shell browser.";
    return { shell: "problem", code: "SHELL-NO-ELECTRON", message: "Electron's runtime is not installed", remedy };
  }
  if (chromium !== null) return { shell: "browser", executable: chromium, line: `The desk opens in ${chromium}.` };
  const remedy = "Install Chromium, Chrome or Edge, set PROOFDESK_CHROMIUM, or use --shell none.";
  return { shell: "problem", code: "SHELL-NO-CHROMIUM", message: "no Chromium, Chrome or Edge was found", remedy };
}

/** Only X11 and Wayland announce themselves; other systems have a screen wherever somebody starts a program. */
export function hasDisplay(platform: string, env: Readonly<Record<string, string | undefined>>): boolean {
  if (platform !== "linux") return true;
  return (env.DISPLAY ?? "") !== "" || (env.WAYLAND_DISPLAY ?? "") !== "";
}
