import type { DeskSettings } from "../../../shared/model/settings.ts";
import { listKeys } from "../../adapters/journal-sqlite/list-keys.ts";
import { rotateMacKey } from "../../adapters/journal-sqlite/mac-keys.ts";
import { openJournal } from "../../adapters/journal-sqlite/open-journal.ts";
import { type KeyChange, revokeKey, rotateKey } from "../../adapters/journal-sqlite/rotate-key.ts";
import { newestCheckpoint } from "../../adapters/proof-node/anchors.ts";
import { nodePrimitives } from "../../adapters/proof-node/node-primitives.ts";
import { proveInThread } from "../../adapters/proof-node/prove.ts";
import { toBase64 } from "../../audit/byte-text.ts";
import type { BuildInfo } from "../../audit/session-events.ts";
import { formatVkey, verifyingKey } from "../../audit/verifying-key.ts";
import type { DeskKeys } from "../../handlers/compliance-desk.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Journal } from "../../ports/journal.ts";
import type { SecretStore } from "../../ports/secret-store.ts";
import { createProfile } from "../create-profile.ts";
import { inTurn } from "./in-turn.ts";

export interface DeskKeysParts {
  readonly journal: Journal;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly profileDir: string;
  readonly build: BuildInfo;
  readonly settings: () => DeskSettings;
}

/** The line of the key that signs this session, where that is kept in no keychain; otherwise `null`. */
function sessionVkey(journal: Journal): string | null {
  const { origin, signing } = journal.health();
  if (signing.storage === "keychain") return null;
  return formatVkey(verifyingKey(nodePrimitives, origin, Buffer.from(signing.publicKey, "base64")));
}

/** The keys of a journal that a desk holds open: their events go through its one writer, like every other event. */
export function deskKeys({ journal, secrets, clock, profileDir, build, settings }: DeskKeysParts): DeskKeys {
  const turn = inTurn();
  /** Rows carry the mac of the new key from the next session on; the highest version is read beside the desk. */
  const markAnew = async (): Promise<void> => {
    if (secrets.storage === "session") return;
    const highest = await proveInThread({ profileDir, keys: null, task: { kind: "mac-version" } });
    await rotateMacKey(secrets, journal.health().origin.slice("proofdesk/".length), highest);
  };
  const change = (actor: KeyChange["actor"], reason: string): KeyChange => ({ secrets, clock, actor, reason });
  return {
    async list() {
      const { keys, ...list } = await listKeys({ keys: () => journal.readKeyEvents() }, secrets);
      const own = sessionVkey(journal);
      return {
        ...list,
        keys: keys.map(({ storage: _, ...key }) =>
          own !== null && key.vkey === own ? { ...key, state: "current" } : key,
        ),
      };
    },
    rotate: (actor, reason, recover) =>
      turn(async () => {
        const { seq, by, replaced, recovered } = await rotateKey(journal, change(actor, reason), recover);
        await markAnew();
        return { seq, keyId: by.keyId, replaced: replaced.keyId, recovered };
      }),
    revoke: (actor, keyId, fromSeq, reason) =>
      turn(async () => {
        const { seq, revoked, rotated } = await revokeKey(journal, change(actor, reason), keyId, fromSeq);
        await markAnew();
        return { seq, keyId: revoked.keyId, replacedBy: rotated?.by.keyId ?? null };
      }),
    renew: (name) =>
      turn(async () => {
        await journal.checkpoint("key.rotated");
        const { checkpoint } = newestCheckpoint(journal.readCheckpoints());
        const { origin, size, root } = checkpoint;
        const profile = createProfile(profileDir, name, settings());
        const predecessor = { origin, size, root: toBase64(root) };
        const renewed = await openJournal({ profileDir: profile, secrets, clock, build, predecessor });
        const { origin: own } = renewed.health();
        await renewed.close();
        return { profile, origin: own, after: size };
      }),
  };
}
