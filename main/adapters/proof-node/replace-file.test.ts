import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { replaceFile } from "./replace-file.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "proofdesk-replace-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test.skipIf(process.platform === "win32")("a link that somebody has laid where the file is made leads nowhere", () => {
  const [out, theirs] = [join(dir, "record.csv"), join(dir, "theirs")];
  writeFileSync(theirs, "precious");
  symlinkSync(theirs, join(dir, `.record.csv.${process.pid}.tmp`));
  replaceFile(out, "rows");
  expect([readFileSync(out, "utf8"), readFileSync(theirs, "utf8")]).toEqual(["rows", "precious"]);
  expect(readdirSync(dir).sort()).toEqual(["record.csv", "theirs"]);
});
