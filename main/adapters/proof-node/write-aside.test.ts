import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { forge } from "../../../tests/journal/forged-bundle.ts";
import { withProfile } from "../../../tests/journal/sample-journal.ts";
import { note } from "../../../tests/journal/verifying.ts";
import type { BundleMember } from "../../audit/compose-bundle.ts";
import { type EventTexts, numbered, pagesOf } from "../../audit/event-page.ts";
import { type BundlePiece, piecesOf, writePieces } from "./bundle-file.ts";
import { writeAside } from "./write-aside.ts";
import { writeBundle } from "./write-bundle.ts";

const text = (n: number): string => (n % 3 === 0 ? `größer "${n}" \\ \n` : `note ${n} ${"x".repeat(900)}`);
const bundle = forge({ events: Array.from({ length: 3000 }, (_, n) => note({ text: text(n) })) });
const pages = [...pagesOf(numbered(bundle.events), new Set())];
const membersWith = (events: Iterable<EventTexts>): BundleMember[] =>
  Object.entries({ ...bundle, events }) as unknown as BundleMember[];
const members = membersWith(pages);

test("a bundle reads alike whichever thread writes it, and as it was made", () =>
  withProfile(async (dir) => {
    const [here, there] = [join(dir, "here.json"), join(dir, "there.json")];
    const written = await writePieces(piecesOf(members), here);
    expect(await writeAside(piecesOf(members), there)).toEqual(written);
    expect(readFileSync(there).equals(readFileSync(here))).toBe(true);
    expect(written.bytes).toBeGreaterThan(2 << 20);
    expect(written.counts["events"]).toBe(3002);
    expect(JSON.parse(readFileSync(here, "utf8"))).toEqual(bundle);
  }));

test("events that come as bytes are written like texts, whichever thread writes them", () =>
  withProfile(async (dir) => {
    const mixed = pages.map(({ events, texts }, n) => {
      const bytes = Buffer.from((texts as string[]).map((one) => `\0${one}`).join(""));
      // Some have their memory to themselves, some share it, and some are texts after all.
      return { events, texts: n % 5 === 4 ? texts : n % 2 === 0 ? new Uint8Array(bytes) : bytes };
    });
    const [texts, here, there] = ["texts", "here", "there"].map((name) => join(dir, name)) as [string, string, string];
    const written = await writePieces(piecesOf(members), texts);
    expect(await writePieces(piecesOf(membersWith(mixed)), here)).toEqual(written);
    expect(await writeAside(piecesOf(membersWith(mixed)), there)).toEqual(written);
    expect(readFileSync(here).equals(readFileSync(texts))).toBe(true);
    expect(readFileSync(there).equals(readFileSync(texts))).toBe(true);
  }));

test("what the other thread cannot write is told as its own failure, and nothing half written stays", () =>
  withProfile(async (dir) => {
    await expect(writeAside(piecesOf(members), join(dir, "none", "b.json"))).rejects.toThrow("ENOENT");
    const refused = writeBundle(members, join(dir, "b.json"), join(dir, "none", "b.tmp"), true);
    await expect(refused).rejects.toMatchObject({ name: "Fault", code: "EXPORT-FILE" });
  }));

test("a failure to make the pieces ends the other thread and is told", () =>
  withProfile(async (dir) => {
    function* broken(): Generator<BundlePiece> {
      yield { kind: "list", key: "events" };
      throw new RangeError("no more");
    }
    await expect(writeAside(broken(), join(dir, "b.json"))).rejects.toThrow("no more");
  }));
