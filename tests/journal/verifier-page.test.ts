import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { verifierPage, verifierPageFile } from "../../docs/generate/verifier-page.ts";

const root = join(import.meta.dirname, "../..");

test("the page that is checked in is the one its source builds: npm run verifier writes it", async () => {
  const kept = readFileSync(join(root, verifierPageFile), "utf8").replaceAll("\r\n", "\n");
  expect((await verifierPage(root)) === kept, "it is out of date").toBe(true);
});

test("the page names no address and loads nothing", () => {
  const kept = readFileSync(join(root, verifierPageFile), "utf8");
  expect(kept).toMatch(/default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; base-uri 'none'/);
  expect(kept).not.toMatch(/\b(?:src|href)\s*=\s*["']/);
  expect(kept).not.toMatch(/XMLHttpRequest|WebSocket|fetch\(|import\(/);
});
