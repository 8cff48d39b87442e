import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { Archive } from "./archive.ts";

test("an archive that does not end with a number is refused, however its table came to hold something else", () => {
  const db = new Database(":memory:");
  db.exec("CREATE TABLE segments (from_seq INTEGER, to_seq INTEGER)");
  expect(new Archive(db, "nowhere").tip).toBe(-1);
  db.exec("INSERT INTO segments VALUES (0, 41)");
  expect(new Archive(db, "nowhere").tip).toBe(41);
  db.exec("INSERT INTO segments VALUES (42, 'a note')");
  expect(() => new Archive(db, "nowhere").tip).toThrow(expect.objectContaining({ code: "STORAGE-CHAIN" }));
  db.close();
});
