import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { journalPath } from "../../main/adapters/journal-sqlite/open-record.ts";
import { withProfile } from "../journal/sample-journal.ts";
import { openDamaged, takeImage, withCopy } from "./damaged-image.ts";
import { seeded } from "./seeded.ts";

const pageBytes = 4096;
const next = seeded(7);

/** Lets `damage` change the bytes of a whole, closed journal and says what opening it then comes to. */
async function withDatabase(
  use: (database: Buffer, earlier: Buffer, events: number, open: (damaged: Buffer) => object) => void,
): Promise<void> {
  await withProfile(async (dir) => {
    const image = await takeImage(dir, 60, true);
    withCopy(image.dir, (copy) => {
      use(
        readFileSync(journalPath(image.dir)),
        readFileSync(journalPath(image.earlier)),
        image.texts.length,
        (damaged) => {
          writeFileSync(journalPath(copy), damaged);
          return openDamaged(copy, image.texts);
        },
      );
    });
  });
}

/** Either it says by a code that it is damaged, or it reads exactly what was recorded. */
const neverSilentlyWrong = (opened: object, events: number, what: string): boolean => {
  if ("refused" in opened) {
    expect({ what, ...opened }).toEqual({ what, refused: expect.stringMatching(/^(STORAGE|JOURNAL)-[A-Z]+$/) });
    return true;
  }
  expect({ what, ...opened }).toEqual({ what, events, same: true });
  return false;
};

test(
  "a bit that turned anywhere in the file is refused by a code or changes nothing that is read",
  { timeout: 120_000 },
  () =>
    withDatabase((database, _, events, open) => {
      let refused = 0;
      for (let n = 0; n < 600; n++) {
        const damaged = Buffer.from(database);
        const at = n < 100 ? n : next(database.length);
        damaged[at] = damaged[at]! ^ (1 << next(8));
        if (neverSilentlyWrong(open(damaged), events, `byte ${at}`)) refused += 1;
      }
      expect(refused).toBeGreaterThan(100);
    }),
);

test("two pages that changed places are noticed", { timeout: 120_000 }, () =>
  withDatabase((database, _, events, open) => {
    const pages = database.length / pageBytes;
    for (let a = 0; a < pages; a++) {
      for (let b = a + 1; b < pages; b++) {
        const damaged = Buffer.from(database);
        database.copy(damaged, a * pageBytes, b * pageBytes, (b + 1) * pageBytes);
        database.copy(damaged, b * pageBytes, a * pageBytes, (a + 1) * pageBytes);
        neverSilentlyWrong(open(damaged), events, `pages ${a} and ${b}`);
      }
    }
  }),
);

test("a page as it was yesterday is noticed", { timeout: 120_000 }, () =>
  withDatabase((database, earlier, events, open) => {
    let refused = 0;
    for (let page = 0; page < earlier.length / pageBytes; page++) {
      const damaged = Buffer.from(database);
      earlier.copy(damaged, page * pageBytes, page * pageBytes, (page + 1) * pageBytes);
      if (neverSilentlyWrong(open(damaged), events, `page ${page}`)) refused += 1;
    }
    expect(refused).toBeGreaterThan(0);
  }),
);
