import type { Role } from "../shared/rpc/contract.ts";
import type { Wire } from "../shared/rpc/wire.ts";
import { openAppWindow } from "./transport/chromium.ts";
import { openLoopbackSocket } from "./transport/loopback-socket.ts";

export interface BrowserShellOptions {
  /** The desk, as far as a shell needs it; the caller keeps it and closes it afterwards. */
  workstation: { attach(wire: Wire, role: Role): void };
  rendererDir: string;
  /** 0: a free port. */
  port: number;
  /** `chromium` opens an app window, `none` leaves the opening to the person. */
  open: "chromium" | "none";
  /** The browser to open; without one the address is left to the person as with `none`. */
  chromium: string | null;
  /** A folder for the window's browser profile. */
  windowProfileDir: string;
  /** Called once when pages are admitted. The ticket works once, within a minute. */
  onReady(ready: BrowserShellReady): void;
  /** Ends the shell. */
  signal: AbortSignal;
  chromiumFlags?: readonly string[];
}

export interface BrowserShellReady {
  url: string;
  /** The address with the ticket in its fragment. */
  ticketUrl: string;
  ticket: string;
  port: number;
  shell: "chromium" | "none";
  /** A further address for another page, for example a `viewer` one. */
  issueTicketUrl(role: Role): string;
}

/** Runs the desk's page in the system's browser until its window closes or the signal aborts; says which of the two. */
export async function runBrowserShell(options: BrowserShellOptions): Promise<"closed" | "stopped"> {
  const { workstation, rendererDir, port, chromium, signal } = options;
  const server = await openLoopbackSocket({
    rendererDir,
    port,
    attach: (wire, role) => {
      workstation.attach(wire, role);
    },
    now: () => performance.now(),
  });
  try {
    const executable = options.open === "chromium" ? chromium : null;
    const ticketUrl = server.ticketUrl("trader");
    options.onReady({
      url: server.url,
      ticketUrl,
      ticket: ticketUrl.slice(ticketUrl.indexOf("=") + 1),
      port: server.port,
      shell: executable === null ? "none" : "chromium",
      issueTicketUrl: (role) => server.ticketUrl(role),
    });
    if (executable !== null) {
      await openAppWindow({
        executable,
        url: ticketUrl,
        profileDir: options.windowProfileDir,
        signal,
        extraFlags: options.chromiumFlags ?? [],
      });
      return signal.aborted ? "stopped" : "closed";
    }
    await untilAborted(signal);
    return "stopped";
  } finally {
    await server.close();
  }
}

/** A listening server keeps the process alive, so waiting needs no timer. */
async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener(
      "abort",
      () => {
        resolve();
      },
      { once: true },
    );
  });
}
