import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { readPageFile } from "./page-files.ts";

let root: string;
beforeAll(() => {
  const base = mkdtempSync(join(tmpdir(), "page-"));
  root = join(base, "renderer");
  mkdirSync(join(root, "assets"), { recursive: true });
  mkdirSync(join(base, "renderer-secret"));
  writeFileSync(join(base, "renderer-secret", "key.txt"), "secret");
  writeFileSync(join(base, "outside.txt"), "secret");
  writeFileSync(join(root, "index.html"), "<!doctype html>");
  writeFileSync(join(root, "assets", "app.js"), "1");
  writeFileSync(join(root, "assets", "a b.css"), "a{}");
  writeFileSync(join(root, "assets", "data.bin"), "x");
  symlinkSync(join(base, "outside.txt"), join(root, "assets", "link.txt"));
  symlinkSync(join(base, "renderer-secret"), join(root, "folder"));
});

test.each([
  ["/", "text/html; charset=utf-8"],
  ["/?x=1#y", "text/html; charset=utf-8"],
  ["/index.html", "text/html; charset=utf-8"],
  ["/assets/app.js", "text/javascript; charset=utf-8"],
  ["/assets/a%20b.css", "text/css; charset=utf-8"],
  ["/assets/data.bin", "application/octet-stream"],
])("%s is served as %s", async (path, type) => {
  expect(await readPageFile(root, path)).toMatchObject({ status: 200, type });
});

test.each([
  ["/../outside.txt", 403],
  ["/assets/../../outside.txt", 403],
  ["/%2e%2e/outside.txt", 403],
  ["/..%2foutside.txt", 403],
  ["/..%5coutside.txt", 403],
  ["/..\\outside.txt", 403],
  ["/%00", 403],
  ["/index.html%00.js", 403],
  ["/../renderer-secret/key.txt", 403],
  ["/assets/link.txt", 403],
  ["/folder/key.txt", 403],
  ["/C:/windows/win.ini", 403],
  ["/.", 403],
  ["//etc/passwd", 404],
  ["/etc/passwd", 404],
  ["/%252e%252e/outside.txt", 404],
  ["/assets", 404],
  ["/nothing", 404],
  ["/%zz", 400],
  ["outside.txt", 400],
  ["http://evil.example/", 400],
  ["*", 400],
])("%s is refused with %i", async (path, status) => {
  expect(await readPageFile(root, path)).toEqual({ status });
});

test("a missing build is a plain 404", async () => {
  expect(await readPageFile(join(root, "not-built"), "/")).toEqual({ status: 404 });
});
