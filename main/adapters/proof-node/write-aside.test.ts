import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { forge } from "../../../tests/journal/forged-bundle.ts";
import { withProfile } from "../../../tests/journal/sample-journal.ts";
import { note } from "../../../tests/journal/verifying.ts";
import type { BundleMember } from "../../audit/compose-bundle.ts";
import { type BundlePiece, piecesOf, writePieces } from "./bundle-file.ts";
import { writeAside } from "./write-aside.ts";
import { writeBundle } from "./write-bundle.ts";

const text = (n: number): string => (n % 3 === 0 ? `größer "${n}" \\ \n` : `note ${n} ${"x".repeat(900)}`);
const bundle = forge({ events: Array.from({ length: 3000 }, (_, n) => note({ text: text(n) })) });
const members = Object.entries(bundle) as unknown as BundleMember[];

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
