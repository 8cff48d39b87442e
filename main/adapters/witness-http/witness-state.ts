import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { fromBase64, toBase64 } from "../../audit/byte-text.ts";
import { parseCheckpoint } from "../../audit/checkpoint.ts";
import type { Sign } from "../../audit/primitives.ts";
import { parseVkey, type VerifyingKey } from "../../audit/verifying-key.ts";
import { type Witnessed, witnessKey } from "../../audit/witness-protocol.ts";
import { makeFolder } from "../profile/profile-folder.ts";
import { writeWhole } from "../profile/write-whole.ts";
import { ed25519FromSeed, nodePrimitives, sha256Hex } from "../proof-node/node-primitives.ts";
import { witnessChoice, witnessFault } from "./witness-fault.ts";

const WitnessName = z.string().regex(/^[^\s+]{1,200}$/);
const WitnessIdentity = z.strictObject({ name: WitnessName, seed: z.string() });

/** Who a witness is and what it remembers: one folder, one small file for each journal it watches. */
export interface WitnessState {
  readonly key: VerifyingKey;
  readonly sign: Sign;
  /** The keys that journals may sign with, by origin. */
  readonly journals: ReadonlyMap<string, readonly VerifyingKey[]>;
  latest(origin: string): Witnessed | null;
  /** The note is on disk when this returns. */
  keep(origin: string, note: string): void;
}

interface WitnessChoice {
  readonly name?: string;
  readonly vkeys: readonly string[];
}

function openIdentity(dir: string, name: string | undefined): z.infer<typeof WitnessIdentity> {
  if (existsSync(join(dir, "witness.json"))) {
    try {
      return WitnessIdentity.parse(JSON.parse(readFileSync(join(dir, "witness.json"), "utf8")));
    } catch {
      throw witnessFault(`${join(dir, "witness.json")} is not the identity of a witness`, "Restore it from a backup.");
    }
  }
  const seed = randomBytes(32);
  const identity = { name: name ?? `witness/${sha256Hex(seed).slice(0, 12)}`, seed: toBase64(seed) };
  writeWhole(join(dir, "witness.json"), JSON.stringify(WitnessIdentity.parse(identity)));
  return identity;
}

/** Refuses a name and keys that cannot be, before anything is written. */
function checkChoice({ name, vkeys }: WitnessChoice): void {
  if (name !== undefined && !WitnessName.safeParse(name).success) {
    throw witnessChoice(
      `"${name}" is no name of a witness`,
      "Name it without spaces and +, in at most 200 characters.",
    );
  }
  const wrong = vkeys.find((line) => parseVkey(nodePrimitives, line.trim()) === null);
  if (wrong !== undefined)
    throw witnessChoice(`"${wrong}" is not the key of a journal`, "Give a line of vkeys from a bundle.");
}

function prepareState(dir: string): void {
  try {
    makeFolder(dir);
  } catch (error) {
    throw witnessFault(
      `the folder ${dir} cannot be created: ${(error as Error).message}`,
      "Name a folder that you may write to with --state.",
    );
  }
}

/**
 * Opens the folder of a witness, made with a key of its own where there is none. `vkeys` are lines that journals sign with;
 * they are remembered. Throws Faults `WITNESS-STATE` and `WITNESS-CHOICE`.
 */
export function openWitnessState(dir: string, options: WitnessChoice): WitnessState {
  checkChoice(options);
  prepareState(dir);
  const identity = openIdentity(dir, options.name);
  const { publicKey, sign } = ed25519FromSeed(fromBase64(identity.seed) ?? new Uint8Array(32));
  const listed = existsSync(join(dir, "journals.txt")) ? readFileSync(join(dir, "journals.txt"), "utf8") : "";
  const lines = [...new Set([...listed.split("\n"), ...options.vkeys].map((line) => line.trim()))].filter(Boolean);
  const keys = lines.map((line) => {
    const key = parseVkey(nodePrimitives, line);
    if (!key) throw witnessFault(`"${line}" in journals.txt is not the key of a journal`, "Take the line out of it.");
    return key;
  });
  if (options.vkeys.length > 0) writeWhole(join(dir, "journals.txt"), `${lines.join("\n")}\n`);
  const fileOf = (origin: string): string => `${sha256Hex(origin)}.note`;
  return {
    key: witnessKey(nodePrimitives, identity.name, publicKey),
    sign,
    journals: Map.groupBy(keys, ({ name }) => name),
    latest: (origin) => {
      const file = join(dir, fileOf(origin));
      if (!existsSync(file)) return null;
      const note = parseCheckpoint(readFileSync(file, "utf8"));
      if (typeof note === "string" || note.origin !== origin) {
        throw witnessFault(
          `${file} is damaged: ${String(note)}`,
          "Restore it from a backup; nothing is cosigned blindly.",
        );
      }
      return note;
    },
    keep: (origin, note) => writeWhole(join(dir, fileOf(origin)), note),
  };
}
