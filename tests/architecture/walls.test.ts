import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { forbidden, targets } from "./forbidden.ts";
import { copyRooms, type RoomsCopy, type ToolRun } from "./rooms-copy.ts";

interface Runs {
  readonly biome: ToolRun;
  readonly oxlint: ToolRun;
  readonly tsc: ToolRun;
}

const files = forbidden.map(({ file }) => file);
const typedRooms = ["main/engine", "main/risk", "renderer"];

let rooms: RoomsCopy;
let harmless: Runs;
let broken: Runs;

const runAll = (): Runs => ({ biome: rooms.biome(files), oxlint: rooms.oxlint(files), tsc: rooms.tsc(typedRooms) });

beforeAll(() => {
  rooms = copyRooms();
  rooms.plant(Object.fromEntries(files.map((file) => [file, "export const planted = (): number => 1;\n"])));
  harmless = runAll();
  rooms.plant({ ...targets, ...Object.fromEntries(forbidden.map(({ file, source }) => [file, source])) });
  broken = runAll();
}, 180_000);
afterAll(() => rooms.remove());

/** The lines of a tool's output that speak of one file. */
const about = (run: ToolRun, file: string): string =>
  run.output
    .replaceAll("\\", "/")
    .split("\n")
    .filter((line) => line.includes(file))
    .join("\n");

describe("the walls", () => {
  test.each(["biome", "oxlint", "tsc"] as const)("stand still for harmless files: %s passes", (tool) => {
    expect(harmless[tool].output).not.toMatch(/planted-.*(error|lint\/)/);
    expect(harmless[tool].code, harmless[tool].output).toBe(0);
  });

  test.each(["biome", "oxlint", "tsc"] as const)("break the build when they are crossed: %s fails", (tool) => {
    expect(broken[tool].code).not.toBe(0);
  });

  test.each(forbidden.map((entry) => [entry.attempt, entry] as const))("hold when %s", (_, entry) => {
    expect(entry.biome ?? entry.oxlint ?? entry.tsc).toBeDefined();
    if (entry.biome !== undefined) expect(about(broken.biome, entry.file)).toContain(`lint/${entry.biome}`);
    if (entry.oxlint !== undefined) expect(about(broken.oxlint, entry.file)).toContain(entry.oxlint);
    if (entry.tsc !== undefined) expect(about(broken.tsc, entry.file)).toMatch(entry.tsc);
  });
});
