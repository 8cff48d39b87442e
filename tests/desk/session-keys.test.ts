import { expect, test } from "vitest";
import { runKeys } from "../../main/commands/keys.ts";
import { machineClock, testBuild } from "../journal/sample-journal.ts";
import { openDesk, removeProfile } from "./open-desk.ts";

test("without a keychain the key that signs is the current one, and those of earlier sessions are over", async () => {
  const first = await openDesk();
  const { profileDir } = first;
  try {
    const statesOf = async (desk: typeof first) => {
      const { keys } = await desk.page().call.getKeys({});
      const own = desk.workstation.context.journal.health().signing.keyId;
      return keys.map(({ keyId, state }) => [keyId === own ? "signs" : "does not", state]);
    };
    expect((await statesOf(first))[0]).toEqual(["signs", "current"]);
    await first.close();
    const second = await openDesk({ profileDir });
    expect((await statesOf(second)).slice(0, 2)).toEqual([
      ["does not", "session"],
      ["signs", "current"],
    ]);
    await second.close();
    const { configHash: _, ...build } = testBuild;
    const host = { clock: machineClock, build, env: { PROOFDESK_KEYCHAIN: "off" } };
    const listed = await runKeys({ host, profileDir, action: "list", id: "", from: 0, into: "", reason: "" });
    expect("keys" in listed && listed.keys.slice(0, 2).map(({ state }) => state)).toEqual(["session", "session"]);
  } finally {
    removeProfile(profileDir);
  }
});
