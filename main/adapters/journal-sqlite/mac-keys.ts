import { createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { z } from "zod";
import { fromBase64, toBase64 } from "../../audit/byte-text.ts";
import type { SecretStore } from "../../ports/secret-store.ts";

/** A key that rows are marked with; version 0 is one that ends with its session. */
export interface MacKey {
  readonly version: number;
  readonly key: KeyObject;
}

/** The mac keys of a journal: the one in use and those that check older rows. */
export interface MacKeys {
  /** The first row that must carry a mac of a kept key, unless its session had no keychain; `null` where no keychain answers. */
  readonly from: number | null;
  readonly current: MacKey;
  readonly kept: ReadonlyMap<number, KeyObject>;
}

/** What rows are checked with. */
export type RowKeys = Pick<MacKeys, "from" | "kept">;

const MacState = z.strictObject({ from: z.int().min(0), version: z.int().min(1) });
type MacState = z.infer<typeof MacState>;

const stateName = (journalId: string): string => `journal/${journalId}/macs`;
const keyName = (journalId: string, version: number): string => `journal/${journalId}/mac-key/${version}`;

async function readState(secrets: SecretStore, journalId: string): Promise<MacState | null> {
  const text = await secrets.get(stateName(journalId));
  try {
    return text === null ? null : MacState.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The key is kept before the state names it: a process that dies in between leaves a key that nothing uses. */
async function begin(secrets: SecretStore, journalId: string, state: MacState): Promise<void> {
  await secrets.set(keyName(journalId, state.version), toBase64(randomBytes(32)));
  await secrets.set(stateName(journalId), JSON.stringify(state));
}

/**
 * Finds a journal's mac keys in the keychain, or begins with a first one from the event `tail.seq` on, whose version is above
 * `tail.version()`, the highest in the journal. Without a keychain the rows are marked with a key of this session.
 */
export async function openMacKeys(
  secrets: SecretStore,
  journalId: string,
  tail: { readonly seq: number; readonly version: () => number },
): Promise<MacKeys> {
  if (secrets.storage === "session") {
    return { from: null, current: { version: 0, key: createSecretKey(randomBytes(32)) }, kept: new Map() };
  }
  let state = await readState(secrets, journalId);
  if (!state) {
    state = { from: tail.seq, version: tail.version() + 1 };
    await begin(secrets, journalId, state);
  }
  const kept = await readKeys(secrets, journalId, state.version);
  let key = kept.get(state.version);
  if (!key) {
    // The keychain lost the key in use: rows it marked cannot be checked any more, new ones can.
    state = { from: tail.seq, version: Math.max(state.version, tail.version()) + 1 };
    await begin(secrets, journalId, state);
    key = (await readKeys(secrets, journalId, state.version)).get(state.version);
    key ??= createSecretKey(randomBytes(32));
    kept.set(state.version, key);
  }
  return { from: state.from, current: { version: state.version, key }, kept };
}

async function readKeys(secrets: SecretStore, journalId: string, last: number): Promise<Map<number, KeyObject>> {
  const kept = new Map<number, KeyObject>();
  for (let version = 1; version <= last; version++) {
    const text = await secrets.get(keyName(journalId, version));
    const bytes = text === null ? null : fromBase64(text);
    if (bytes?.length === 32) kept.set(version, createSecretKey(bytes));
  }
  return kept;
}

/** The keys that check a journal's rows, as the keychain keeps them, and none made; `null` where it keeps none in use. */
export async function readRowKeys(secrets: SecretStore, journalId: string): Promise<RowKeys | null> {
  const state = secrets.storage === "session" ? null : await readState(secrets, journalId);
  if (!state) return null;
  const kept = await readKeys(secrets, journalId, state.version);
  return kept.has(state.version) ? { from: state.from, kept } : null;
}

/** The version of the key in use; `null` without a keychain. */
export async function readMacVersion(secrets: SecretStore, journalId: string): Promise<number | null> {
  return secrets.storage === "session" ? null : ((await readState(secrets, journalId))?.version ?? null);
}

/**
 * Begins a new version, above `highest` in the journal; rows are marked with it from the next opening of the journal on.
 * Answers the new version, `null` without a keychain.
 */
export async function rotateMacKey(secrets: SecretStore, journalId: string, highest: number): Promise<number | null> {
  const state = secrets.storage === "session" ? null : await readState(secrets, journalId);
  if (!state) return null;
  const version = Math.max(state.version, highest) + 1;
  await begin(secrets, journalId, { ...state, version });
  return version;
}
