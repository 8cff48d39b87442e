import { join } from "node:path";
import { expect, test } from "vitest";
import { recordBasis } from "../../tests/fixtures/long-record.ts";
import { withProfile } from "../../tests/journal/sample-journal.ts";
import type { Journal } from "../ports/journal.ts";
import type { DeskMemory } from "./desk-memory.ts";
import { keepState } from "./state-keeper.ts";

/** A journal that only says how far it is on disk. */
function journalAt(durableSeq: number): Journal & { reach(seq: number): void } {
  let listener = (_: number): void => {};
  const journal = {
    durableSeq,
    onDurable(hear: (seq: number) => void) {
      listener = hear;
      return () => {
        listener = () => {};
      };
    },
    reach: (seq: number): void => listener(seq),
  };
  return journal as unknown as Journal & { reach(seq: number): void };
}

const patience = { timeout: 20_000 };

test("a thread that has failed is told of, holds nothing up, and is followed by another when there is more to write", () =>
  withProfile(async (dir) => {
    const failures: string[] = [];
    const journal = journalAt(0);
    const place = { profileDir: join(dir, "none"), origin: "proofdesk/x", mac: { version: 0 } };
    const keeper = keepState(journal, {
      setup: { place, basis: recordBasis, known: { seq: -1, memory: {} as DeskMemory } } as never,
      writtenSeq: 0,
      onFailure: (why) => failures.push(why),
    });
    journal.reach(1000);
    await expect.poll(() => failures.length, patience).toBe(1);
    await expect
      .poll(() => {
        journal.reach(2000);
        return failures.length;
      }, patience)
      .toBe(2);
    expect(failures[0]).toContain("holds no journal");
    await keeper.close(2000);
  }));
