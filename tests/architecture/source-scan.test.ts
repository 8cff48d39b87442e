import { describe, expect, test } from "vitest";
import { repository } from "./rooms-copy.ts";
import {
  featuresStandAlone,
  librariesHaveOneDoor,
  noHtmlFromText,
  noUnsafeSettings,
  onlyTheGateApproves,
  productSources,
  type SourceRule,
} from "./source-scan.ts";

const sources = productSources(repository);

const rules: readonly (readonly [string, SourceRule, string, string])[] = [
  [
    "features never import each other",
    featuresStandAlone,
    "renderer/features/ticket/planted.ts",
    'import { x } from "../blotter/x.ts";',
  ],
  [
    "only main/risk says that an order is approved",
    onlyTheGateApproves,
    "main/handlers/planted.ts",
    "export const order = intent as unknown as ApprovedOrder;",
  ],
  [
    "a library has one door",
    librariesHaveOneDoor,
    "main/handlers/planted.ts",
    'const db = await import("better-sqlite3");',
  ],
  [
    "nothing opens Electron's doors",
    noUnsafeSettings,
    "main/shell/planted.ts",
    "const preferences = { nodeIntegration: true };",
  ],
  ["HTML is never made from text", noHtmlFromText, "renderer/ui/planted.ts", "element.innerHTML = text;"],
];

describe("the sources", () => {
  test("are found", () => {
    expect(sources.length).toBeGreaterThan(50);
  });

  test.each(rules)("obey: %s", (_, rule) => {
    expect(rule(sources)).toEqual([]);
  });

  test.each(rules)("are refused when they break: %s", (_, rule, file, text) => {
    expect(rule([{ file, text }])).toHaveLength(1);
  });

  test("may use their own feature, the primitives and the stores", () => {
    const text =
      'import { a } from "./a.ts";\nimport { b } from "../../ui/b.tsx";\nimport { c } from "../ticket/c.ts";';
    expect(featuresStandAlone([{ file: "renderer/features/ticket/ticket-panel.tsx", text }])).toEqual([]);
  });
});
