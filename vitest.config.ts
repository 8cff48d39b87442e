import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import react from "@vitejs/plugin-react";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { chromiumFlags, findChromium } from "./main/transport/chromium.ts";

const chromium = findChromium({ exists: existsSync, env: process.env, platform: process.platform });

export default defineConfig({
  test: {
    // A machine of two cores would run one file at a time otherwise.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    coverage: {
      provider: "v8",
      reportOnFailure: true,
      include: ["main/**/*.{ts,tsx}", "shared/**/*.ts", "renderer/**/*.{ts,tsx}", "preload/**/*.ts"],
      exclude: ["main/shell/**", "**/*.test.{ts,tsx}", "**/*.d.ts"],
      reporter: ["text-summary", "json-summary", "html"],
      thresholds: { lines: 85, branches: 80 },
    },
    projects: [
      {
        test: {
          name: "node",
          environment: "node",
          include: ["{main,shared,preload}/**/*.test.ts", "tests/**/*.test.ts"],
          exclude: ["tests/e2e/**", "**/node_modules/**"],
          testTimeout: 60_000,
        },
      },
      {
        plugins: [react()],
        test: {
          name: "dom",
          environment: "jsdom",
          include: ["renderer/**/*.test.{ts,tsx}"],
          exclude: ["renderer/**/*.browser.test.tsx"],
          setupFiles: ["tests/setup/dom.ts"],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "e2e",
          environment: "node",
          include: ["tests/e2e/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          // A browser and a desk each: they have the machine for themselves.
          sequence: { groupOrder: 2 },
        },
      },
      ...(chromium
        ? [
            {
              plugins: [react()],
              test: {
                name: "chromium",
                include: ["renderer/**/*.browser.test.tsx"],
                sequence: { groupOrder: 1 },
                browser: {
                  enabled: true,
                  headless: true,
                  screenshotFailures: false,
                  provider: playwright({ launchOptions: { executablePath: chromium, args: chromiumFlags() } }),
                  instances: [{ browser: "chromium" as const }],
                },
              },
            },
          ]
        : []),
    ],
  },
});
