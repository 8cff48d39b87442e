import type { App, WebContents } from "electron";
import { openExternalLink } from "./external-link.ts";

/** A page of the desk goes nowhere, opens nothing, and embeds nothing. */
function lockContents(contents: WebContents): void {
  contents.on("will-navigate", (event) => {
    event.preventDefault();
  });
  contents.on("will-frame-navigate", (event) => {
    event.preventDefault();
  });
  contents.on("will-redirect", (event) => {
    event.preventDefault();
  });
  contents.on("will-attach-webview", (event) => {
    event.preventDefault();
  });
  contents.setWindowOpenHandler(({ url }) => {
    openExternalLink(url);
    return { action: "deny" };
  });
}

/** Locks every page that is ever created, also one that nobody foresaw. */
export function lockAllContents(app: App): void {
  app.on("web-contents-created", (_event, contents) => {
    lockContents(contents);
  });
}
