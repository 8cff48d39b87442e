import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "../../../shared/model/fault.ts";
import { PropFirmPreset } from "../../../shared/model/prop-firm.ts";
import type { UnreadablePreset } from "../../../shared/model/prop-firm-report.ts";
import { writeWhole } from "../profile/write-whole.ts";

/** Beside the sources, and beside the program where it is packed. */
const folders = ["../../../resources/prop-firms", "../../resources/prop-firms"].map((path) =>
  join(import.meta.dirname, path),
);

/** A preset and whether it is a copy of the trader's own. */
export interface FoundPreset {
  readonly preset: PropFirmPreset;
  readonly own: boolean;
}

export interface FoundPresets {
  readonly presets: readonly FoundPreset[];
  /** Files that no preset could be read from; the others are as good as without them. */
  readonly unreadable: readonly UnreadablePreset[];
}

/** The ids of the presets that come with the product, in order. */
export function presetIds(): string[] {
  return idsIn(shipped());
}

/** Every preset that an account of the profile may be put under: the trader's own first. */
export function findPresets(profileDir: string | null): FoundPresets {
  const presets: FoundPreset[] = [];
  const unreadable: UnreadablePreset[] = [];
  const readAll = (folder: string, own: boolean): void => {
    for (const id of idsIn(folder)) {
      try {
        presets.push({ preset: readFile(folder, id), own });
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        unreadable.push({ id, reason: error.message });
      }
    }
  };
  if (profileDir !== null) readAll(ownFolder(profileDir), true);
  readAll(shipped(), false);
  return { presets, unreadable };
}

/** One preset, checked: the trader's own before the product's. Throws Faults `FIRM-PRESET` and `FIRM-PRESET-FILE`. */
export function readPreset(id: string, profileDir: string | null = null): PropFirmPreset {
  if (profileDir !== null && idsIn(ownFolder(profileDir)).includes(id)) return readFile(ownFolder(profileDir), id);
  if (presetIds().includes(id)) return readFile(shipped(), id);
  throw new Fault(
    "FIRM-PRESET",
    "validation",
    `There is no preset "${id}".`,
    "List them with `proofdesk prop-firm`, without an id.",
  );
}

/**
 * Copies a preset into the profile under a name of its own, to be edited there; returns the file. Throws Faults
 * `FIRM-PRESET`, `FIRM-PRESET-NAME` and `FIRM-PRESET-EXISTS`.
 */
export function copyPreset(id: string, name: string, profileDir: string): string {
  const checked = PropFirmPreset.safeParse({ ...readPreset(id, profileDir), id: name });
  if (!checked.success) {
    throw new Fault(
      "FIRM-PRESET-NAME",
      "validation",
      `"${name}" is no name of a preset: words in lower case, joined by dots.`,
      "Choose one such as my.ftmo.100k.",
    );
  }
  if (idsIn(ownFolder(profileDir)).includes(name)) throw taken(name);
  return savePreset(checked.data, profileDir);
}

/** Keeps a preset of the trader's own with the profile and returns its file. Throws a Fault `FIRM-PRESET-EXISTS` for the id of one that comes with the product. */
export function savePreset(preset: PropFirmPreset, profileDir: string): string {
  if (presetIds().includes(preset.id)) throw taken(preset.id);
  const folder = ownFolder(profileDir);
  const file = join(folder, `${preset.id}.json`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeWhole(file, `${JSON.stringify(preset, null, 2)}\n`);
  return file;
}

function taken(id: string): Fault {
  return new Fault(
    "FIRM-PRESET-EXISTS",
    "validation",
    `There is a preset "${id}" already.`,
    "Choose another name, so that no record speaks of two presets by one name.",
  );
}

function shipped(): string {
  return folders.find((folder) => existsSync(folder)) ?? (folders[0] as string);
}

function ownFolder(profileDir: string): string {
  return join(profileDir, "prop-firms");
}

function idsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .sort();
}

function readFile(folder: string, id: string): PropFirmPreset {
  const file = join(folder, `${id}.json`);
  const refuse = (what: string): never => {
    throw new Fault(
      "FIRM-PRESET-FILE",
      "validation",
      `The preset in ${file} cannot be used: ${what}.`,
      "Correct the file.",
    );
  };
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    return refuse((error as Error).message);
  }
  const parsed = PropFirmPreset.safeParse(content);
  if (!parsed.success) {
    return refuse(parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "));
  }
  return parsed.data.id === id ? parsed.data : refuse(`it calls itself ${parsed.data.id}`);
}
