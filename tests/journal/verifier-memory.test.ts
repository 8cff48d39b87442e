import { spawnSync } from "node:child_process";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { forge } from "./forged-bundle.ts";
import { withProfile } from "./sample-journal.ts";
import { note } from "./verifying.ts";

const root = join(import.meta.dirname, "../..");
const heapMegabytes = 48;

test("a bundle larger than the memory it is given is checked all the same", () =>
  withProfile((dir) => {
    const file = join(dir, "long.json");
    const text = "x".repeat(500);
    writeFileSync(file, JSON.stringify(forge({ events: Array.from({ length: 80_000 }, () => note({ text })) })));
    expect(statSync(file).size).toBeGreaterThan(1.2 * heapMegabytes * 1_000_000);
    const heap = `--max-old-space-size=${heapMegabytes}`;
    const args = [heap, "main/cli.ts", "verify", file, "--json"];
    const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 0, events: 80_002 });
    // The measure can fail: whoever reads the file whole does not get far with as much.
    const whole = `JSON.parse(require("node:fs").readFileSync(${JSON.stringify(file)}, "utf8")).events.map((text) => JSON.parse(text))`;
    expect(spawnSync(process.execPath, [heap, "-e", whole]).status).not.toBe(0);
  }));
