import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { toBase64 } from "../../audit/byte-text.ts";
import { parseCheckpoint } from "../../audit/checkpoint.ts";
import type { JournalFork } from "../../ports/journal.ts";
import type { SecretStore } from "../../ports/secret-store.ts";
import type { Db } from "./open-database.ts";
import { brokenChain } from "./storage-fault.ts";

/** A checkpoint as it is remembered: how many events it covered, and the base64 root over them. */
const Remembered = z.strictObject({ origin: z.string(), size: z.int().min(1), root: z.string() });
type Remembered = z.infer<typeof Remembered>;

const folderEveryMs = 1000;
const keychainEveryMs = 60_000;

function parse(text: string | null): Remembered | null {
  try {
    return text === null ? null : Remembered.parse(JSON.parse(text));
  } catch {
    // Half a file says nothing; it is written anew with the next checkpoint.
    return null;
  }
}

const fileIn = (profileDir: string): string => join(profileDir, "newest-checkpoint.json");

/** `null` where there is none, as in a new profile. */
function readFile(file: string): Remembered | null {
  try {
    return parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/** Refuses a journal's file without an event where the profile remembers one: begun anew, it would bury what was there. Throws a Fault `STORAGE-CHAIN`. */
export function refuseEmptied(profileDir: string): void {
  const newest = readFile(fileIn(profileDir));
  if (newest === null) return;
  const { origin, size } = newest;
  throw brokenChain("event 0", `its file holds no event, and the profile remembers ${size} events of ${origin}`);
}

/**
 * Remembers the newest checkpoint of a journal outside its file: in the profile's folder, which shows a journal that was
 * put back alone, and in the keychain, which shows a whole profile that was copied or restored. It is written after the
 * checkpoint is on disk, so an honest journal always reaches as far.
 */
export class NewestCheckpoint {
  readonly #file: string;
  readonly #secrets: SecretStore | null;
  readonly #origin: string;
  #newest: Remembered | null = null;
  #folderAt = 0;
  #keychainAt = 0;
  #underway: Promise<void> = Promise.resolve();

  constructor(profileDir: string, secrets: SecretStore, origin: string) {
    this.#file = fileIn(profileDir);
    this.#secrets = secrets.storage === "keychain" ? secrets : null;
    this.#origin = origin;
  }

  get #name(): string {
    return `journal/${this.#origin.slice(this.#origin.indexOf("/") + 1)}/newest-checkpoint`;
  }

  /** What a journal should reach at least; only what speaks of this origin counts. */
  async recall(): Promise<readonly (Remembered & { readonly kept: JournalFork["kept"] })[]> {
    const inKeychain = parse((await this.#secrets?.get(this.#name)) ?? null);
    const inFolder = readFile(this.#file);
    return [
      ...(inKeychain ? [{ ...inKeychain, kept: "keychain" as const }] : []),
      ...(inFolder ? [{ ...inFolder, kept: "profile" as const }] : []),
    ].filter(({ origin }) => origin === this.#origin);
  }

  /** Takes note of a durable checkpoint; at most once a second in the folder and once a minute in the keychain. */
  remember({ size, root }: { readonly size: number; readonly root: string }): void {
    this.#newest = { origin: this.#origin, size, root };
    const now = performance.now();
    if (this.#folderAt === 0 || now - this.#folderAt >= folderEveryMs) this.#toFolder(now);
    if (this.#keychainAt === 0 || now - this.#keychainAt >= keychainEveryMs) this.#toKeychain(now);
  }

  /** Writes down what was held back. Never throws: a journal closes also where nothing can be remembered. */
  async flush(): Promise<void> {
    this.#toFolder(performance.now());
    this.#toKeychain(performance.now());
    await this.#underway;
  }

  #toFolder(now: number): void {
    if (!this.#newest) return;
    this.#folderAt = now;
    try {
      writeFileSync(`${this.#file}.new`, JSON.stringify(this.#newest), { mode: 0o600 });
      renameSync(`${this.#file}.new`, this.#file);
    } catch {
      // On a full disk the older one stays, and still holds.
    }
  }

  #toKeychain(now: number): void {
    const [secrets, newest] = [this.#secrets, this.#newest];
    if (!secrets || !newest) return;
    this.#keychainAt = now;
    const text = JSON.stringify(newest);
    this.#underway = this.#underway.then(() => secrets.set(this.#name, text)).catch(() => undefined);
  }
}

/** Compares a journal with what is remembered of it. `null` where it goes on from there. */
export function findFork(
  db: Db,
  events: number,
  remembered: Awaited<ReturnType<NewestCheckpoint["recall"]>>,
): JournalFork | null {
  const noteAt = db.prepare("SELECT note FROM checkpoints WHERE size = ?").pluck();
  for (const { size, root, kept } of remembered) {
    const note = noteAt.get(size) as string | undefined;
    const parsed = note === undefined ? null : parseCheckpoint(note);
    if (parsed && typeof parsed === "object" && toBase64(parsed.root) === root) continue;
    return { code: "JOURNAL-FORK", how: size > events ? "shorter" : "different", size, root, events, kept };
  }
  return null;
}
