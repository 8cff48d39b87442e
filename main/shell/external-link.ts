import { shell } from "electron";

/** The attribution that the chart library's licence asks for; nothing else leaves the desk for the browser. */
const allowedLinks: ReadonlySet<string> = new Set(["https://www.tradingview.com/"]);

/** The only way to the system's browser: exact addresses, everything else is dropped. */
export function openExternalLink(address: string): boolean {
  if (!allowedLinks.has(address)) return false;
  void shell.openExternal(address);
  return true;
}
