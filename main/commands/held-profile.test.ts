import { join } from "node:path";
import { expect, test } from "vitest";
import { machineClock, openTestJournal, testBuild, withProfile } from "../../tests/journal/sample-journal.ts";
import { sessionSecrets } from "../adapters/secrets-session/session-secrets.ts";
import { runAnchor } from "./anchor.ts";
import { runAudit } from "./audit.ts";
import type { CommandHost } from "./command-host.ts";
import { runExport } from "./export.ts";
import { onFreeProfile } from "./held-profile.ts";
import { runKeys } from "./keys.ts";

const { configHash: _, ...build } = testBuild;
const secrets = Promise.resolve({ store: { ...sessionSecrets(), storage: "keychain" as const }, note: "" });
const host: CommandHost = { clock: machineClock, build, env: {}, secrets };

test("what needs a free profile says where on the desk that holds it the same is done, and reading works beside it", () =>
  withProfile(async (profileDir) => {
    const journal = await openTestJournal(profileDir);
    const keys = { host, profileDir, id: "", from: 0, into: "", reason: "" } as const;
    const anchor = { host, profileDir, argument: "", out: "", to: "", url: "", root: "" } as const;
    try {
      for (const [where, refused] of [
        ["Compliance, Signing keys", () => runKeys({ ...keys, action: "rotate" })],
        ["Compliance, Anchors, Ask the witnesses", () => runAnchor({ ...anchor, action: "cosign" })],
        ["Compliance, Check now", () => runAudit({ host, profileDir })],
        ["Compliance, Exports", () => runExport({ host, profileDir, out: join(profileDir, "b.json") })],
      ] as const) {
        const remedy = expect.stringMatching(new RegExp(`desk.*${where}.*close the desk.*wait until the command`));
        await expect(refused()).rejects.toMatchObject({ code: "PROFILE-IN-USE", remedy });
      }
      expect((await runKeys({ ...keys, action: "list" })).keys).toHaveLength(2);
      expect((await runAnchor({ ...anchor, action: "list" })).anchors).toEqual([]);
      const out = join(profileDir, "today.note");
      expect((await runAnchor({ ...anchor, action: "receipt", out })).file).toBe(out);
    } finally {
      await journal.close();
    }
  }));

test("what fails for another reason is told as it is", async () => {
  await expect(onFreeProfile("somewhere", () => Promise.reject(new RangeError("no")))).rejects.toThrow(RangeError);
});
