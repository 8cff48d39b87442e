import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { generatedFiles, replaceBlock } from "../../docs/generate/generated-files.ts";
import { shippedPackages } from "../../docs/generate/shipped-packages.ts";
import { heading, thirdPartyNotices, tradingViewNotice } from "../../docs/generate/third-party-notices.ts";
import { repository } from "./rooms-copy.ts";

const read = (file: string): string => readFileSync(join(repository, file), "utf8").replaceAll("\r\n", "\n");
const notices = read("THIRD_PARTY_NOTICES.txt");

/** Links to files that are not there, as `page: target`. */
function deadLinks(page: string, text: string): string[] {
  return [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !existsSync(join(repository, dirname(page), target)))
    .map((target) => `${page}: ${target}`);
}

describe("the documents", () => {
  test("have tables that are those of the code: npm run docs writes them", () => {
    const stale = generatedFiles(repository).filter(({ now, wanted }) => now !== wanted);
    expect(stale.map(({ file }) => file)).toEqual([]);
  });

  test("call no event reserved that a command records", () => {
    const table = read("docs/reference/journal-events.md");
    expect(table).toContain("| `backup.restored` | `main/commands` |");
    expect(table).toContain("| `link.gap` | – |");
  });

  test("say what each rule of the gate asks", () => {
    const rows = read("docs/guide/risk-gate.md").match(/^\| RISK-\d{3} .*$/gm) ?? [];
    expect(rows.length).toBeGreaterThanOrEqual(9);
    for (const row of rows) expect((row.split("|")[3] ?? "").trim().length, row).toBeGreaterThan(20);
  });

  test("would show a table that is out of date", () => {
    const page = "before\n<!-- generated: x -->\n\nold\n\n<!-- /generated -->\nafter";
    expect(replaceBlock(page, "x", "new")).toBe(page.replace("old", "new"));
    expect(() => replaceBlock(page, "y", "new")).toThrow("lacks the markers");
  });

  test("name the rooms that each room may import, as its project references do, and every feature of the page", () => {
    const rows = [...read("docs/architecture.md").matchAll(/^\| `([^`]+)` \| (.+) \| ([^|]+) \|$/gm)];
    const rooms = rows.map(([, room = "", , may = ""]) => ({ room: room.replace(/\/\*$/, ""), may: may.trim() }));
    const projects = rooms.filter(({ room }) => existsSync(join(repository, room, "tsconfig.json")));
    expect(projects.length).toBeGreaterThan(17);
    for (const { room, may } of projects) {
      const { references = [] } = JSON.parse(read(`${room}/tsconfig.json`)) as { references?: { path: string }[] };
      const named = may === "nothing" ? [] : may.split(", ").filter((name) => name !== "zod");
      expect(named.toSorted(), room).toEqual(references.map(({ path }) => basename(path)).toSorted());
    }
    const features = rows.find(([, room]) => room === "renderer/features/*")?.[2] ?? "";
    const named = features.replace(/;.*$/, "").split(", ");
    expect(named.toSorted()).toEqual(readdirSync(join(repository, "renderer/features")).toSorted());
  });

  test("link to files that exist", () => {
    const pages = globSync("{*.md,docs/**/*.md}", { cwd: repository }).map((page) => page.replaceAll("\\", "/"));
    expect(pages.length).toBeGreaterThan(20);
    expect(pages.flatMap((page) => deadLinks(page, read(page)))).toEqual([]);
    expect(deadLinks("README.md", "[gone](docs/gone.md)")).toEqual(["README.md: docs/gone.md"]);
  });
});

describe("the third-party notices", () => {
  test("name every package that ships, with its version", () => {
    const shipped = shippedPackages(repository);
    expect(shipped.map(({ name }) => name)).toEqual(expect.arrayContaining(["better-sqlite3", "react", "zod"]));
    expect(shipped.map(heading).filter((title) => !notices.includes(`\n${title}\n`))).toEqual([]);
  });

  test("hold TradingView's notice to the byte, its Cyrillic letter included", () => {
    expect(notices).toContain(tradingViewNotice);
    expect(tradingViewNotice).toContain("Copyright (\u0441) 2025 TradingView, Inc. https://www.tradingview.com/");
  });

  test("hold a licence text under every heading", () => {
    const rule = "=".repeat(80);
    const [, ...rest] = notices.split(`${rule}\n`);
    const bodies = rest.filter((_, index) => index % 2 === 1);
    expect(bodies.length).toBeGreaterThan(20);
    expect(bodies.filter((body) => body.trim().length < 20)).toEqual([]);
  });

  test("keep what was written about a package that is not installed here", () => {
    const again = thirdPartyNotices(repository, notices);
    expect(again).toBe(notices);
  });
});
