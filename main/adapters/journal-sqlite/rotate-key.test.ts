import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { machineClock, openTestJournal, sampleEvent, withProfile } from "../../../tests/journal/sample-journal.ts";
import { parseCheckpoint } from "../../audit/checkpoint.ts";
import { readEvent } from "../../audit/event-text.ts";
import { type VerificationReport, verifyBundle } from "../../audit/verifier/verify-bundle.ts";
import type { Journal } from "../../ports/journal.ts";
import type { SecretStore } from "../../ports/secret-store.ts";
import { exportBundle } from "../proof-node/export-bundle.ts";
import { nodePrimitives } from "../proof-node/node-primitives.ts";
import { sessionSecrets } from "../secrets-session/session-secrets.ts";
import { keysOfJournal, revokeKey, rotateKey } from "./rotate-key.ts";

const actor = { kind: "person", id: "desk" } as const;
const keptSecrets = (): SecretStore => ({ ...sessionSecrets(), storage: "keychain" });
const change = (secrets: SecretStore) => ({ secrets, clock: machineClock, actor, reason: "a test" });
const hex = (text: string): string => Buffer.from(nodePrimitives.sha256(Buffer.from(text, "base64"))).toString("hex");
const idOf = (journal: Journal): string => journal.health().origin.slice("proofdesk/".length);
const forget = (secrets: SecretStore, journal: Journal, publicKey: string): Promise<void> =>
  secrets.remove(`journal/${idOf(journal)}/key/${hex(publicKey)}`);

async function withJournal(
  profileDir: string,
  secrets: SecretStore,
  use: (journal: Journal) => Promise<unknown>,
): Promise<void> {
  const journal = await openTestJournal(profileDir, { secrets });
  try {
    for (let n = 0; n < 4; n++) await journal.durable(journal.append(sampleEvent(n)));
    await use(journal);
  } finally {
    await journal.close();
  }
}

async function verified(journal: Journal, profileDir: string): Promise<VerificationReport> {
  const file = join(profileDir, "bundle.json");
  await exportBundle(journal, { clock: machineClock, actor, file });
  return verifyBundle(nodePrimitives, readFileSync(file, "utf8"));
}

const failuresOf = (report: VerificationReport): string[] =>
  report.levels.integrity.filter(({ outcome }) => outcome === "fail").map(({ code, text }) => `${code} ${text}`);
const notesOf = (report: VerificationReport): string =>
  report.levels.integrity
    .filter(({ outcome }) => outcome === "note")
    .map(({ code, text }) => `${code} ${text}`)
    .join("\n");

test("a rotated key signs together with the one before it once, then alone, over sessions and further rotations", () =>
  withProfile(async (profileDir) => {
    const secrets = keptSecrets();
    await withJournal(profileDir, secrets, async (journal) => {
      const before = journal.health().signing;
      const { seq, by, replaced, recovered } = await rotateKey(journal, change(secrets));
      expect(replaced.keyId).toBe(before.keyId);
      expect(recovered).toBe(false);
      expect(journal.health().signing).toMatchObject({ keyId: by.keyId, storage: "keychain" });
      const over = journal.readCheckpoints().find(({ size }) => size > seq);
      expect(over?.size).toBe(seq + 1);
      expect(parseCheckpoint(over?.note ?? "")).toMatchObject({
        signatures: [{ keyId: before.keyId }, { keyId: by.keyId }],
      });
      await journal.checkpoint("more");
      expect(parseCheckpoint(journal.readCheckpoints().at(-1)?.note ?? "")).toMatchObject({ origin: by.name });
    });
    await withJournal(profileDir, secrets, async (journal) => {
      await rotateKey(journal, change(secrets));
      const report = await verified(journal, profileDir);
      expect(failuresOf(report)).toEqual([]);
      const last = parseCheckpoint(journal.readCheckpoints().at(-1)?.note ?? "");
      expect(last).toMatchObject({ signatures: [{ keyId: journal.health().signing.keyId }] });
      expect(keysOfJournal(journal).keys.map(({ origin }) => origin)).toEqual(["genesis", "rotation", "rotation"]);
    });
  }));

