import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runVerify } from "../../main/commands/verify.ts";
import { benchFolder } from "./bench-folder.ts";
import { hashPass } from "./export-million.ts";
import type { Figure } from "./figure.ts";
import { median } from "./measure.ts";
import { targetCells } from "./verdict.ts";

/** A bundle on disk with every check, as a stranger reads it: by a process that has neither traded nor exported it. */
export const verifyBundle: Figure = {
  name: "verify-bundle",
  async run({ quick }) {
    const events = quick ? 20_000 : 1_000_000;
    const dir = benchFolder();
    try {
      const maker = fileURLToPath(new URL("./bundle-maker.ts", import.meta.url));
      execFileSync(process.execPath, [maker, dir, String(events)]);
      const file = join(dir, "bundle.json");
      const runs = Array.from({ length: quick ? 1 : 3 }, () => {
        const began = performance.now();
        const report = runVerify({ file });
        const ms = performance.now() - began;
        if (report.exitCode !== 0) throw new Error("the bundle does not verify");
        return { ms, hashMs: hashPass(file) };
      });
      const rate = events / (median(runs.map(({ ms }) => ms)) / 1000);
      return {
        name: "verify-bundle",
        title: `bundle of ${events.toLocaleString("en-US")} events, all checks`,
        value: rate,
        unit: "events/s",
        ...targetCells(rate, { must: 300_000, goal: 600_000 }),
        ratio: median(runs.map(({ ms, hashMs }) => ms / hashMs)),
        ratioOf: "SHA-256 passes over the file",
        detail: { firstMs: runs[0]?.ms ?? Number.NaN, hashMs: median(runs.map(({ hashMs }) => hashMs)) },
      };
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  },
};
