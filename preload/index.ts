import { contextBridge, ipcRenderer } from "electron";

// The only bridge between the page and the desk: one port per request, marked with the page's own nonce, because a port
// cannot cross the context bridge. The page calls `proofdesk.connect(nonce)` and waits for a message of its own window
// whose data is `{ proofdeskPort: nonce }` and which carries the port.
contextBridge.exposeInMainWorld("proofdesk", {
  connect(nonce: unknown): void {
    ipcRenderer.send("proofdesk:connect", String(nonce));
  },
});

ipcRenderer.on("proofdesk:port", (event, nonce: unknown) => {
  window.postMessage({ proofdeskPort: nonce }, window.location.origin, [...event.ports]);
});