test("a lost current key is refused as a signer of its successor; recovery goes on with the committed one and says so", () =>
  withProfile(async (profileDir) => {
    const secrets = keptSecrets();
    await withJournal(profileDir, secrets, (journal) => forget(secrets, journal, journal.health().signing.publicKey));
    await withJournal(profileDir, secrets, async (journal) => {
      expect(journal.health().signing.storage).toBe("session");
      await expect(rotateKey(journal, change(secrets))).rejects.toMatchObject({ code: "KEYS-CURRENT-LOST" });
      expect(await rotateKey(journal, change(secrets), true)).toMatchObject({ recovered: true });
      const report = await verified(journal, profileDir);
      expect(failuresOf(report)).toEqual([]);
      expect(notesOf(report)).toContain("was lost and did not sign");
    });
    await withJournal(profileDir, secrets, async (journal) => {
      expect(journal.health().signing.storage).toBe("keychain");
    });
  }));

test("who kept neither key, or no keychain at all, cannot go on and is told so", () =>
  withProfile(async (profileDir) => {
    const secrets = keptSecrets();
    await withJournal(profileDir, secrets, async (journal) => {
      await expect(rotateKey(journal, change(sessionSecrets()))).rejects.toMatchObject({ code: "KEYS-NEXT-LOST" });
      const commitment = keysOfJournal(journal).commitment ?? "";
      await secrets.remove(`journal/${idOf(journal)}/key/${commitment}`);
      await expect(rotateKey(journal, change(secrets), true)).rejects.toMatchObject({ code: "KEYS-NEXT-LOST" });
      expect(failuresOf(await verified(journal, profileDir))).toEqual([]);
    });
  }));

test("a revoked key's checkpoints are withdrawn, and the key that follows it covers them", () =>
  withProfile(async (profileDir) => {
    const secrets = keptSecrets();
    await withJournal(profileDir, secrets, async (journal) => {
      const { keyId } = journal.health().signing;
      await journal.checkpoint("before");
      for (const id of ["zz", ""]) {
        const attempt = revokeKey(journal, change(secrets), id === "" ? `${keyId}0` : id, 1);
        await expect(attempt).rejects.toMatchObject({ code: "KEYS-UNKNOWN" });
      }
      await expect(revokeKey(journal, change(secrets), keyId, 10_000)).rejects.toMatchObject({ code: "KEYS-FROM" });
      const { rotated, seq } = await revokeKey(journal, change(secrets), keyId.slice(0, 5), 3);
      expect(rotated?.replaced.keyId).toBe(keyId);
      const stored = [...journal.read({ from: seq, to: seq })].map(({ text }) => readEvent(text));
      expect(stored[0]).toMatchObject({ type: "key.revoked", data: { keyId, fromSeq: 3, reason: "a test" } });
      const report = await verified(journal, profileDir);
      expect(failuresOf(report)).toEqual([]);
      expect(notesOf(report)).toContain(`V06 key ${keyId} is revoked`);
      expect(notesOf(report)).toContain("withdrawn");
    });
  }));

test("a rotation that dies at any touch of the keychain leaves a journal that opens, signs and rotates", () =>
  withProfile(async (profileDir) => {
    const inner = keptSecrets();
    let left = Number.POSITIVE_INFINITY;
    let touched = 0;
    const step = (): void => {
      touched += 1;
      if (left-- <= 0) throw new Error("the process ended here");
    };
    const secrets: SecretStore = {
      storage: "keychain",
      get: async (name) => {
        step();
        return await inner.get(name);
      },
      set: async (name, value) => {
        step();
        await inner.set(name, value);
      },
      remove: (name) => inner.remove(name),
    };
    await withJournal(profileDir, secrets, async () => {});
    let died = 0;
    for (let at = 0; at < 20; at++) {
      let done = false;
      await withJournal(profileDir, secrets, async (journal) => {
        left = at;
        done = await rotateKey(journal, change(secrets)).then(
          () => true,
          () => false,
        );
        left = Number.POSITIVE_INFINITY;
        died += done ? 0 : 1;
        expect(failuresOf(await verified(journal, profileDir)), `step ${at}`).toEqual([]);
      });
      await withJournal(profileDir, secrets, async (journal) => {
        expect(journal.health().signing.storage, `step ${at}`).toBe("keychain");
      });
      if (done) break;
    }
    expect(died).toBeGreaterThan(2);
    expect(touched).toBeGreaterThan(died);
  }));

test("a keychain that does not give back a new key is not trusted with the succession", () =>
  withProfile(async (profileDir) => {
    const inner = keptSecrets();
    const secrets: SecretStore = { ...inner, set: async () => {} };
    await withJournal(profileDir, inner, async (journal) => {
      await expect(rotateKey(journal, change(secrets))).rejects.toMatchObject({ code: "KEYS-NOT-KEPT" });
      expect(keysOfJournal(journal).rotations).toEqual([]);
    });
  }));
