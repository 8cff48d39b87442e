import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";

// The entries and every chunk land side by side in out/main, so that workers are found next to the code that starts them.
export default defineConfig({
  main: {
    build: {
      externalizeDeps: { include: ["electron", "better-sqlite3", "keytar"] },
      rolldownOptions: {
        input: {
          desktop: "main/desktop.ts",
          browser: "main/browser.ts",
          cli: "main/cli.ts",
          desk: "main/commands/desk.ts",
          "writer-worker": "main/adapters/journal-sqlite/writer-worker.ts",
          "calendar-worker": "main/adapters/calendar-ical/calendar-worker.ts",
          "proof-worker": "main/adapters/proof-node/proof-worker.ts",
          "scan-worker": "main/adapters/proof-node/scan-worker.ts",
          "write-worker": "main/adapters/proof-node/write-worker.ts",
          "rows-worker": "main/adapters/journal-sqlite/rows-worker.ts",
          "state-worker": "main/workstation/state-worker.ts",
          "replay-worker": "main/workstation/replay/replay-worker.ts",
        },
        output: { chunkFileNames: "[name]-[hash].js" },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: "preload/index.ts" },
        output: { format: "cjs", entryFileNames: "[name].cjs" },
      },
    },
  },
  renderer: {
    root: "renderer",
    plugins: [react()],
    build: { minify: true, rolldownOptions: { input: { index: "renderer/index.html" } } },
  },
});
