import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { recordBasis, trade } from "../../../tests/fixtures/long-record.ts";
import { openTestJournal, withProfile } from "../../../tests/journal/sample-journal.ts";
import { sessionPlayer } from "./session-player.ts";

test("a player answers again once it has been let go, and no more once it is closed", () =>
  withProfile(async (profileDir) => {
    const journal = await openTestJournal(profileDir);
    await trade(journal, 300);
    const player = sessionPlayer({ profileDir, keys: journal.rowKeys, basis: recordBasis }, 1);
    const first = await player.deskAt(200);
    await pause(200);
    expect(await player.deskAt(200)).toEqual(first);
    await player.close();
    await expect(player.deskAt(200)).rejects.toMatchObject({ code: "REPLAY-FAILED" });
    await player.close();
    await journal.close();
  }));

test("a player whose thread cannot read says why, and tries anew when it is asked again", () =>
  withProfile(async (profileDir) => {
    const player = sessionPlayer({ profileDir, keys: { from: null, kept: new Map() } as never, basis: recordBasis });
    for (let times = 0; times < 2; times++)
      await expect(player.deskAt(0)).rejects.toMatchObject({
        code: "REPLAY-FAILED",
        message: expect.stringContaining("holds no journal"),
      });
    await player.close();
  }));
